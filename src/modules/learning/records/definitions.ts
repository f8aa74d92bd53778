import { all, sql, type Db } from '#base/db/index.ts';
import { isObject, objectIn, objectsIn, stable, textIn, type JsonObject } from './json.ts';

/** What statements say of activities and verbs: definition or display by kind and IRI; later words are laid over earlier ones. */
export type Definitions = Map<string, { kind: 'activity' | 'verb'; iri: string; definition: JsonObject }>;

const keyOf = (kind: string, iri: string): string => `${kind} ${iri}`;

/** Lays a definition over another: each name and description keeps the languages that the newer one does not have. */
export function merged(older: JsonObject, newer: JsonObject): JsonObject {
  const maps = Object.entries(newer).map(([field, value]) => [field, isObject(value) && isObject(older[field]) ? { ...older[field], ...value } : value]);
  return { ...older, ...Object.fromEntries(maps) };
}

/** The activities of a statement and of one within it, as objects. */
export function activitiesIn(statement: JsonObject): JsonObject[] {
  const object = objectIn(statement, 'object');
  const kind = textIn(object, 'objectType') ?? 'Activity';
  const lists = objectIn(objectIn(statement, 'context'), 'contextActivities') ?? {};
  const own = object !== undefined && kind === 'Activity' ? [object] : [];
  const within = object !== undefined && kind === 'SubStatement' ? activitiesIn(object) : [];
  return [...own, ...within, ...Object.keys(lists).flatMap((name) => objectsIn(lists, name))];
}

function verbsIn(statement: JsonObject): JsonObject[] {
  const object = objectIn(statement, 'object');
  const own = objectIn(statement, 'verb');
  return [...(own ? [own] : []), ...(object?.['objectType'] === 'SubStatement' ? verbsIn(object) : [])];
}

function definitionsIn(statements: readonly JsonObject[]): Definitions {
  const found: Definitions = new Map();
  const note = (kind: 'activity' | 'verb', iri: string | undefined, definition: JsonObject | undefined): void => {
    if (iri === undefined || definition === undefined || Object.keys(definition).length === 0) return;
    const older = found.get(keyOf(kind, iri))?.definition ?? {};
    found.set(keyOf(kind, iri), { kind, iri, definition: kind === 'verb' ? { ...older, ...definition } : merged(older, definition) });
  };
  for (const statement of statements) {
    for (const activity of activitiesIn(statement)) note('activity', textIn(activity, 'id'), objectIn(activity, 'definition'));
    for (const verb of verbsIn(statement)) note('verb', textIn(verb, 'id'), objectIn(verb, 'display'));
  }
  return found;
}

/** Keeps what statements say of their activities and verbs as what is known of them (part two, 2.4.4.1). */
export async function noteDefinitions(db: Db, statements: readonly JsonObject[]): Promise<void> {
  const said = [...definitionsIn(statements).values()];
  if (said.length === 0) return;
  const known = await readDefinitions(db, said);
  const news = said.flatMap(({ kind, iri, definition }) => {
    const older = known.get(keyOf(kind, iri))?.definition ?? {};
    const newer = kind === 'verb' ? { ...older, ...definition } : merged(older, definition);
    return stable(older) === stable(newer) ? [] : [{ kind, iri, definition: JSON.stringify(newer) }];
  });
  if (news.length === 0) return;
  // In one order everywhere, so that two writers wait for each other instead of for ever.
  const rows = news.toSorted((a, b) => (keyOf(a.kind, a.iri) < keyOf(b.kind, b.iri) ? -1 : 1));
  await all(
    db,
    sql`
    insert into learning.record_definition (kind, iri, definition)
    select given.kind, given.iri, given.definition
    from unnest(
      ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ iri }) => iri)}::text[],
      ${rows.map(({ definition }) => definition)}::text[]
    ) as given (kind, iri, definition)
    on conflict (kind, iri) do update
    set definition = excluded.definition,
      updated_at = now()`,
  );
}

/** What is known of some activities and verbs. */
export async function readDefinitions(db: Db, wanted: readonly { kind: string; iri: string }[]): Promise<Definitions> {
  const rows = await all(
    db,
    sql<{ kind: 'activity' | 'verb'; iri: string; definition: string }>`
    select known.kind, known.iri, known.definition
    from learning.record_definition as known
    join unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ iri }) => iri)}::text[]) as wanted (kind, iri)
      on wanted.kind = known.kind
      and wanted.iri = known.iri`,
  );
  return new Map(
    rows.map(({ kind, iri, definition }) => {
      const value: unknown = JSON.parse(definition);
      return [keyOf(kind, iri), { kind, iri, definition: isObject(value) ? value : {} }];
    }),
  );
}

/** What is known of one activity or verb; undefined when nothing is. */
export function definitionOf(definitions: Definitions, kind: 'activity' | 'verb', iri: string): JsonObject | undefined {
  return definitions.get(keyOf(kind, iri))?.definition;
}
