import { formatDay, isDay } from '#base/day/index.ts';
import { isId } from '#base/id/index.ts';
import { catalogues, formatNumber, type Locale, type Translate } from '#base/text/index.ts';
import { listRoles } from '#kernel/org/index.ts';
import { listRatios, listSets } from '#kernel/set/index.ts';

/** One thing that a line of the audit kept besides, in words. */
export type Detail = { label: string; value: string };

type Speaking = { locale: Locale; t: Translate };

/**
 * What a line of the audit kept besides (`text` is its JSON), each as label and value. Ids and digests say nothing to people and are left out here;
 * they stay in the technical record. What has no word of ours is shown as it was kept, so that nothing is hidden.
 */
export function detailsOf(text: string, speaking: Speaking): Detail[] {
  const kept: unknown = JSON.parse(text);
  if (typeof kept !== 'object' || kept === null) return [];
  return Object.entries(kept).flatMap(([name, value]) => {
    const said = valueOf(name, value, speaking);
    return said === '' ? [] : [{ label: labelOf(name, speaking), value: said }];
  });
}

/** The key of the word for a thing that is kept, or for a value of it. */
export const labelKey = (name: string): string => `audit-detail.label-${name}`;
const valueKey = (value: string): string => `audit-detail.value-${value.replaceAll(' ', '-')}`;

function labelOf(name: string, { t }: Speaking): string {
  return isKnown(labelKey(name)) ? t(labelKey(name)) : name;
}

function valueOf(name: string, value: unknown, speaking: Speaking): string {
  if (typeof value === 'number') return name === 'year' ? String(value) : formatNumber(value, speaking.locale, 3);
  if (typeof value === 'boolean') return wordOf(String(value), speaking);
  if (typeof value !== 'string' || isId(value) || /^[0-9a-f]{64}$/.test(value)) return '';
  if (isDay(value)) return formatDay(value);
  if (name === 'set' || name === 'figure') return titleOf(value, speaking);
  if (name === 'role') return roleOf(value, speaking);
  if (name === 'operation') return isKnown(`audit.op.${value}`) ? speaking.t(`audit.op.${value}`) : value;
  if (name === 'fields')
    return value
      .split(' ')
      .map((field) => wordOf(field, speaking))
      .join(', ');
  return wordOf(value, speaking);
}

function titleOf(name: string, { t }: Speaking): string {
  const known = listSets().find((set) => set.name === name) ?? listRatios().find((ratio) => ratio.name === name);
  return known === undefined ? name : t(known.title);
}

function roleOf(name: string, { locale }: Speaking): string {
  const known = listRoles().find((role) => role.key === name);
  return (locale === 'vi' ? known?.title_vi : known?.title_en) ?? name;
}

function wordOf(value: string, { t }: Speaking): string {
  return isKnown(valueKey(value)) ? t(valueKey(value)) : value;
}

const isKnown = (key: string): boolean => catalogues().vi[key] !== undefined;
