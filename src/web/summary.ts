/** The id of what a page says, for faults that belong to no field. */
const WHOLE = 'page';
/** How far into a part of a page its heading is looked for. */
const FAR = 2_000;

/**
 * Puts the label of its field before each line of the error summary of a page: the summary stands first on the page, where the field is not in sight, so that each
 * line must make sense alone. The label is read from the page itself, so that summary and field never say two different things. Works on the finished HTML because
 * the summary is written before the fields are.
 */
export function nameErrors(html: string): string {
  const begin = html.indexOf('id="error-summary"');
  const end = begin < 0 ? -1 : html.indexOf('</ul>', begin);
  if (end < 0) return html;
  const named = html.slice(begin, end).replace(/(<a href="#([^"]+)"[^>]*>)(.*?)(?=<\/a>)/gs, (_all, open: string, id: string, sentence: string) => {
    if (id === WHOLE) return `${open}${sentence}`;
    const label = labelOf(html, id);
    return label === undefined || sentence.startsWith(label) ? `${open}${sentence}` : `${open}${label.replace(/[.:]$/, '')}${/[?!]$/.test(label) ? '' : ':'} ${sentence}`;
  });
  return html.slice(0, begin) + named + html.slice(end);
}

/** What the page calls what has an id, as HTML without elements: of a control the legend of a group of choices, else its own label; of anything else its heading. */
function labelOf(html: string, id: string): string | undefined {
  const at = html.indexOf(` id="${id}"`);
  if (at < 0) return undefined;
  const control = html.slice(html.lastIndexOf('<', at), html.indexOf('>', at) + 1);
  if (!/^<(input|select|textarea|button)\b/.test(control)) return spoken(control) ?? headingAt(html, html.lastIndexOf('<', at));
  const label = inner(html, html.indexOf(` for="${id}"`), 'label');
  const legend = /type="(radio|checkbox)"/.test(control) || label === undefined ? legendBefore(html, at) : undefined;
  return legend ?? label ?? spoken(control);
}

const spoken = (element: string): string | undefined => /aria-label="([^"]+)"/.exec(element)?.[1];

/** What a part of a page is called: itself a heading, or the first one in it. */
function headingAt(html: string, at: number): string | undefined {
  const found = /<(h[2-6]|legend|label)[\s>]/.exec(html.slice(at, at + FAR));
  return found?.[1] === undefined ? undefined : inner(html, at + found.index + 1, found[1]);
}

/** The legend of the innermost fieldset that is open at a place. */
function legendBefore(html: string, at: number): string | undefined {
  const before = html.slice(0, at);
  const legend = before.lastIndexOf('<legend');
  return legend < 0 || before.includes('</fieldset>', legend) ? undefined : inner(html, legend + 1, 'legend');
}

/** The words of the element around an attribute or a name at a place, without what says only that it may be left out. */
function inner(html: string, at: number, element: string): string | undefined {
  const end = at < 0 ? -1 : html.indexOf(`</${element}>`, at);
  if (end < 0) return undefined;
  const words = html
    .slice(html.indexOf('>', at) + 1, end)
    .replace(/<span class="optional[^>]*>.*?<\/span>/gs, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? undefined : words;
}
