import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { Audience } from '#kernel/audience/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { membersOf } from '../audience.ts';

/** A document in force as it is kept. */
export type LibraryRow = {
  id: string;
  number: string;
  kind: string;
  issuer: string;
  titleVi: string;
  titleEn: string;
  issuedOn: Day;
  validFrom: Day;
  validTo: Day | null;
  sourceUrl: string | null;
  verified: boolean;
  unitId: string | null;
  audience: Audience | null;
};

type Row = Omit<LibraryRow, 'audience'> & { audience: unknown };

const columns = sql`
  document.id, document.number, document.kind, document.issuer, document.title_vi as "titleVi", document.title_en as "titleEn", document.issued_on as "issuedOn", document.valid_from as "validFrom",
  nullif(document.valid_to, 'infinity'::date) as "validTo", document.source_url as "sourceUrl", document.verified, document.unit_id as "unitId", document.audience`;

function parsed(row: Row): LibraryRow {
  return { ...row, audience: row.audience === null ? null : Value.Parse(Audience, row.audience) };
}

/** A document, or undefined. */
export async function findDocument(db: Db, id: string): Promise<LibraryRow | undefined> {
  const row = await one(db, sql<Row>`select ${columns} from campaigns.document where document.id = ${id}`);
  return row && parsed(row);
}

/** The documents that fulfil a condition, newest first, with the message that explains each. */
export async function listDocuments(
  db: Db,
  where: RawBuilder<unknown>,
  page: { limit: number; offset: number },
): Promise<(LibraryRow & { messageId: string | null; total: number })[]> {
  const rows = await all(
    db,
    sql<Row & { messageId: string | null; total: number }>`
    select ${columns}, count(*) over () as total, plain.id as "messageId"
    from campaigns.document
    left join lateral (
      select message.id
      from campaigns.message
      join campaigns.message_version as version
        on version.message_id = message.id
        and version.state = 'approved'
      where message.document_id = document.id
      order by version.approved_at desc
      limit 1
    ) as plain on true
    where ${where}
    order by document.issued_on desc, document.number
    limit ${page.limit}
    offset ${page.offset}`,
  );
  return rows.map(({ messageId, total, ...row }) => ({ ...parsed(row), messageId, total }));
}

/** The names of all documents that are or will be in force, the newest first; a city has some hundreds at the most. */
export async function listNames(db: Db, today: Day): Promise<Pick<LibraryRow, 'id' | 'number' | 'kind' | 'titleVi' | 'titleEn'>[]> {
  return all(
    db,
    sql<Pick<LibraryRow, 'id' | 'number' | 'kind' | 'titleVi' | 'titleEn'>>`
    select document.id, document.number, document.kind, document.title_vi as "titleVi", document.title_en as "titleEn"
    from campaigns.document
    where document.valid_to > ${today}
    order by document.issued_on desc, document.number
    limit 2000`,
  );
}

/** Keeps a document, or what is changed of one. */
export async function putDocument(db: Db, given: LibraryRow & { createdBy: string | null }): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.document (id, number, kind, issuer, title_vi, title_en, issued_on, valid_from, valid_to, source_url, verified, unit_id, audience, created_by)
    values (${given.id}, ${given.number}, ${given.kind}, ${given.issuer}, ${given.titleVi}, ${given.titleEn}, ${given.issuedOn}, ${given.validFrom}, ${given.validTo ?? 'infinity'},
      ${given.sourceUrl}, ${given.verified}, ${given.unitId}, ${given.audience === null ? null : JSON.stringify(given.audience)}::jsonb, ${given.createdBy})
    on conflict (id) do update
    set number = excluded.number,
      kind = excluded.kind,
      issuer = excluded.issuer,
      title_vi = excluded.title_vi,
      title_en = excluded.title_en,
      issued_on = excluded.issued_on,
      valid_from = excluded.valid_from,
      valid_to = excluded.valid_to,
      source_url = excluded.source_url,
      verified = excluded.verified,
      audience = excluded.audience`,
  );
}

/** Whether a person must know a document on a day. */
export async function mustKnow(db: Db, document: Pick<LibraryRow, 'audience' | 'unitId'>, personId: string, day: Day): Promise<boolean> {
  if (document.audience === null) return false;
  const within = document.unitId ?? (await getRoot(db, day)).id;
  const row = await one(
    db,
    sql<{ found: boolean }>`
    select exists (
      select 1
      from (${membersOf({ audience: document.audience, unitId: within }, day)}) as member (person_id, unit_id)
      where member.person_id = ${personId}
    ) as found`,
  );
  return row?.found ?? false;
}

/** The newest version of each message that a person has understood, with the day; what was understood of an older version stays known when a new one asks again. */
export async function listUnderstood(db: Db, personId: string): Promise<{ messageId: string; version: number; day: string }[]> {
  return all(
    db,
    sql<{ messageId: string; version: number; day: string }>`
    select own.message_id as "messageId", max(own.version) as version, max(own.decided_at)::text as day
    from campaigns.line
    join campaigns.test as own on own.line_id = line.id
    where line.person_id = ${personId}
      and own.decision = 'understood'
    group by own.message_id`,
  );
}

/** How many people, each once a version, have understood which version of a message. */
export async function countUnderstood(db: Db, messageId: string): Promise<{ version: number; people: number }[]> {
  return all(
    db,
    sql<{ version: number; people: number }>`
    with own as (
      select known.line_id, known.version
      from campaigns.line_message as known
      where known.message_id = ${messageId}
        and known.understood_at is not null
      union
      -- Whoever is asked again had understood the version before.
      select test.line_id, test.version
      from campaigns.message_version as old
      join campaigns.test
        on test.message_id = old.message_id
        and test.version = old.version
        and test.decision = 'understood'
      where old.message_id = ${messageId}
        and old.state = 'superseded'
    )
    select own.version, count(distinct line.person_id) as people
    from own
    join campaigns.line on line.id = own.line_id
    group by own.version
    order by own.version desc`,
  );
}
