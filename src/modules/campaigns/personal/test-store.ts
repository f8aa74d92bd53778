import { all, one, sql, together, type Db } from '#base/db/index.ts';
import { askableRows } from '../messages/store.ts';
import type { Askable, Met } from '../understanding/draw.ts';
import type { Decision } from '../understanding/sequential.ts';

/** What a draw needs, in one statement: what can be asked about a message, and what a person was asked before, in the order of asking. */
export async function listForDraw(db: Db, lineId: string, messageId: string): Promise<{ askable: Askable[]; met: Met[] }> {
  const met = sql<Met>`
    select asked.family, asked.item_id as "itemId", asked.correct
    from campaigns.test
    join campaigns.test_item as asked on asked.test_id = test.id
    where test.line_id = ${lineId}
      and test.message_id = ${messageId}
      and test.decision is distinct from 'corrected'
      and asked.correct is not null
    order by asked.answered_at`;
  return together(db, { askable: askableRows(messageId), met });
}

/** What is kept of a test when it begins. */
export type NewTest = { id: string; lineId: string; messageId: string; version: number; round: number; channel: string };

/** Notes that a message was read and keeps the test on it with the items that it may ask, in their order; what had been understood before stays. False when one was begun in the same moment, and nothing is kept. */
export async function addTest(db: Db, given: NewTest, items: readonly Askable[], now: Temporal.Instant): Promise<boolean> {
  const kept = await all(
    db,
    sql`
    with begun as (
      insert into campaigns.test (id, line_id, message_id, version, round, channel, begun_at)
      values (${given.id}, ${given.lineId}, ${given.messageId}, ${given.version}, ${given.round}, ${given.channel}, ${now.toString()})
      on conflict (line_id, message_id, purpose) where decided_at is null do nothing
      returning test.id, test.line_id, test.message_id, test.version, test.begun_at
    ), noted as (
      insert into campaigns.line_message (line_id, message_id, version, read_at)
      select begun.line_id, begun.message_id, begun.version, begun.begun_at
      from begun
      on conflict (line_id, message_id) do update
      set version = excluded.version,
        read_at = excluded.read_at
    )
    insert into campaigns.test_item (test_id, place, family, item_id, item_version)
    select begun.id, asked.place, asked.family, asked.item_id, asked.item_version
    from begun
    cross join unnest(
      ${items.map((_, at) => at + 1)}::integer[],
      ${items.map(({ family }) => family)}::text[],
      ${items.map(({ itemId }) => itemId)}::text[],
      ${items.map(({ itemVersion }) => itemVersion)}::integer[]
    ) as asked (place, family, item_id, item_version)
    returning test_item.place`,
  );
  return kept.length > 0;
}

/** A test with its items in their order. */
export type KeptTest = {
  id: string;
  lineId: string;
  messageId: string;
  version: number;
  decision: 'understood' | 'not-yet' | 'dropped' | 'corrected' | null;
  items: { place: number; family: string; itemId: string; itemVersion: number; correct: boolean | null; answer: unknown }[];
};

/** A row of a test: what `testRows` selects. */
export type TestRow = Omit<KeptTest, 'items'> & KeptTest['items'][number];

/** SQL: the items of tests that fit `where`, each with what is kept of its test. */
export function testRows(where: ReturnType<typeof sql>) {
  return sql<TestRow>`
    select test.id, test.line_id as "lineId", test.message_id as "messageId", test.version, test.decision, asked.place, asked.family, asked.item_id as "itemId",
      asked.item_version as "itemVersion", asked.correct, asked.answer
    from campaigns.test
    join campaigns.test_item as asked on asked.test_id = test.id
    where ${where}
    order by asked.place`;
}

/** The test of which these are the rows, or undefined when there are none. */
export function testOf(rows: readonly TestRow[]): KeptTest | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const { id, lineId, messageId, version, decision } = first;
  const items = rows.map(({ place, family, itemId, itemVersion, correct, answer }) => ({ place, family, itemId, itemVersion, correct, answer }));
  return { id, lineId, messageId, version, decision, items };
}

/** The last test of a person on a message that was decided, or undefined. */
export async function findLastTest(db: Db, lineId: string, messageId: string): Promise<KeptTest | undefined> {
  const last = sql`test.id = (
      select last.id
      from campaigns.test as last
      where last.line_id = ${lineId}
        and last.message_id = ${messageId}
        and last.decision in ('understood', 'not-yet')
      order by last.round desc
      limit 1)`;
  return testOf(await all(db, testRows(last)));
}

/** An answer that was marked. */
export type Marked = { place: number; answer: unknown; correct: boolean };

/** Keeps an answer, once, and with the last one the decision, with what it says of the message: understood, or to be read again. False when the question was answered before. */
export async function putAnswer(
  db: Db,
  test: Omit<KeptTest, 'items'>,
  { place, answer, correct }: Marked,
  end: { decision: Decision; ratio: number } | undefined,
  now: Temporal.Instant,
): Promise<boolean> {
  const put = sql<{ testId: string }>`
    update campaigns.test_item
    set answer = ${JSON.stringify(answer)}::jsonb,
      correct = ${correct},
      answered_at = ${now.toString()}
    where test_item.test_id = ${test.id}
      and test_item.place = ${place}
      and test_item.correct is null
    returning test_item.test_id as "testId"`;
  return (await one(db, end === undefined ? put : ending(put, test, end, now))) !== undefined;
}

function ending(
  put: ReturnType<typeof sql<{ testId: string }>>,
  { lineId, messageId, version }: Omit<KeptTest, 'items'>,
  { decision, ratio }: { decision: Decision; ratio: number },
  now: Temporal.Instant,
) {
  const at = now.toString();
  const understood = decision === 'understood';
  return sql<{ testId: string }>`
    with put as (${put}
    ), ended as (
      update campaigns.test
      set decided_at = ${at},
        decision = ${decision},
        ratio = ${ratio}
      from put
      where test.id = put."testId"
        and test.decided_at is null
    ), noted as (
      insert into campaigns.line_message (line_id, message_id, version, read_at, understood_at)
      select ${lineId}::uuid, ${messageId}::uuid, ${version}::integer, ${understood ? at : null}::timestamptz, ${understood ? at : null}::timestamptz
      from put
      on conflict (line_id, message_id) do update
      set version = excluded.version,
        read_at = case when excluded.understood_at is null then null else line_message.read_at end,
        understood_at = coalesce(excluded.understood_at, line_message.understood_at)
    )
    select put."testId"
    from put`;
}
