import { Value } from 'typebox/value';
import { MessageBody, MessageItem } from '#content/campaigns/message.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import type { Askable } from '../understanding/draw.ts';

/** The states of a version of a message. */
export const VERSION_STATES = ['draft', 'submitted', 'approved', 'superseded'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** A version of a message as it is kept. */
export type Version = {
  messageId: string;
  unitId: string | null;
  documentId: string | null;
  version: number;
  origin: string;
  state: VersionState;
  titleVi: string;
  titleEn: string;
  body: MessageBody;
  words: number;
  changed: string[];
  changedWhy: string | null;
  writtenBy: string | null;
  approvedBy: string | null;
  approvedAt: Date | null;
};

type Row = Omit<Version, 'body' | 'changed'> & { body: string; changed: unknown };

const columns = sql`
  version.message_id as "messageId", message.unit_id as "unitId", message.document_id as "documentId", version.version, version.origin, version.state, version.title_vi as "titleVi",
  version.title_en as "titleEn", version.body, version.words, version.changed, version.changed_why as "changedWhy", version.written_by as "writtenBy", version.approved_by as "approvedBy",
  version.approved_at as "approvedAt"`;

function parsed({ body, changed, ...row }: Row): Version {
  const families = Array.isArray(changed) ? changed.filter((family) => typeof family === 'string') : [];
  return { ...row, body: Value.Parse(MessageBody, JSON.parse(body)), changed: families };
}

/** A version of a message, the approved one (else the newest) when none is named; undefined when there is none. */
export async function findVersion(db: Db, messageId: string, version?: number): Promise<Version | undefined> {
  const row = await one(
    db,
    sql<Row>`
    select ${columns}
    from campaigns.message_version as version
    join campaigns.message on message.id = version.message_id
    where version.message_id = ${messageId}
      ${version === undefined ? sql`` : sql`and version.version = ${version}`}
    order by version.state = 'approved' desc, version.version desc
    limit 1`,
  );
  return row && parsed(row);
}

/** As `findVersion`; throws `missing`. */
export async function getVersion(db: Db, messageId: string, version?: number): Promise<Version> {
  return found(await findVersion(db, messageId, version), 'campaigns-message.no-message');
}

/** All versions of a message without their words, newest first. */
export async function listVersions(
  db: Db,
  messageId: string,
): Promise<{ version: number; state: VersionState; approvedAt: Date | null; changed: unknown; changedWhy: string | null }[]> {
  return all(
    db,
    sql<{ version: number; state: VersionState; approvedAt: Date | null; changed: unknown; changedWhy: string | null }>`
    select version.version, version.state, version.approved_at as "approvedAt", version.changed, version.changed_why as "changedWhy"
    from campaigns.message_version as version
    where version.message_id = ${messageId}
    order by version.version desc`,
  );
}

/** The newest version of each message that fulfils a condition (drafts over approved ones), by title. */
export async function listNewest(db: Db, where: RawBuilder<unknown>): Promise<(Version & { families: number })[]> {
  const rows = await all(
    db,
    sql<Row & { families: number }>`
    select ${columns}, coalesce(bank.families, 0) as families
    from campaigns.message
    join lateral (
      select newest.message_id, newest.version, newest.origin, newest.state, newest.title_vi, newest.title_en, newest.body, newest.words, newest.changed, newest.changed_why,
        newest.written_by, newest.approved_by, newest.approved_at
      from campaigns.message_version as newest
      where newest.message_id = message.id
      order by newest.version desc
      limit 1
    ) as version on true
    left join lateral (
      select count(distinct item.family) as families
      from campaigns.item
      where item.message_id = message.id
        and item.state = 'live'
    ) as bank on true
    where ${where}
    order by version.title_vi
    limit 200`,
  );
  return rows.map(({ families, ...row }) => ({ ...parsed(row), families }));
}

/** Keeps a new message. */
export async function addMessage(db: Db, given: { id: string; key: string | null; documentId: string | null; unitId: string | null; createdBy: string | null }): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.message (id, key, document_id, unit_id, created_by)
    values (${given.id}, ${given.key}, ${given.documentId}, ${given.unitId}, ${given.createdBy})`,
  );
}

/** What is kept of a version when it is written. */
export type NewVersion = {
  messageId: string;
  version: number;
  origin: 'content' | 'local';
  body: MessageBody;
  words: number;
  changed: string[];
  changedWhy: string | null;
  writtenBy: string | null;
};

/** Keeps a version as a draft, or the draft of the same number anew; false when that version is no draft any more. */
export async function putDraft(db: Db, given: NewVersion): Promise<boolean> {
  const row = await one(
    db,
    sql<{ version: number }>`
    insert into campaigns.message_version (message_id, version, origin, state, title_vi, title_en, body, words, changed, changed_why, written_by)
    values (${given.messageId}, ${given.version}, ${given.origin}, 'draft', ${given.body.text.vi.title}, ${given.body.text.en?.title ?? given.body.text.vi.title},
      ${JSON.stringify(given.body)}, ${given.words}, ${JSON.stringify(given.changed)}::jsonb, ${given.changedWhy}, ${given.writtenBy})
    on conflict (message_id, version) do update
    set title_vi = excluded.title_vi,
      title_en = excluded.title_en,
      body = excluded.body,
      words = excluded.words,
      changed = excluded.changed,
      changed_why = excluded.changed_why,
      written_by = excluded.written_by,
      written_at = now()
    where message_version.state = 'draft'
    returning message_version.version`,
  );
  return row !== undefined;
}

/** Moves a version from one state to another; false when it was not in the first. */
export async function stepVersion(
  db: Db,
  at: { messageId: string; version: number },
  from: VersionState,
  to: VersionState,
  by: { approvedBy: string | null; at: Temporal.Instant } | null = null,
): Promise<boolean> {
  const row = await one(
    db,
    sql<{ version: number }>`
    update campaigns.message_version
    set state = ${to},
      approved_by = coalesce(${by?.approvedBy ?? null}::uuid, message_version.approved_by),
      approved_at = coalesce(${by?.at.toString() ?? null}::timestamptz, message_version.approved_at)
    where message_version.message_id = ${at.messageId}
      and message_version.version = ${at.version}
      and message_version.state = ${from}
    returning message_version.version`,
  );
  return row !== undefined;
}

/** An item of a message as it is kept. */
export type KeptItem = {
  itemId: string;
  itemVersion: number;
  family: string;
  state: 'draft' | 'live' | 'refused' | 'retired';
  item: MessageItem;
  writtenBy: string | null;
  finding: string | null;
};

/** The newest version of each item of a message, by family. */
export async function listItemRows(db: Db, messageId: string): Promise<KeptItem[]> {
  const rows = await all(
    db,
    sql<Omit<KeptItem, 'item'> & { body: string }>`
    select distinct on (item.family, item.item_id) item.item_id as "itemId", item.item_version as "itemVersion", item.family, item.state, item.body, item.written_by as "writtenBy", item.finding
    from campaigns.item
    where item.message_id = ${messageId}
    order by item.family, item.item_id, item.item_version desc`,
  );
  return rows.map(({ body, ...row }) => ({ ...row, item: Value.Parse(MessageItem, JSON.parse(body)) }));
}

/** What can be asked about a message. */
export async function listAskable(db: Db, messageId: string): Promise<Askable[]> {
  return all(db, askableRows(messageId));
}

/** SQL: what can be asked about a message. */
export function askableRows(messageId: string) {
  return sql<Askable>`
    select item.family, item.item_id as "itemId", item.item_version as "itemVersion"
    from campaigns.item
    where item.message_id = ${messageId}
      and item.state = 'live'
    order by item.family, item.item_id`;
}

/** One version of an item, or undefined. */
export async function findItem(db: Db, at: { messageId: string; itemId: string; itemVersion: number }): Promise<MessageItem | undefined> {
  const row = await one(
    db,
    sql<{ body: string }>`
    select item.body
    from campaigns.item
    where item.message_id = ${at.messageId}
      and item.item_id = ${at.itemId}
      and item.item_version = ${at.itemVersion}`,
  );
  return row && Value.Parse(MessageItem, JSON.parse(row.body));
}

/** Keeps new versions of items. */
export async function addItems(db: Db, messageId: string, items: MessageItem[], state: 'draft' | 'live', writtenBy: string | null): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.item (message_id, item_id, item_version, family, state, body, written_by)
    select ${messageId}::uuid, fresh.id,
      1 + coalesce((select max(known.item_version) from campaigns.item as known where known.message_id = ${messageId} and known.item_id = fresh.id), 0),
      fresh.family, ${state}, fresh.body, ${writtenBy}::uuid
    from unnest(
      ${items.map(({ id }) => id)}::text[],
      ${items.map(({ family }) => family)}::text[],
      ${items.map((item) => JSON.stringify(item))}::text[]
    ) as fresh (id, family, body)`,
  );
}

