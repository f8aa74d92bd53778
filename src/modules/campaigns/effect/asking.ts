import Type from 'typebox';
import { readStatements } from '#content/campaigns/index.ts';
import { found, Problem, type InputError } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { Answer, publicItem, PublicItem } from '#modules/skills/index.ts';
import { knownItem } from '../messages/known.ts';
import { markAnswer } from '../messages/marking.ts';
import { toItem } from '../messages/rules.ts';
import { listAskable } from '../messages/store.ts';
import { closed } from '../model.ts';
import { getCampaign, listCampaignMessages } from '../running/campaign.ts';
import { drawOrder, type Askable } from '../understanding/draw.ts';
import { exactOf, planFor } from '../understanding/sequential.ts';
import { listOwnWaves as ownWaves, putWaveAnswer, WAVE_KINDS, type Wave } from './store.ts';

const Text = (description: string) => Type.String({ description });
/** Which wave. */
export const WaveId = Type.String({ format: 'uuid', description: 'Wave' });
/** Questions of a wave: the same number for everybody, so that shares can be compared. */
export const QUESTIONS = 6;

/** What a wave asks a person: items of any kind drawn by the person’s line from the banks of the campaign, from each message in turn. */
async function questionsOf(ctx: Ctx, wave: Pick<Wave, 'id' | 'campaignId'>, lineId: string): Promise<(Askable & { messageId: string })[]> {
  const banks: (Askable & { messageId: string })[][] = [];
  // A campaign has a handful of messages at the most.
  for (const { messageId } of await listCampaignMessages(ctx.db, wave.campaignId))
    banks.push(drawOrder(await listAskable(ctx.db, messageId), [], [], `${wave.id} ${lineId}`).map((asked) => ({ ...asked, messageId })));
  return Array.from({ length: QUESTIONS }, (_, at) => banks.flatMap((bank) => bank[at] ?? []))
    .flat()
    .slice(0, QUESTIONS);
}

