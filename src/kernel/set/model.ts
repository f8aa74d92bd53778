import { hash } from 'node:crypto';
import { sql, type Db, type RawBuilder } from '#base/db/index.ts';

/** A row of a set: the record belongs to it in that unit from valid_from until before valid_to, with that weight. */
export type SetRow = { record: string; unit_id: string; valid_from: string; valid_to: string; weight: number };

/** A way to divide a set: its rows with a column `slice` that names one of `values`. */
export type Dimension = {
  /** Text key of what the division is by. */
  title: string;
  /** Names of the slices in their order; `<title>.<name>` is the text key of each. */
  values: string[];
  /** select record, unit_id, valid_from, valid_to, weight, slice */
  rows: RawBuilder<unknown>;
};

/**
 * A named query whose rows are records. Count, roll-up, trend, list and export are all derived from `rows`.
 *
 * A *stock* has its size on a day: the rows that hold on it (people in post). A *flow* has its size over a period: the rows whose
 * valid_from lies in it (lessons completed). `rows` should be a plain select over indexed tables, since the list of records runs it too.
 */
export type SetDefinition = {
  /** `module.plural-noun` */
  name: string;
  /** Text keys of the title and of the definition in words. */
  title: string;
  about: string;
  measure: 'stock' | 'flow';
  /** Kinds of fact after which the size may differ. */
  facts: string[];
  /** select record, unit_id, valid_from, valid_to, weight; no record twice in a unit on the same day. */
  rows: RawBuilder<unknown>;
  dimensions: Record<string, Dimension>;
  /** select record, label, sort (text collate kernel.vi), detail: what a record is called in the list. */
  records: RawBuilder<unknown>;
  /** Where the tables keep what `records` sorts by beside each row: `rows` with a column `sort`, so that a long list is put in order without looking up each record. */
  sorted?: RawBuilder<unknown>;
  /** Address of the page of a record. */
  href(record: string): string;
  /** Permission to see the single records, `signed-in` when everyone may, `nobody` when only figures are ever shown. */
  see: string;
  /**
   * Whether the list says of each person something that only a purpose opens (a result): the purpose is asked, each person on the list sees the
   * look, and small groups stay hidden from whoever may open the list too.
   */
  looks?: true;
  /** Whose record it is, as SQL over the id of a record; left out: a record of people is the person. Whoever is listed or taken away in a file sees that. */
  person?(record: RawBuilder<unknown>): RawBuilder<unknown>;
  /**
   * Whether the size says something about people and is protected in small groups. With `base`, the group that counts is that of
   * the base set (an act of some of its members), otherwise the set's own.
   */
  people: boolean;
  base?: string;
  /** What the figure is: how many records there are (left out), or what their weights add up to, where that is what is asked for: hours, đồng, places. */
  take?: 'weight';
  main?: Main;
};

/** A share: the size of one set over the size of another, added up separately on every level. */
export type RatioDefinition = { name: string; title: string; about: string; numerator: string; denominator: string; main?: Main };

/** Given to the few figures of a module that the pages of the city and of units begin with: which way is better; `neither` for a mere size. */
export type Main = 'higher' | 'lower' | 'neither';

/** Checks a set's type where it is defined; returns it unchanged. */
export function set(definition: SetDefinition): SetDefinition {
  return definition;
}

/** The name under which the sizes of a slice are stored: '' for the whole set, `sex=female` for a part. */
export function sliceName(dimension?: string, value?: string): string {
  return dimension === undefined || value === undefined ? '' : `${dimension}=${value}`;
}

/** All rows of a set with the stored name of their slice, the whole set first. */
export function allRows(definition: SetDefinition): RawBuilder<unknown> {
  const parts = [
    sql`select whole.record, whole.unit_id, whole.valid_from, whole.valid_to, whole.weight, '' as slice from (${definition.rows}) as whole`,
    ...Object.entries(definition.dimensions).map(
      ([name, dimension]) => sql`
        select part.record, part.unit_id, part.valid_from, part.valid_to, part.weight, ${name + '='} || part.slice as slice
        from (${dimension.rows}) as part`,
    ),
  ];
  return sql.join(parts, sql` union all `);
}

/** SHA-256 (hex) of how a set or a slice is counted: measure, SQL text (line breaks and indentation aside) and parameters. */
export function definitionHash(db: Db, definition: SetDefinition, slice: string): string {
  const { sql: text, parameters } = rowsOf(definition, slice).compile(db);
  return hash('sha256', `${definition.measure} ${text.replaceAll(/\s+/g, ' ').trim()} ${JSON.stringify(parameters)}`);
}

/** The rows of the whole set or of one slice. */
export function rowsOf(definition: SetDefinition, slice: string): RawBuilder<unknown> {
  if (slice === '') return sql`select whole.record, whole.unit_id, whole.valid_from, whole.valid_to, whole.weight from (${definition.rows}) as whole`;
  const [name = '', value = ''] = slice.split('=');
  const dimension = definition.dimensions[name];
  if (dimension === undefined) throw new Error(`${definition.name} has no dimension "${name}".`);
  return sql`
    select part.record, part.unit_id, part.valid_from, part.valid_to, part.weight
    from (${dimension.rows}) as part
    where part.slice = ${value}`;
}
