import type { Locale } from '#base/text/catalogue.ts';
import type { Link } from './types.ts';

/** All that the frame of a page shows; plain data made by the root layout's server part. */
export type ShellData = {
  /** Whether people and figures are imaginary; said on top of every page. */
  demo: boolean;
  locale: Locale;
  /** The path of the page, such as `/people`; marks the current entry of `nav`. */
  path: string;
  /** The path and query to come back to after a switch of unit or language. */
  here: string;
  /** Where it is explained how the page is used. */
  help?: string;
  nav: readonly Link[];
  /** The `href` of the entry of `nav` in which the page lies, and the pages that belong to it: a second row, each with where its use is explained. */
  section?: string;
  within?: readonly (Link & { help?: string })[];
  /** The person signed in; left out when nobody is. `links` fill the menu, which else leads to `href` only. */
  me?: { name: string; initials: string; unitName: string; href: string; links?: readonly Link[] };
  /** The unit whose figures and tasks are shown. */
  unit?: { id: string; name: string };
  /** The units one may switch to; a switcher is shown from two on. */
  units?: readonly { id: string; name: string }[];
};

/** Whether a page is the one of `href`, or lies under it; everything but `/` itself lies outside `/`. */
export function liesUnder(path: string, href: string): boolean {
  return path === href || (href !== '/' && path.startsWith(`${href}/`));
}

/** The entry of `links` that `path` lies under: the longest that fits; undefined when none does. */
export function currentEntry(links: readonly Link[], path: string): Link | undefined {
  return links.filter(({ href }) => liesUnder(path, href)).toSorted((a, b) => b.href.length - a.href.length)[0];
}