/** A wave as it asks the asker. */
export const readWave = operation({
  name: 'campaigns.read-wave',
  summary: 'The questions and statements with which a measuring wave asks the asker; answers are shown in groups only.',
  kind: 'read',
  http: 'GET /campaigns/waves/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: WaveId }, closed),
  output: Type.Object(
    {
      title: Text('Campaign'),
      kind: Type.Enum([...WAVE_KINDS], { description: 'Kind' }),
      closes: Text('Last day'),
      items: Type.Array(PublicItem),
      statements: Type.Array(Type.Object({ id: Text('Statement'), text: Text('Words') }, closed)),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const own = await ownWave(ctx, id);
    const items: PublicItem[] = [];
    for (const asked of await questionsOf(ctx, { id, campaignId: own.campaignId }, own.lineId))
      items.push(publicItem(toItem(found(await knownItem(ctx.db, asked), 'campaigns-effect.no-wave')), ctx.locale));
    const statements = statementsOf(ctx, own).map(({ id: statement, vi, en }) => ({ id: statement, text: ctx.locale === 'vi' ? vi : en }));
    return { title: ctx.locale === 'vi' ? own.titleVi : own.titleEn, kind: own.kind, closes: own.closes, items, statements };
  },
});

type OwnWave = Awaited<ReturnType<typeof ownWaves>>[number];

async function ownWave(ctx: Ctx, id: string): Promise<OwnWave> {
  const person = personOf(ctx.actor);
  if (person === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
  return found(
    (await ownWaves(ctx.db, person, ctx.today)).find(({ waveId }) => waveId === id),
    'campaigns-effect.no-wave',
  );
}

/** Renewal looks at understanding alone. */
function statementsOf(ctx: Ctx, { kind }: Pick<OwnWave, 'kind'>) {
  return kind === 'renewal' ? [] : readStatements(ctx.services.root);
}

/** The waves that ask the asker. */
export const listOwnWaves = operation({
  name: 'campaigns.list-own-waves',
  summary: 'The measuring waves for which the asker was drawn and has not answered.',
  kind: 'read',
  http: 'GET /campaigns/waves',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(Type.Object({ id: WaveId, title: Text('Campaign'), closes: Text('Last day') }, closed)),
  run: async (ctx) => {
    const person = personOf(ctx.actor);
    if (person === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
    return (await ownWaves(ctx.db, person, ctx.today)).map(({ waveId, titleVi, titleEn, closes }) => ({ id: waveId, title: ctx.locale === 'vi' ? titleVi : titleEn, closes }));
  },
});

/** Answers a wave. */
export const answerWave = operation({
  name: 'campaigns.answer-wave',
  summary: 'Answer a measuring wave, once: all its questions and statements. It moves nobody on a roster and nobody sees it but in groups.',
  kind: 'write',
  http: 'POST /campaigns/waves/{id}/answers',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: WaveId,
      answers: Type.Array(Type.Object({ question: Type.String({ maxLength: 100, description: 'Id of the question, as it was shown' }), answer: Answer }, closed), {
        maxItems: QUESTIONS,
        description: 'Answers in the order of the questions',
      }),
      statements: Type.Record(Type.String({ pattern: '^[a-z0-9-]{1,80}$' }), Type.Integer({ minimum: 1, maximum: 5 }), { description: '1 (not at all) to 5 (fully) by statement' }),
    },
    closed,
  ),
  output: Type.Object({ kept: Type.Boolean({ description: 'Whether it was kept' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, answers, statements }) => {
    const own = await ownWave(ctx, id);
    const { right, asked, open } = await markWave(ctx, own, answers);
    const missing = statementsOf(ctx, own).filter((statement) => statements[statement.id] === undefined);
    const faults = [...open, ...missing.map((statement) => ({ at: `/s-${statement.id}`, code: 'campaigns-effect.statements-open' }))];
    if (faults.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, faults);
    const knowledge = asked === 0 ? 0 : right / asked;
    // As many right answers as the usual test asks of six questions.
    const enough = exactOf(planFor((await getCampaign(ctx.db, own.campaignId)).test, asked)).cut;
    const unitId = await putWaveAnswer(ctx.db, { waveId: id, lineId: own.lineId }, { knowledge, ...scalesOf(ctx, own, statements), understood: right >= enough }, ctx.now);
    if (unitId === undefined) throw new Problem('conflict', 'campaigns-effect.answered-already');
    await record(ctx, [{ kind: 'campaigns.wave-answered', subject: id, unitId, day: ctx.today, data: { campaign: own.campaignId } }]);
    return { kept: true };
  },
});

/** Marks the answers of a wave: how many are right, and what is still open in them, at the fields `q0-answer`, `q1-…`. Throws `conflict` when other questions were shown, because one was replaced since. */
async function markWave(ctx: Ctx, own: OwnWave, answers: readonly { question: string; answer: Answer }[]): Promise<{ right: number; asked: number; open: InputError[] }> {
  const questions = await questionsOf(ctx, { id: own.waveId, campaignId: own.campaignId }, own.lineId);
  const open: InputError[] = [];
  let right = 0;
  for (const [at, asked] of questions.entries()) {
    const item = toItem(found(await knownItem(ctx.db, asked), 'campaigns-effect.no-wave'));
    const given = answers[at];
    if (given !== undefined && given.question !== item.id) throw new Problem('conflict', 'campaigns-effect.changed');
    const marked = await markAnswer(ctx, asked, given?.answer ?? {});
    open.push(...marked.open.map(({ control, why }) => ({ at: `/q${at}-${control}`, code: `skills.open-${why}` })));
    if (marked.correct) right += 1;
  }
  return { right, asked: questions.length, open };
}

function scalesOf(ctx: Ctx, own: OwnWave, given: Record<string, number>): { attitude: number | null; practice: number | null } {
  const mean = (scale: string): number | null => {
    const values = statementsOf(ctx, own)
      .filter((one) => one.scale === scale)
      .flatMap(({ id, reverse }) => (given[id] === undefined ? [] : reverse ? 6 - given[id] : given[id]));
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return { attitude: mean('attitude'), practice: mean('practice') };
}

/** What can be asked of a wave by whom it asks. */
export const askingOperations = [listOwnWaves, readWave, answerWave];
