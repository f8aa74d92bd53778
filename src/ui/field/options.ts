import type { Option } from '../types.ts';

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);

/**
 * The choices of a select as HTML, those of a group together. A list of all wards is most of a page that has it, and each choice as an element of Svelte
 * costs the server several times as much.
 */
export function optionsHtml(options: readonly Option[], chosen: string): string {
  const groups = [...Map.groupBy(options, ({ group }) => group ?? '')];
  const html = (own: readonly Option[]): string =>
    own.map(({ value, label }) => `<option value="${escaped(value)}"${value === chosen ? ' selected=""' : ''}>${escaped(label)}</option>`).join('');
  return groups.map(([group, own]) => (group === '' ? html(own) : `<optgroup label="${escaped(group)}">${html(own)}</optgroup>`)).join('');
}
