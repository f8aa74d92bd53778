/** Milliseconds of quiet after which what was typed is saved by itself. */
const QUIET_MS = 3_000;

/**
 * Saves a form by itself through the API while it is typed, with the revision that was read: what somebody else has saved meanwhile is never overwritten, and then nothing
 * more is saved before the page is opened anew. Returns what is to be called after each change.
 */
export function autosave(form: HTMLFormElement): () => void {
  const status = form.querySelector('[data-status]');
  const words = form.dataset;
  let waiting: number | undefined;
  let dirty = false;
  let stopped = false;
  let sending = false;
  const tell = (text: string) => status?.replaceChildren(text);
  const send = async () => {
    if (!dirty || stopped || sending) return;
    sending = true;
    dirty = false;
    tell(words['saving'] ?? '');
    const answer = await put(form);
    sending = false;
    if (answer.revision !== undefined) {
      revisionOf(form).value = String(answer.revision);
      tell(`${words['saved'] ?? ''} ${new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' })}`);
      if (dirty) changed();
    } else {
      stopped = answer.final;
      dirty = true;
      tell(answer.detail ?? words['failed'] ?? '');
    }
  };
  const changed = () => {
    dirty = true;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void send(), QUIET_MS);
  };
  form.addEventListener('input', changed);
  form.addEventListener('submit', () => {
    dirty = false;
    window.clearTimeout(waiting);
  });
  askBeforeLeaving(() => dirty);
  return changed;
}

function askBeforeLeaving(dirty: () => boolean): void {
  window.addEventListener('beforeunload', (event) => {
    if (dirty()) event.preventDefault();
  });
}

function revisionOf(form: HTMLFormElement): HTMLInputElement {
  const field = form.elements.namedItem('revision');
  if (!(field instanceof HTMLInputElement)) throw new Error('the form has no revision');
  return field;
}

type Answer = { revision?: number; detail?: string; final: boolean };

async function put(form: HTMLFormElement): Promise<Answer> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === 'string' && !['_request', 'revision', 'kind'].includes(name)) fields[name] = value;
  try {
    const response = await fetch(form.dataset['api'] ?? '', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ revision: Number(revisionOf(form).value), fields }),
    });
    const answer: unknown = await response.json();
    if (response.ok && typeof answer === 'object' && answer !== null && 'revision' in answer) return { revision: Number(answer.revision), final: false };
    const detail = typeof answer === 'object' && answer !== null && 'detail' in answer ? String(answer.detail) : undefined;
    return { ...(detail === undefined ? {} : { detail }), final: response.status < 500 };
  } catch {
    // No connection: what was typed stays in the form, and the next change tries again.
    return { final: false };
  }
}
