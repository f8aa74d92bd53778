import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Query } from './query.ts';

/** A stored statement as it is given out. */
export type Given = { id: string; place: number; stored: string; body: string };

const given = sql`
  statement.id, statement.place, to_char(statement.stored at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as stored, statement.body`;

/** One statement by its id, voided or not as asked; `mine`: only when this client wrote it. */
export async function findStatement(db: Db, id: string, voided: boolean, mine: string | undefined): Promise<Given | undefined> {
  return one(
    db,
    sql<Given>`
    select ${given}
    from learning.statement
    where statement.id = ${id}
      and statement.voided = ${voided}
      and (${mine ?? null}::uuid is null or statement.client_id = ${mine ?? null}::uuid)`,
  );
}

/** Which client an agent is, when what it asserts is asked for: a client's id, or null for Khuê itself. */
export type Assertor = { clientId: string | null };

/** The statements that answer a question, in order, one more than its limit where there are more. */
export async function listGiven(db: Db, query: Query, assertor: Assertor | undefined): Promise<Given[]> {
  const order = query.ascending ? sql`asc` : sql`desc`;
  const branches = branchesOf(query, assertor);
  const places =
    branches === undefined
      ? plainPlaces(query, order)
      : sql`
      select found.stored, found.place
      from (${sql.join(
        branches.map((way) => sql`(${way})`),
        sql` union `,
      )}) as found
      order by found.stored ${order}, found.place ${order}
      limit ${query.limit + 1}`;
  return all(
    db,
    sql<Given>`
    with page as materialized (${places})
    select ${given}
    from page
    join learning.statement on statement.place = page.place
    where not statement.voided
    order by page.stored ${order}, page.place ${order}`,
  );
}

/** Without any condition on what statements say: all, or all that a client wrote. */
function plainPlaces(query: Query, order: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select statement.stored, statement.place
    from learning.statement
    where not statement.voided
      ${query.mine === undefined ? sql`` : sql`and statement.client_id = ${query.mine}`}
      ${within(query, sql`statement`)}
    order by statement.stored ${order}, statement.place ${order}
    limit ${query.limit + 1}`;
}

/** The time and the place in the order, for a table with `stored` and `place`. */
function within({ since, until, after, ascending }: Query, table: RawBuilder<unknown>): RawBuilder<unknown> {
  const beyond = ascending ? sql`>` : sql`<`;
  return sql.join(
    [
      ...(since === undefined ? [] : [sql`and ${table}.stored > ${since}`]),
      ...(until === undefined ? [] : [sql`and ${table}.stored <= ${until}`]),
      ...(after === undefined ? [] : [sql`and (${table}.stored, ${table}.place) ${beyond} (${after.stored}::timestamptz, ${after.place}::bigint)`]),
    ],
    sql` `,
  );
}

/**
 * Each way in which a statement can answer the question as a query of its own that one index answers in order: the agent as actor or in another part, the activity
 * as object or in the context. Undefined when nothing is asked of what statements say.
 */
function branchesOf(query: Query, assertor: Assertor | undefined): RawBuilder<unknown>[] | undefined {
  const { agent, activity, verb, registration } = query;
  if ([agent, activity, verb, registration].every((asked) => asked === undefined)) return undefined;
  const byAgent: Part[] = agent === undefined ? [NOTHING] : agentParts(agent, query.relatedAgents, assertor);
  const byActivity: Part[] = activity === undefined ? [NOTHING] : activityParts(activity, query.relatedActivities);
  return byAgent.flatMap((who) => byActivity.map((what) => branch(query, who, what)));
}

/** A condition, with the table it needs and, where that table is in the order of its own index, its name. */
type Part = { join: RawBuilder<unknown>; where: RawBuilder<unknown>; drives: RawBuilder<unknown> | undefined };

const NOTHING: Part = { join: sql``, where: sql``, drives: undefined };

function agentParts(agent: string, related: boolean, assertor: Assertor | undefined): Part[] {
  const asserted = assertor?.clientId === null ? sql`and face.client_id is null` : sql`and face.client_id = ${assertor?.clientId}`;
  return [
    { join: sql``, where: sql`and face.agent = ${agent}`, drives: undefined },
    {
      join: sql`
      join learning.statement_agent as party
        on party.place = face.place
        and party.source = face.source`,
      where: related ? sql`and party.agent = ${agent}` : sql`and party.agent = ${agent} and party.near`,
      drives: sql`party`,
    },
    ...(related && assertor !== undefined ? [{ join: sql``, where: asserted, drives: undefined }] : []),
  ];
}

function activityParts(activity: string, related: boolean): Part[] {
  const own: Part = { join: sql``, where: sql`and face.activity = ${activity}`, drives: undefined };
  if (!related) return [own];
  const context: Part = {
    join: sql`
    join learning.statement_activity as about
      on about.place = face.place
      and about.source = face.source`,
    where: sql`and about.activity = ${activity}`,
    drives: sql`about`,
  };
  return [own, context];
}

function branch(query: Query, who: Part, what: Part): RawBuilder<unknown> {
  const order = query.ascending ? sql`asc` : sql`desc`;
  const driver = who.drives ?? what.drives ?? sql`face`;
  const { verb, registration, mine } = query;
  return sql`
    select distinct ${driver}.stored, ${driver}.place
    from learning.statement_face as face
    ${who.join}
    ${what.join}
    where true
      ${who.where}
      ${what.where}
      ${verb === undefined ? sql`` : sql`and face.verb = ${verb}`}
      ${registration === undefined ? sql`` : sql`and face.registration = ${registration}`}
      ${mine === undefined ? sql`` : sql`and face.place in (select own.place from learning.statement as own where own.client_id = ${mine} and own.place = face.place)`}
      ${within(query, driver)}
    order by ${driver}.stored ${order}, ${driver}.place ${order}
    limit ${query.limit + 1}`;
}

/** The attachments that came with statements, in the order of the statements. */
export async function listAttachments(db: Db, places: readonly number[]): Promise<{ sha2: string; documentId: string; contentType: string }[]> {
  return all(
    db,
    sql<{ sha2: string; documentId: string; contentType: string }>`
    select distinct on (held.sha2) held.sha2, held.document_id as "documentId", held.content_type as "contentType"
    from learning.statement_attachment as held
    where held.place = any(${places}::bigint[])
    order by held.sha2, held.place`,
  );
}

/** Notes which documents came with a statement. */
export async function addAttachments(db: Db, rows: readonly { place: number; sha2: string; documentId: string; contentType: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await all(
    db,
    sql`
    insert into learning.statement_attachment (place, sha2, document_id, content_type)
    select given.place, given.sha2, given.document_id, given.content_type
    from unnest(
      ${rows.map(({ place }) => place)}::bigint[],
      ${rows.map(({ sha2 }) => sha2)}::text[],
      ${rows.map(({ documentId }) => documentId)}::uuid[],
      ${rows.map(({ contentType }) => contentType)}::text[]
    ) as given (place, sha2, document_id, content_type)
    on conflict do nothing`,
  );
}

/** The client that a key names, whether in force or not. */
export async function findClientId(db: Db, key: string): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ id: string }>`
    select client.id
    from learning.record_client as client
    where client.key = ${key}`,
  );
  return row?.id;
}

/** People among Khuê's own whom statements name as actors, by the statements' places. */
export async function listPeopleOf(db: Db, places: readonly number[]): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ personId: string }>`
    select distinct known.person_id as "personId"
    from learning.statement_face as face
    join learning.record_person as known on known.agent = face.agent
    where face.place = any(${places}::bigint[])`,
  );
  return rows.map(({ personId }) => personId);
}
