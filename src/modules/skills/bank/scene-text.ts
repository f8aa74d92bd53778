import type { Item } from '#content/skills/item.ts';
import { joined, split } from './text-forms.ts';

type Scene = NonNullable<Item['text']['vi']['scene']>;
type Line = Scene['lines'][number];

/*
 * A simulated tool as a text that people write by hand:
 *
 *   [m1] Subject | Sender <address>      a line of the tool with its detail
 *   = 12 | 30                            the cells of its row (spreadsheets)
 *   Text of the message.                 its body; paragraphs parted by an empty line
 *   ? m1-do | What to do | bo: Delete | giu: Keep
 *                                        a control with its label and choices; without choices a text is typed
 */

/** The lines and controls of a scene as such a text; `sceneFromText` reads it again. */
export function sceneToText({ lines, controls, choices }: Scene): string {
  const control = (id: string) => `? ${joined([id, controls[id] ?? '', ...Object.entries(choices[id] ?? {}).map(([choice, label]) => `${choice}: ${label}`)])}`;
  const ids = Object.keys(controls);
  const ownerOf = (id: string) =>
    lines
      .map((line) => line.id)
      .filter((line) => id.startsWith(`${line}-`))
      .toSorted((a, b) => b.length - a.length)[0];
  const blocks = lines.map((line) => [...lineToText(line), ...ids.filter((id) => ownerOf(id) === line.id).map(control)].join('\n'));
  return [...blocks, ...ids.filter((id) => ownerOf(id) === undefined).map(control)].join('\n\n');
}

function lineToText({ id, title, detail, body, cells }: Line): string[] {
  const head = `[${id}] ${joined(detail === undefined ? [title] : [title, detail])}`;
  const text = (body ?? '').split('\n').map((line) => (/^[[=?\\]/.test(line) ? `\\${line}` : line));
  return [head, ...(cells === undefined ? [] : [`= ${joined(cells)}`]), ...(body === undefined ? [] : text)];
}

/** Reads a text of lines and controls; what fits no form is body of the line above it. */
export function sceneFromText(text: string): Pick<Scene, 'lines' | 'controls' | 'choices'> {
  const scene: Pick<Scene, 'lines' | 'controls' | 'choices'> = { lines: [], controls: {}, choices: {} };
  let body: string[] = [];
  const close = () => {
    const last = scene.lines.at(-1);
    const whole = body.join('\n').trim();
    if (last !== undefined && whole !== '') last.body = whole;
    body = [];
  };
  for (const line of text.split('\n').map((one) => one.trimEnd())) {
    const head = /^\[([^\]]*)\]\s*(.*)$/.exec(line);
    const last = scene.lines.at(-1);
    if (head !== null) {
      close();
      const [title = '', ...detail] = split(head[2] ?? '');
      scene.lines.push({ id: head[1] ?? '', title, ...(detail.length === 0 ? {} : { detail: detail.join(' | ') }) });
    } else if (line.startsWith('?')) readControl(split(line.slice(1)), scene);
    else if (line.startsWith('=') && last !== undefined) last.cells = split(line.slice(1));
    else body.push(line.replace(/^\\(?=[[=?\\])/, ''));
  }
  close();
  return scene;
}

function readControl([id = '', label = '', ...choices]: string[], scene: Pick<Scene, 'controls' | 'choices'>): void {
  scene.controls[id] = label;
  if (choices.length === 0) return;
  scene.choices[id] = Object.fromEntries(
    choices.map((choice) => {
      const at = choice.indexOf(':');
      return at < 0 ? [choice, choice] : [choice.slice(0, at).trim(), choice.slice(at + 1).trim()];
    }),
  );
}
