import type { Day } from '#base/day/index.ts';

/** How something stands; each has its own shape, colour and, always, a word. */
export type Tone = 'good' | 'caution' | 'bad' | 'info' | 'none';

/** A place one can go to. */
export type Link = { href: string; label: string };

/** A choice in a list; `hint` stands under the label of radios and checkboxes; the choices of a select that follow each other with one `group` stand together under it. */
export type Option = { value: string; label: string; hint?: string | undefined; group?: string | undefined };

/** A choice that narrows a list: `span` of 12 columns; with `prompt` nothing may be chosen. */
export type Filter = { name: string; label: string; hint?: string | undefined; prompt?: string | undefined; value: string; options: readonly Option[]; span: 3 | 4 | 5 };

/** One thing wrong on a page and the id of the field where it is mended (`href: '#birth-date'`). */
export type FieldError = { href: string; text: string };

/** A step of the data palette from low to high; `null` where there is no figure or it may not be shown. */
export type Step = 0 | 1 | 2 | 3 | 4 | null;

/** One particular of a `SummaryList`; without a value it is shown as missing. */
export type SummaryRow = {
  label: string;
  value?: string | undefined;
  href?: string | undefined;
  action?: Link | undefined;
};

/** A task of a `TaskList`; without `href` it cannot be started yet. `due` is the last day it may be done. */
export type Task = {
  title: string;
  href?: string | undefined;
  hint?: string | undefined;
  due?: Day | undefined;
  tag?: Status | undefined;
};

/** How something stands, in a word and a tone. */
export type Status = { tone: Tone; text: string };

/** A column of `DataTable`: how a cell is read from a row, and how it is shown. Numbers are formatted by the table; `sub` is a quiet second line. */
export type Column<Row> = {
  key: string;
  label: string;
  value: (row: Row) => string | number;
  href?: (row: Row) => string | undefined;
  sub?: (row: Row) => string | undefined;
  tag?: (row: Row) => Status | undefined;
  numeric?: boolean;
  sortable?: boolean;
};
