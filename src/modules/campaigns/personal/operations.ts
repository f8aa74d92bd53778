import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { Answer, publicItem, PublicItem } from '#modules/skills/index.ts';
import { MessageText } from '#content/campaigns/message.ts';
import { textOf, toItem } from '../messages/rules.ts';
import { knownItem, knownVersion } from '../messages/known.ts';
import { FileLine } from '../messages/model.ts';
import { closed, LINE_STATES, LineId, nullable, type ChannelName } from '../model.ts';
import { answerItem, FAILURES_TO_HELP, finishReading, openLine, planOfTest } from './acts.ts';
import { personOfLink, prolongStay } from './link.ts';
import { currentMessage, findActState, findAnswering, findOwnState, listOwn, type ActLine, type OwnLine, type OwnMessage } from './store.ts';
import { findLastTest, type KeptTest } from './test-store.ts';

const Text = (description: string) => Type.String({ description });
// One that was cut off on its way, as mails do, is answered as one that has expired.
const Link = Type.Optional(Type.String({ maxLength: 200, description: 'Secret of a personal link, in place of signing in; good for one’s own campaigns only' }));

/** Who asks, and over which channel: the person of a personal link, else who is signed in. Nobody who is signed in answers with a link of somebody else, save at a shared computer, which a contact may have opened. */
async function asker(ctx: Ctx, link: string | undefined): Promise<{ personId: string; channel: ChannelName }> {
  const personId = personOf(ctx.actor);
  if (link !== undefined) {
    const owner = found(await personOfLink(ctx.db, link, ctx.now), 'campaigns-task.no-link');
    if (personId !== undefined && personId !== owner.personId && owner.channel !== 'kiosk') throw new Problem('forbidden', 'campaigns-task.others-link');
    return owner;
  }
  if (personId === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
  return { personId, channel: 'in-app' };
}

/** A line as it stands, when it is the asker’s own and has opened. */
async function own<State extends { line: ActLine }>(ctx: Ctx, link: string | undefined, find: () => Promise<State | undefined>): Promise<State & { channel: ChannelName }> {
  const { personId, channel } = await asker(ctx, link);
  const state = found(await find(), 'campaigns-task.no-task');
  if (state.line.personId !== personId || state.line.opens > ctx.today) throw new Problem('missing', 'campaigns-task.no-task');
  return { ...state, channel };
}

/** The same for an act of the person: a stay at a shared computer goes on with it. */
async function acting<State extends { line: ActLine }>(ctx: Ctx, link: string | undefined, find: () => Promise<State | undefined>): Promise<State & { channel: ChannelName }> {
  const state = await own(ctx, link, find);
  if (link !== undefined && state.channel === 'kiosk') await prolongStay(ctx, link);
  return state;
}

const titleOf = (ctx: Ctx, line: OwnLine) => (ctx.locale === 'vi' ? line.titleVi : line.titleEn);

/** What awaits the asker. */
export const listMine = operation({
  name: 'campaigns.list-mine',
  summary: 'The campaigns that ask the asker, open ones first: why, until when, how it stands. With a personal link no signing in is needed.',
  kind: 'read',
  http: 'GET /campaigns/mine',
  permission: 'public',
  input: Type.Object({ link: Link }, closed),
  output: Type.Object(
    {
      name: Text('Name of the person'),
      tasks: Type.Array(
        Type.Object(
          {
            id: LineId,
            title: Text('Title'),
            why: Text('Why'),
            ends: Text('Day by which everybody should have understood'),
            state: Type.Enum([...LINE_STATES], { description: 'How it stands' }),
            understoodOn: nullable(Text('Day of understanding')),
            open: Type.Boolean({ description: 'Whether something is left to do for the person' }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  run: async (ctx, { link }) => {
    const { personId } = await asker(ctx, link);
    const lines = await listOwn(ctx.db, personId, ctx.today);
    const [first] = lines;
    return {
      name: first?.name ?? '',
      tasks: lines.map((line) => ({
        id: line.id,
        title: titleOf(ctx, line),
        why: line.why,
        ends: line.ends,
        state: line.state,
        understoodOn: line.understoodOn,
        open: line.running && (['invited', 'reached', 'read', 'checked'].includes(line.state) || (line.state === 'needs-help' && line.help === 'done')),
      })),
    };
  },
});

const Task = Type.Object(
  {
    id: LineId,
    title: Text('Title of the campaign'),
    why: Text('Why it is asked'),
    ends: Text('Last day'),
    state: Type.Enum([...LINE_STATES], { description: 'How it stands' }),
    step: Type.Enum(['open', 'read', 'question', 'again', 'help', 'done', 'over'], {
      description:
        'What comes next: open the message; read it; answer a question; read again after a test that was not enough; help by a person first; nothing more; the campaign is over',
    }),
    minutes: Type.Integer({ description: 'Minutes it takes' }),
    place: Type.Integer({ description: 'Which message, from 1' }),
    of: Type.Integer({ description: 'How many messages' }),
    message: nullable(
      Type.Object(
        {
          locale: Text('Language'),
          text: MessageText,
          mine: Text('Why it matters to the reader’s kind of post'),
          sources: Type.Array(Type.String(), { description: 'What its facts rest on' }),
          unverified: Type.Boolean({ description: 'Whether something was not laid beside an official text' }),
          changedWhy: nullable(Text('What is new, to whoever knew an older version')),
          files: Type.Array(FileLine),
        },
        closed,
      ),
    ),
    question: nullable(
      Type.Object(
        { test: Text('Test'), place: Type.Integer({ description: 'Which question, from 1' }), most: Type.Integer({ description: 'Questions at the most' }), item: PublicItem },
        closed,
      ),
    ),
    explain: Type.Array(
      Type.Object(
        {
          situation: nullable(Text('The case that was told before it')),
          prompt: Text('What was asked'),
          correct: Type.Boolean({ description: 'Whether it was right' }),
          rationale: Text('Why'),
        },
        closed,
      ),
      {
        description: 'The questions of the last test with their reasons',
      },
    ),
    failuresLeft: Type.Integer({ description: 'Tests that may fail before somebody helps in person' }),
  },
  closed,
);

/** One task as it stands. */
export const readTask = operation({
  name: 'campaigns.read-task',
  summary: 'A campaign as it asks the asker: what comes next, the message, the question to answer (without its key), or what was decided and why. Looking changes nothing.',
  kind: 'read',
  http: 'GET /campaigns/mine/{id}',
  permission: 'public',
  input: Type.Object({ id: LineId, link: Link }, closed),
  output: Task,
  run: async (ctx, { id, link }) => {
    const { line, messages, test } = await own(ctx, link, () => findOwnState(ctx.db, id, ctx.today));
    const at = currentMessage(messages);
    const shown = at ?? messages.at(-1);
    const step = stepOf(line, at);
    return {
      id,
      title: titleOf(ctx, line),
      why: line.why,
      ends: line.ends,
      state: line.state,
      step,
      place: shown === undefined ? 1 : messages.indexOf(shown) + 1,
      of: messages.length,
      failuresLeft: Math.max(0, FAILURES_TO_HELP - line.failures),
      ...(await wordsOf(ctx, line, shown)),
      question: step === 'question' ? await questionOf(ctx, line, test) : null,
      explain: shown !== undefined && (['help', 'done'].includes(step) || (step === 'again' && shown.failed)) ? await explain(ctx, line, shown) : [],
    };
  },
});

type Step = 'open' | 'read' | 'question' | 'again' | 'help' | 'done' | 'over';

function stepOf(line: OwnLine, at: OwnMessage | undefined): Step {
  if (line.state === 'understood') return 'done';
  if (!line.running || line.state === 'excused' || line.state === 'left' || at === undefined) return 'over';
  if (line.state === 'needs-help' && line.help !== 'done') return 'help';
  if (at.openTest !== null) return 'question';
  if (line.state === 'invited') return 'open';
  return at.rounds > 0 ? 'again' : 'read';
}

async function wordsOf(ctx: Ctx, line: OwnLine, at: OwnMessage | undefined) {
  if (at === undefined) return { minutes: 3, message: null };
  const { body, files, minutes } = await knownVersion(ctx.db, at.messageId, at.version);
  const { locale, text } = textOf(body, ctx.locale);
  const { sources, unverified } = body;
  // A question takes a quarter of a minute.
  return {
    minutes: minutes + 1,
    message: { locale, text, mine: text.why[line.postKind], sources, unverified, changedWhy: at.changedWhy, files },
  };
}

async function questionOf(ctx: Ctx, line: OwnLine, open: KeptTest | undefined) {
  const test = found(open, 'campaigns-task.no-test');
  const next = found(
    test.items.find(({ correct }) => correct === null),
    'campaigns-task.no-test',
  );
  const item = found(await knownItem(ctx.db, { messageId: test.messageId, ...next }), 'campaigns-task.no-test');
  return { test: test.id, place: next.place, most: planOfTest(line.test, test).most, item: publicItem(toItem(item), ctx.locale) };
}

async function explain(ctx: Ctx, line: OwnLine, at: OwnMessage) {
  const test = await findLastTest(ctx.db, line.id, at.messageId);
  const lines: { situation: string | null; prompt: string; correct: boolean; rationale: string }[] = [];
  for (const { correct, ...asked } of test?.items ?? []) {
    const item = correct === null ? undefined : await knownItem(ctx.db, { messageId: at.messageId, ...asked });
    if (item === undefined) continue;
    const words = ctx.locale === 'en' && item.text.en !== undefined ? item.text.en : item.text.vi;
    lines.push({ situation: words.situation ?? null, prompt: words.prompt, correct: correct === true, rationale: words.rationale });
  }
  return lines;
}

/** Opens the message. */
export const openTask = operation({
  name: 'campaigns.open-task',
  summary: 'Open a campaign that asks the asker: it counts as reached.',
  kind: 'write',
  http: 'POST /campaigns/mine/{id}/opening',
  permission: 'public',
  repeatable: true,
  input: Type.Object({ id: LineId, link: Link }, closed),
  output: Type.Object({ state: Type.String({ description: 'opened' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, link }) => {
    const { line, channel } = await acting(ctx, link, () => findActState(ctx.db, id));
    await openLine(ctx, line, channel);
    return { state: 'opened' };
  },
});

/** Ends the reading and begins the test. */
export const finishTask = operation({
  name: 'campaigns.finish-reading',
  summary: 'Say that the message was read; a test of three to eight questions is drawn.',
  kind: 'write',
  http: 'POST /campaigns/mine/{id}/reading',
  permission: 'public',
  repeatable: true,
  input: Type.Object({ id: LineId, link: Link }, closed),
  output: Type.Object({ test: Type.String({ description: 'Test' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, link }) => {
    const state = await acting(ctx, link, () => findActState(ctx.db, id));
    return { test: await finishReading(ctx, state, state.channel) };
  },
});

/** Answers a question. */
export const answerTask = operation({
  name: 'campaigns.answer-question',
  summary: 'Answer the question that is open, once; the test ends as soon as the answers are enough to decide.',
  kind: 'write',
  http: 'POST /campaigns/mine/{id}/answers',
  permission: 'public',
  repeatable: true,
  input: Type.Object(
    {
      id: LineId,
      link: Link,
      test: Type.String({ format: 'uuid', description: 'Test' }),
      place: Type.Integer({ minimum: 1, maximum: 8, description: 'Which question, from 1' }),
      answer: Answer,
    },
    closed,
  ),
  output: Type.Object({ decision: nullable(Type.Enum(['understood', 'not-yet'], { description: 'Decision; null: another question follows' })) }, closed),
  trace: ({ id, place }) => ({ subject: id, detail: { place } }),
  run: async (ctx, { id, link, test, place, answer }) => {
    const state = await acting(ctx, link, () => findAnswering(ctx.db, id, test));
    return { decision: (await answerItem(ctx, state, place, answer, state.channel)) ?? null };
  },
});

/** What a person can do with what asks them. */
export const personalOperations = [listMine, readTask, openTask, finishTask, answerTask];
