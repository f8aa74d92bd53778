import { redirect, type RequestEvent } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { answersFrom, choicesOf, kindOf, previous, reachable, readDraft, resumeAt, savePage, type Answers, type Form, type FormField } from '#kernel/form/index.ts';
import { perform } from '#kernel/operation/index.ts';
import type { Option, SummaryRow } from '#ui/types.ts';
import { refuse } from './form.ts';
import { load } from './load.ts';

type Asking = Pick<RequestEvent, 'locals' | 'url'>;
type Kind = 'text' | 'textarea' | 'number' | 'date' | 'radios' | 'select' | 'checkboxes' | 'file';

/** A question ready to be shown by `Field`. */
export type FieldView = { name: string; label: string; type: Kind; hint: string | undefined; optional: boolean; options: Option[]; value: string | string[] };

/** A page of a form, or (`rows`) its answers to be checked, ready to be shown by `FormPages.svelte`. */
export type FormView = {
  title: string;
  lede: string | undefined;
  formTitle: string;
  page: string | undefined;
  fields: FieldView[];
  rows: SummaryRow[];
  back: string | undefined;
  keptUntil: string | null;
  requestId: string;
};

/** Name of the page on which answers are checked; no page of a form has it. */
const CHECK = 'check';

/**
 * What a page of a form shows: `?page=` names it, without it one goes on where something is open. A page that does not stand with the answers leads there too.
 * `about` tells drafts of one form apart.
 */
export async function loadForm(event: Asking, form: Form, about = ''): Promise<FormView> {
  const { locals, url } = event;
  const draft = await load(event, readDraft, { form: form.name, about });
  const open = resumeAt(form, draft.answers);
  const asked = url.searchParams.get('page') ?? open ?? CHECK;
  const standing = reachable(form, draft.answers).find(({ page }) => page.id === asked);
  if (standing === undefined && (asked !== CHECK || open !== undefined)) redirect(303, hrefOf(url, open ?? CHECK));
  const before = previous(form, draft.answers, standing?.page.id);
  const { locale } = locals.ctx;
  return {
    title: standing?.page.title[locale] ?? locals.t('form.check-title'),
    lede: standing?.page.lede?.[locale],
    formTitle: form.title[locale],
    page: standing?.page.id,
    fields: standing?.fields.map((field) => viewOf(field, draft.answers, locals)) ?? [],
    rows: standing === undefined ? rowsOf(form, draft.answers, event) : [],
    back: before === undefined ? undefined : hrefOf(url, before),
    keptUntil: draft.expiresOn,
    requestId: newId(),
  };
}

/**
 * Saves what a page of a form sent and goes on: to the next page, to the check of the answers, or (saved to go on later) to `afterwards`.
 * Answers the refusal to show again when something is wrong.
 */
export async function saveForm(event: Asking & Pick<RequestEvent, 'request'>, form: Form, { about = '', afterwards = '/' }: { about?: string; afterwards?: string } = {}) {
  const { locals, url } = event;
  const sent = await event.request.formData();
  const page = String(sent.get('_page') ?? '');
  const fields = form.pages.find(({ id }) => id === page)?.fields ?? [];
  const texts = new Map(fields.map(({ name }) => [name, sent.getAll(name).filter((value) => typeof value === 'string')]));
  const later = sent.get('later') !== null;
  let next: string | null;
  try {
    const input = { form: form.name, about, page, answers: { ...answersFrom(fields, texts) }, files: await filesOf(fields, sent), later };
    next = (await perform(savePage, { ...locals.ctx, requestId: String(sent.get('_request') ?? locals.ctx.requestId) }, input)).next;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refuse(error, sent);
  }
  redirect(303, later ? afterwards : hrefOf(url, next ?? CHECK));
}

async function filesOf(fields: readonly FormField[], sent: FormData): Promise<{ field: string; name: string; content: string }[]> {
  const files: { field: string; name: string; content: string }[] = [];
  for (const { name } of fields) {
    const file = sent.get(name);
    if (file instanceof File && file.size > 0) files.push({ field: name, name: file.name, content: Buffer.from(await file.arrayBuffer()).toString('base64') });
  }
  return files;
}

function viewOf(field: FormField, answers: Answers, { t, ctx }: RequestEvent['locals']): FieldView {
  const kind = kindOf(field);
  const answer = answers[field.name];
  const yesNo = kind === 'yes-no' ? ['yes', 'no'].map((value) => ({ value, label: t(value === 'yes' ? 'form.yes' : 'form.no') })) : [];
  const given = kind === 'file' && answer !== undefined ? t('form.file-given') : undefined;
  const hint = [field.hint?.[ctx.locale], given].filter((one) => one !== undefined).join(' ');
  return {
    name: field.name,
    label: field.label[ctx.locale],
    type: kind === 'yes-no' ? 'radios' : kind,
    hint: hint === '' ? undefined : hint,
    optional: field.optional === true,
    options: [...yesNo, ...choicesOf(field).map((value) => ({ value, label: field.choices?.[value]?.[ctx.locale] ?? value }))],
    value: Array.isArray(answer) ? answer.map(String) : typedOf(answer),
  };
}

/** An answer as one types it. */
function typedOf(answer: unknown): string {
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  if (typeof answer === 'number') return String(answer).replace('.', ',');
  if (typeof answer !== 'string') return '';
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(answer) ?? [];
  return year === undefined ? answer : `${day}/${month}/${year}`;
}

function rowsOf(form: Form, answers: Answers, { locals, url }: Asking): SummaryRow[] {
  const { locale } = locals.ctx;
  return reachable(form, answers).flatMap(({ page, fields }) =>
    fields.map((field): SummaryRow => {
      const { options, value, type } = viewOf(field, answers, locals);
      const words = [value].flat().map((one) => options.find((option) => option.value === one)?.label ?? one);
      const file = type === 'file' && answers[field.name] !== undefined;
      const href = `${hrefOf(url, page.id)}#${field.name}`;
      return { label: field.label[locale], value: file ? locals.t('form.file-given') : words.join('\n'), action: { href, label: locals.t('form.change') } };
    }),
  );
}

function hrefOf(url: URL, page: string): string {
  const query = new URLSearchParams(url.searchParams);
  query.delete('/save');
  query.set('page', page);
  return `${url.pathname}?${query}`;
}
