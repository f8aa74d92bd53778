import { all, one, sql, together, type Db } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import { Value } from 'typebox/value';
import { TestPlan, type LineState } from '../model.ts';
import { familiesIn, sinceKnown } from '../understanding/since.ts';
import { testOf, testRows, type KeptTest, type TestRow } from './test-store.ts';

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

/** A message of a line with how far its person is. */
export type OwnMessage = {
  messageId: string;
  version: number;
  /** What changed since the version that was understood, see `familiesIn`; nothing when none was. */
  changed: unknown;
  changedWhy: string | null;
  read: boolean;
  understood: boolean;
  openTest: string | null;
  rounds: number;
  /** Whether the last test was not enough. */
  failed: boolean;
};

/** The message that a person is at: the first that is not understood; undefined when all are. */
export function currentMessage(messages: readonly OwnMessage[]): OwnMessage | undefined {
  return messages.find(({ understood }) => !understood);
}

/** SQL: the messages of a line in their order. */
function messagesOf(lineId: string) {
  return sql<OwnMessage>`
    select asked.message_id as "messageId", asked.version, since.changed, since.why as "changedWhy", own.read_at is not null as read, own.understood_at is not null as understood,
      open.id as "openTest", past.rounds, coalesce(past.failed, false) as failed
    from campaigns.line
    join campaigns.campaign_message as asked on asked.campaign_id = line.campaign_id
    left join campaigns.line_message as own
      on own.line_id = line.id
      and own.message_id = asked.message_id
    left join campaigns.test as open
      on open.line_id = line.id
      and open.message_id = asked.message_id
      and open.purpose = 'decide'
      and open.decided_at is null
    ${sinceKnown}
    where line.id = ${lineId}
    order by asked.place`;
}

/** What acts need of a line: not what its person is shown. */
export type ActLine = Pick<OwnLine, 'id' | 'personId' | 'state' | 'help' | 'failures' | 'opens' | 'running' | 'test'>;

function actLines(lineId: string) {
  return sql<Omit<ActLine, 'test'> & { test: unknown }>`
    select line.id, line.person_id as "personId", line.state, line.help, line.failures, line.opens, campaign.state = 'running' as running, campaign.test
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    where line.id = ${lineId}`;
}

/** A line with its messages, and the open test of the message that the person is at. */
export type OwnState<Line extends ActLine = ActLine> = { line: Line; messages: OwnMessage[]; test: KeptTest | undefined };

const openTests = (lineId: string) => testRows(sql`test.line_id = ${lineId} and test.purpose = 'decide' and test.decided_at is null`);

/** The open test of the message that the person is at: another message may have one too, begun before a new version of this one came. */
function currentTest(messages: readonly OwnMessage[], asked: readonly TestRow[]): KeptTest | undefined {
  const open = currentMessage(messages)?.openTest;
  return testOf(asked.filter(({ id }) => id === open));
}

/** All that the page of a person shows, in one statement: a thousand people may answer in the same second. */
export async function findOwnState(db: Db, lineId: string, today: Day): Promise<OwnState<OwnLine> | undefined> {
  const { lines, messages, asked } = await together(db, { lines: ownLines(sql`line.id = ${lineId}`, today), messages: messagesOf(lineId), asked: openTests(lineId) });
  const [row] = lines;
  return row && { line: parsed(row), messages, test: currentTest(messages, asked) };
}

/** What opening, reading and entering a sheet need, in one statement. */
export async function findActState(db: Db, lineId: string): Promise<OwnState | undefined> {
  const { lines, messages, asked } = await together(db, { lines: actLines(lineId), messages: messagesOf(lineId), asked: openTests(lineId) });
  const [row] = lines;
  return row && { line: { ...row, test: Value.Parse(TestPlan, row.test) }, messages, test: currentTest(messages, asked) };
}

/** What answering needs, in one statement: a line with the test that is named. */
export async function findAnswering(db: Db, lineId: string, testId: string): Promise<{ line: ActLine; test: KeptTest | undefined } | undefined> {
  const { lines, asked } = await together(db, { lines: actLines(lineId), asked: testRows(sql`test.id = ${testId} and test.line_id = ${lineId}`) });
  const [row] = lines;
  return row && { line: { ...row, test: Value.Parse(TestPlan, row.test) }, test: testOf(asked) };
}

/** Whether a line has a message left that is not understood. */
export async function isMessageLeft(db: Db, lineId: string): Promise<boolean> {
  const left = await one(
    db,
    sql<{ id: string }>`
    select asked.message_id as id
    from campaigns.line
    join campaigns.campaign_message as asked on asked.campaign_id = line.campaign_id
    left join campaigns.line_message as own
      on own.line_id = line.id
      and own.message_id = asked.message_id
    where line.id = ${lineId}
      and own.understood_at is null
    limit 1`,
  );
  return left !== undefined;
}

/** The families of a message that changed since the version that a line has understood; none when it has understood none. */
export async function listChanged(db: Db, lineId: string, messageId: string): Promise<string[]> {
  const messages = await all(db, messagesOf(lineId));
  return familiesIn(messages.find((message) => message.messageId === messageId)?.changed);
}
