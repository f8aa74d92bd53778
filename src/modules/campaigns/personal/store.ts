import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import { Value } from 'typebox/value';
import type { Askable, Met } from '../understanding/draw.ts';
import { TestPlan, type LineState } from '../model.ts';

/** A line of a roster with what its person is shown of the campaign. */
export type OwnLine = {
  id: string;
  campaignId: string;
  personId: string;
  name: string;
  unitId: string;
  postKind: 'leader' | 'staff' | 'contract';
  state: LineState;
  help: string | null;
  failures: number;
  titleVi: string;
  titleEn: string;
  why: string;
  opens: Day;
  ends: Day;
  understoodOn: Day | null;
  running: boolean;
  test: TestPlan;
};

type Row = Omit<OwnLine, 'test' | 'postKind'> & { test: unknown; postKind: string | null };

const POSTS = ['leader', 'staff', 'contract'] as const;

function ownLines(where: ReturnType<typeof sql>, today: Day) {
  return sql<Row>`
    select line.id, line.campaign_id as "campaignId", line.person_id as "personId", person.name, line.unit_id as "unitId", held.kind as "postKind", line.state, line.help, line.failures,
      campaign.title_vi as "titleVi", campaign.title_en as "titleEn", campaign.why, line.opens, campaign.ends, line.understood_on as "understoodOn", campaign.state = 'running' as running, campaign.test
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    join kernel.person on person.id = line.person_id
    left join lateral (
      select post.kind
      from kernel.posting
      join kernel.post on post.id = posting.post_id
      where posting.person_id = line.person_id
        and posting.main
        and posting.valid_from <= ${today}
        and posting.valid_to > ${today}
      limit 1
    ) as held on true
    where ${where}
    order by line.ended_on is not null, campaign.ends, line.id
    limit 50`;
}

function parsed(row: Row): OwnLine {
  return { ...row, test: Value.Parse(TestPlan, row.test), postKind: POSTS.find((kind) => kind === row.postKind) ?? 'staff' };
}

/** The lines of a person in campaigns that have opened for them, open ones first. */
export async function listOwn(db: Db, personId: string, today: Day): Promise<OwnLine[]> {
  const rows = await all(db, ownLines(sql`line.person_id = ${personId} and line.opens <= ${today} and campaign.state in ('running', 'ended')`, today));
  return rows.map(parsed);
}

/** One line, or undefined. */
export async function findOwn(db: Db, lineId: string, today: Day): Promise<OwnLine | undefined> {
  const row = await one(db, ownLines(sql`line.id = ${lineId}`, today));
  return row && parsed(row);
}

/** A message of a line with how far its person is. */
export type OwnMessage = {
  messageId: string;
  version: number;
  changed: unknown;
  changedWhy: string | null;
  read: boolean;
  understood: boolean;
  openTest: string | null;
  rounds: number;
};

/** The messages of a line in their order. */
export async function listOwnMessages(db: Db, lineId: string): Promise<OwnMessage[]> {
  return all(
    db,
    sql<OwnMessage>`
    select asked.message_id as "messageId", asked.version, version.changed, version.changed_why as "changedWhy", own.read_at is not null as read, own.understood_at is not null as understood,
      open.id as "openTest", coalesce(past.rounds, 0) as rounds
    from campaigns.line
    join campaigns.campaign_message as asked on asked.campaign_id = line.campaign_id
    join campaigns.message_version as version
      on version.message_id = asked.message_id
      and version.version = asked.version
    left join campaigns.line_message as own
      on own.line_id = line.id
      and own.message_id = asked.message_id
    left join campaigns.test as open
      on open.line_id = line.id
      and open.message_id = asked.message_id
      and open.purpose = 'decide'
      and open.decided_at is null
    left join lateral (
      select count(*) as rounds
      from campaigns.test
      where test.line_id = line.id
        and test.message_id = asked.message_id
        and test.purpose = 'decide'
        and test.decision in ('understood', 'not-yet')
    ) as past on true
    where line.id = ${lineId}
    order by asked.place`,
  );
}

/** Notes that a message was read in a version; what had been understood before stays. */
export async function noteRead(db: Db, lineId: string, at: { messageId: string; version: number }, now: Temporal.Instant | null): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.line_message (line_id, message_id, version, read_at)
    values (${lineId}, ${at.messageId}, ${at.version}, ${now?.toString() ?? null})
    on conflict (line_id, message_id) do update
    set version = excluded.version,
      read_at = excluded.read_at`,
  );
}

/** Notes that a message is understood. */
export async function noteUnderstood(db: Db, lineId: string, at: { messageId: string; version: number }, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.line_message (line_id, message_id, version, read_at, understood_at)
    values (${lineId}, ${at.messageId}, ${at.version}, ${now.toString()}, ${now.toString()})
    on conflict (line_id, message_id) do update
    set version = excluded.version,
      understood_at = excluded.understood_at`,
  );
}

