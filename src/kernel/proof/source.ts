import { hash } from 'node:crypto';
import type { Db, RawBuilder } from '#base/db/index.ts';
import { countedRows, definitionHash, findSet, getSet } from '#kernel/set/index.ts';
import type { Place } from './reading.ts';

/**
 * Records that no set counts, such as values that people reported: a term of a definition may name it in place of a set. It tells nothing of single people, and
 * every person with an account may see its records.
 */
export type SourceDefinition = {
  /** `module.plural-noun`; no set has it. */
  name: string;
  /** Text key. */
  title: string;
  /** select record, unit_id, valid_from, weight: what counts of that slice in that unit on that day. */
  rows(slice: string, place: Place): RawBuilder<unknown>;
  /** Address of the page of a record. */
  href(record: string): string;
};

const sources = new Map<string, SourceDefinition>();

/** Makes the sources of all modules known to this process; throws when one has the name of a set. */
export function declareSources(definitions: SourceDefinition[]): void {
  sources.clear();
  for (const definition of definitions) {
    if (findSet(definition.name) !== undefined) throw new Error(`${definition.name} is a set already.`);
    sources.set(definition.name, definition);
  }
}

/** Whether a term names a source and no set. */
export function isSource(name: string): boolean {
  return sources.has(name);
}

/** What a term is called (text key), whether it tells of people, and where a record of it is shown; throws `missing`. */
export function namingOf(name: string): { title: string; people: boolean; href: (record: string) => string } {
  const source = sources.get(name);
  if (source !== undefined) return { title: source.title, people: false, href: source.href };
  const { title, people, href } = getSet(name);
  return { title, people, href };
}

/** The rows that a term counts, and the SHA-256 (hex) of how it counts them. */
export async function countingOf(db: Db, { set, slice }: { set: string; slice: string }, place: Place): Promise<{ rows: RawBuilder<unknown>; hash: string }> {
  const source = sources.get(set);
  if (source === undefined) {
    const definition = getSet(set);
    return { rows: await countedRows(db, definition, { slice, unitId: place.unitId, day: place.day, from: place.from }), hash: definitionHash(db, definition, slice) };
  }
  const rows = source.rows(slice, place);
  const { sql: text } = rows.compile(db);
  return { rows, hash: hash('sha256', `source ${slice} ${text.replaceAll(/\s+/g, ' ').trim()}`) };
}
