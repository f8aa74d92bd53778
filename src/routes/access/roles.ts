import type { Locale } from '#base/text/index.ts';
import { listRoles } from '#kernel/org/index.ts';

/** The roles that can be granted, as choices of a form. */
export function roleOptions(locale: Locale): { value: string; label: string }[] {
  return listRoles().map(({ key, title_vi, title_en }) => ({ value: key, label: locale === 'vi' ? title_vi : title_en }));
}
