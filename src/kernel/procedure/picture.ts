import type { Locale } from '#base/text/index.ts';
import { type Procedure } from './model.ts';

/** The procedure as a Mermaid state diagram in one language. */
export function mermaid(procedure: Procedure, locale: Locale): string {
  const id = (state: string) => state.replaceAll('-', '_');
  const states = Object.entries(procedure.states).map(([name, { title }]) => `  ${id(name)} : ${plain(title[locale])}`);
  const arrows = Object.values(procedure.steps).flatMap(({ from, to, title }) => from.map((state) => `  ${id(state)} --> ${id(to)} : ${plain(title[locale])}`));
  const ends = Object.entries(procedure.states).flatMap(([name, { end }]) => (end === true ? [`  ${id(name)} --> [*]`] : []));
  return ['stateDiagram-v2', ...states, `  [*] --> ${id(procedure.start)}`, ...arrows, ...ends].join('\n');
}

/** Colons and line breaks mean something in Mermaid. */
function plain(text: string): string {
  return text.replaceAll(/[:;\n]/g, ' ').trim();
}

/** A page of documentation about a procedure: its picture, steps and terms with their articles. */
export function procedurePage(procedure: Procedure): string {
  const steps = Object.entries(procedure.steps).map(
    ([name, { title, from, to, by, law }]) => `| \`${name}\` | ${title.vi} | ${from.join(', ')} | ${to} | ${[by.permission, by.party].filter(Boolean).join(', ')} | ${law ?? ''} |`,
  );
  const terms = Object.entries(procedure.terms).map(
    ([name, { title, workingDays, starts, stops, pausedIn = [], law }]) =>
      `| \`${name}\` | ${title.vi} | ${workingDays} | ${starts.join(', ')} | ${pausedIn.join(', ')} | ${stops.join(', ')} | ${law ?? ''} |`,
  );
  return [
    `# ${procedure.title.vi} (${procedure.title.en})`,
    `\`${procedure.name}\`, from ${procedure.version}${procedure.law === undefined ? '' : `. ${procedure.law}`}. Made from the code by \`npm run api\`.`,
    `\`\`\`mermaid\n${mermaid(procedure, 'vi')}\n\`\`\``,
    ['## Steps', '', '| step | | from | to | by | law |', '|---|---|---|---|---|---|', ...steps].join('\n'),
    ...(terms.length === 0 ? [] : [['## Terms', '', '| term | | working days | starts | stands in | stops | law |', '|---|---|---|---|---|---|---|', ...terms].join('\n')]),
  ]
    .join('\n\n')
    .concat('\n');
}