/** What a person was asked before about a message, in the order of asking. */
export async function listMet(db: Db, lineId: string, messageId: string): Promise<Met[]> {
  return all(
    db,
    sql<Met>`
    select asked.family, asked.item_id as "itemId", asked.correct
    from campaigns.test
    join campaigns.test_item as asked on asked.test_id = test.id
    where test.line_id = ${lineId}
      and test.message_id = ${messageId}
      and asked.correct is not null
    order by asked.answered_at`,
  );
}

/** What is kept of a test when it begins. */
export type NewTest = { id: string; lineId: string; messageId: string; version: number; round: number; purpose: 'decide' | 'renew'; channel: string };

/** Keeps a test with the items that it may ask, in their order. */
export async function addTest(db: Db, given: NewTest, items: readonly Askable[], now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    with begun as (
      insert into campaigns.test (id, line_id, message_id, version, round, purpose, channel, begun_at)
      values (${given.id}, ${given.lineId}, ${given.messageId}, ${given.version}, ${given.round}, ${given.purpose}, ${given.channel}, ${now.toString()})
      returning test.id
    )
    insert into campaigns.test_item (test_id, place, family, item_id, item_version)
    select begun.id, asked.place, asked.family, asked.item_id, asked.item_version
    from begun
    cross join unnest(
      ${items.map((_, at) => at + 1)}::integer[],
      ${items.map(({ family }) => family)}::text[],
      ${items.map(({ itemId }) => itemId)}::text[],
      ${items.map(({ itemVersion }) => itemVersion)}::integer[]
    ) as asked (place, family, item_id, item_version)`,
  );
}

/** A test with its items in their order. */
export type KeptTest = {
  id: string;
  lineId: string;
  messageId: string;
  version: number;
  purpose: 'decide' | 'renew';
  decision: 'understood' | 'not-yet' | 'dropped' | null;
  items: { place: number; family: string; itemId: string; itemVersion: number; correct: boolean | null; answer: unknown }[];
};

type TestRow = Omit<KeptTest, 'items'> & { place: number; family: string; itemId: string; itemVersion: number; correct: boolean | null; answer: unknown };

async function findTest(db: Db, where: ReturnType<typeof sql>): Promise<KeptTest | undefined> {
  const rows = await all(
    db,
    sql<TestRow>`
    select test.id, test.line_id as "lineId", test.message_id as "messageId", test.version, test.purpose, test.decision, asked.place, asked.family, asked.item_id as "itemId",
      asked.item_version as "itemVersion", asked.correct, asked.answer
    from campaigns.test
    join campaigns.test_item as asked on asked.test_id = test.id
    where ${where}
    order by asked.place`,
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  const { id, lineId, messageId, version, purpose, decision } = first;
  const items = rows.map(({ place, family, itemId, itemVersion, correct, answer }) => ({ place, family, itemId, itemVersion, correct, answer }));
  return { id, lineId, messageId, version, purpose, decision, items };
}

/** A test by its id, or undefined. */
export async function findTestById(db: Db, id: string): Promise<KeptTest | undefined> {
  return findTest(db, sql`test.id = ${id}`);
}

/** The last test of a person on a message that was decided, or undefined. */
export async function findLastTest(db: Db, lineId: string, messageId: string): Promise<KeptTest | undefined> {
  return findTest(
    db,
    sql`test.id = (
      select last.id
      from campaigns.test as last
      where last.line_id = ${lineId}
        and last.message_id = ${messageId}
        and last.decision in ('understood', 'not-yet')
      order by last.decided_at desc
      limit 1)`,
  );
}

/** Keeps an answer, once; false when it was given before. */
export async function putAnswer(db: Db, testId: string, place: number, answer: unknown, correct: boolean, now: Temporal.Instant): Promise<boolean> {
  const row = await one(
    db,
    sql<{ place: number }>`
    update campaigns.test_item
    set answer = ${JSON.stringify(answer)}::jsonb,
      correct = ${correct},
      answered_at = ${now.toString()}
    where test_item.test_id = ${testId}
      and test_item.place = ${place}
      and test_item.correct is null
    returning test_item.place`,
  );
  return row !== undefined;
}

/** Ends a test with its decision. */
export async function endTest(db: Db, testId: string, decision: 'understood' | 'not-yet', ratio: number, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    update campaigns.test
    set decided_at = ${now.toString()},
      decision = ${decision},
      ratio = ${ratio}
    where test.id = ${testId}
      and test.decided_at is null`,
  );
}