/** Takes the version of items that is asked out of use. */
export async function retireItems(db: Db, messageId: string, itemIds: string[]): Promise<void> {
  await all(
    db,
    sql`
    update campaigns.item
    set state = 'retired'
    where item.message_id = ${messageId}
      and item.item_id = any(${itemIds}::text[])
      and item.state = 'live'`,
  );
}

/** Takes items out of use that ask what a message no longer says. */
export async function retireFamilies(db: Db, messageId: string, kept: string[]): Promise<void> {
  await all(
    db,
    sql`
    update campaigns.item
    set state = 'retired'
    where item.message_id = ${messageId}
      and item.family <> all(${kept}::text[])
      and item.state in ('live', 'draft')`,
  );
}

/** A second person's word on a draft of an item; false when it is none any more. */
export async function decideItem(
  db: Db,
  at: { messageId: string; itemId: string; itemVersion: number },
  state: 'live' | 'refused',
  by: string | null,
  finding: string | null,
): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    update campaigns.item
    set state = ${state},
      reviewed_by = ${by},
      reviewed_at = now(),
      finding = ${finding}
    where item.message_id = ${at.messageId}
      and item.item_id = ${at.itemId}
      and item.item_version = ${at.itemVersion}
      and item.state = 'draft'
    returning item.item_id as id`,
  );
  return row !== undefined;
}
