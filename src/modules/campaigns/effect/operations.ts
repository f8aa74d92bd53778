import Type from 'typebox';
import { readStatements } from '#content/campaigns/index.ts';
import { addDays } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import { Answer, mark, parseAnswer, publicItem, PublicItem } from '#modules/skills/index.ts';
import { toItem } from '../messages/rules.ts';
import { findItem, listAskable } from '../messages/store.ts';
import { CampaignId, closed, nullable } from '../model.ts';
import { getCampaign, listCampaignMessages, listCampaignRows } from '../running/campaign.ts';
import { drawOrder, type Askable } from '../understanding/draw.ts';
import { exactOf, planFor } from '../understanding/sequential.ts';
import { shareUnderstood } from '../understanding/share.ts';
import { changeOf, effectOf, type Effect } from './estimate.ts';
import { addWave, countRenewal, listClusters, listOwnWaves as ownWaves, listPairs, listWaves, putWaveAnswer, WAVE_KINDS, type Wave } from './store.ts';

const Text = (description: string) => Type.String({ description });
const WaveId = Type.String({ format: 'uuid', description: 'Wave' });
/** Questions of a wave: the same number for everybody, so that shares can be compared. */
export const QUESTIONS = 6;
/** Kinds of item that a wave can ask: one choice, several, a word or number. */
const ON_A_PAGE: readonly string[] = ['single', 'multiple', 'short'];
/** Days after which understanding is looked at again: awareness was still there after four months and lost after six (study of German public administration, in the research notes). */
const RENEWAL_DAYS = 120;
const RENEWAL_SHARE = 0.1;
/** Below this corrected share a refreshing campaign is proposed. */
export const FADED = 0.8;

const unitOf = async (ctx: Ctx, { id }: { id: string }): Promise<string> => (await getCampaign(ctx.db, id)).unitId;

/** Begins a measuring wave. */
export const openWave = operation({
  name: 'campaigns.open-wave',
  summary: 'Begin a measuring of knowledge, attitude and practice on a part of the roster drawn by a stated seed: baseline, between two steps, endline, or renewal.',
  kind: 'write',
  http: 'POST /campaigns/{id}/waves',
  permission: 'campaigns.prepare',
  unit: unitOf,
  input: Type.Object(
    {
      id: CampaignId,
      kind: Type.Enum([...WAVE_KINDS], { description: 'Kind' }),
      days: Type.Integer({ minimum: 1, maximum: 60, description: 'Days that it is open' }),
      sharePercent: Type.Integer({ minimum: 1, maximum: 100, description: 'Part of the roster that is asked, in percent' }),
    },
    closed,
  ),
  output: Type.Object({ waveId: WaveId, drawn: Type.Integer({ description: 'People drawn' }) }, closed),
  trace: ({ id, kind }, { drawn }) => ({ subject: id, detail: { kind, drawn } }),
  run: async (ctx, { id, kind, days, sharePercent }) => {
    const campaign = await getCampaign(ctx.db, id);
    if (!['running', 'ended'].includes(campaign.state)) throw new Problem('conflict', 'campaigns-wizard.not-running');
    return makeWave(ctx, id, kind, days, sharePercent / 100);
  },
});

async function makeWave(ctx: Ctx, campaignId: string, kind: Wave['kind'], days: number, share: number): Promise<{ waveId: string; drawn: number }> {
  const waveId = newId();
  const wave = { id: waveId, campaignId, kind, opens: ctx.today, closes: addDays(ctx.today, days), share, seed: waveId };
  return { waveId, drawn: await addWave(ctx.db, wave, ctx.today, personOf(ctx.actor) ?? null) };
}

/** What a wave asks a person: items drawn from the banks of the campaign by the person's line, and statements. */
async function questionsOf(ctx: Ctx, wave: Pick<Wave, 'id' | 'campaignId'>, lineId: string): Promise<(Askable & { messageId: string })[]> {
  const all: (Askable & { messageId: string })[] = [];
  for (const { messageId } of await listCampaignMessages(ctx.db, wave.campaignId)) {
    const askable = await listAskable(ctx.db, messageId);
    for (const asked of drawOrder(askable, [], [], `${wave.id} ${lineId}`)) {
      // A wave is one plain page: it asks what a field of a form can take.
      const kind = (await findItem(ctx.db, { messageId, ...asked }))?.kind;
      if (kind !== undefined && ON_A_PAGE.includes(kind)) all.push({ ...asked, messageId });
    }
  }
  return all.slice(0, QUESTIONS);
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
      items.push(publicItem(toItem(found(await findItem(ctx.db, asked), 'campaigns-effect.no-wave')), ctx.locale));
    const statements = own.kind === 'renewal' ? [] : readStatements(ctx.services.root).map(({ id: statement, vi, en }) => ({ id: statement, text: ctx.locale === 'vi' ? vi : en }));
    return { title: ctx.locale === 'vi' ? own.titleVi : own.titleEn, kind: own.kind, closes: own.closes, items, statements };
  },
});

async function ownWave(ctx: Ctx, id: string) {
  const person = personOf(ctx.actor);
  if (person === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
  return found(
    (await ownWaves(ctx.db, person, ctx.today)).find(({ waveId }) => waveId === id),
    'campaigns-effect.no-wave',
  );
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
  summary: 'Answer a measuring wave, once: its questions and statements. It moves nobody on a roster and nobody sees it but in groups.',
  kind: 'write',
  http: 'POST /campaigns/waves/{id}/answers',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: WaveId,
      answers: Type.Array(Answer, { maxItems: QUESTIONS, description: 'Answers in the order of the questions' }),
      statements: Type.Record(Type.String({ pattern: '^[a-z0-9-]{1,80}$' }), Type.Integer({ minimum: 1, maximum: 5 }), { description: '1 (not at all) to 5 (fully) by statement' }),
    },
    closed,
  ),
  output: Type.Object({ kept: Type.Boolean({ description: 'Whether it was kept' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, answers, statements }) => {
    const own = await ownWave(ctx, id);
    const asked = await questionsOf(ctx, { id, campaignId: own.campaignId }, own.lineId);
    let right = 0;
    for (const [at, question] of asked.entries()) {
      const item = toItem(found(await findItem(ctx.db, question), 'campaigns-effect.no-wave'));
      const given = answers[at] ?? {};
      if (mark(item, parseAnswer({ getAll: (name) => given[name.slice(2)] ?? [] }, publicItem(item, ctx.locale)))) right += 1;
    }
    const scales = scalesOf(ctx, statements);
    if (own.kind !== 'renewal' && (scales.attitude === null || scales.practice === null))
      throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/statements', code: 'campaigns-effect.statements-open' }]);
    const knowledge = asked.length === 0 ? 0 : right / asked.length;
    // As many right answers as the usual test asks of six questions.
    const enough = exactOf(planFor((await getCampaign(ctx.db, own.campaignId)).test, asked.length)).cut;
    const unitId = await putWaveAnswer(ctx.db, { waveId: id, lineId: own.lineId }, { knowledge, ...scales, understood: right >= enough }, ctx.now);
    if (unitId === undefined) throw new Problem('conflict', 'campaigns-effect.answered-already');
    await record(ctx, [{ kind: 'campaigns.wave-answered', subject: id, unitId, day: ctx.today, data: { campaign: own.campaignId } }]);
    return { kept: true };
  },
});

function scalesOf(ctx: Ctx, given: Record<string, number>): { attitude: number | null; practice: number | null } {
  const all = readStatements(ctx.services.root);
  const mean = (scale: string): number | null => {
    const values = all.filter((one) => one.scale === scale).map(({ id, reverse }) => (given[id] === undefined ? undefined : reverse ? 6 - given[id] : given[id]));
    const known = values.filter((value) => value !== undefined);
    return known.length < values.length ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return { attitude: mean('attitude'), practice: mean('practice') };
}

const EffectShape = Type.Object(
  {
    difference: Type.Number({ description: 'Difference on the scale' }),
    from: Type.Number({ description: 'Lower bound, 95 %' }),
    to: Type.Number({ description: 'Upper bound, 95 %' }),
    told: Type.Integer({ description: 'Units that had started, or people measured twice' }),
    untold: Type.Integer({ description: 'Units that had not, or people measured twice' }),
  },
  closed,
);
const Effects = Type.Object({ knowledge: nullable(EffectShape), attitude: nullable(EffectShape), practice: nullable(EffectShape) }, closed);

/** What a campaign has changed. */
export const readEffect = operation({
  name: 'campaigns.read-effect',
  summary:
    'The measuring waves of a campaign and what they say: change from baseline to endline, difference between units that had started and units that had not, each with its 95 % interval; whether understanding has faded.',
  kind: 'read',
  http: 'GET /campaigns/{id}/effect',
  permission: 'campaigns.see-board',
  unit: unitOf,
  input: Type.Object({ id: CampaignId }, closed),
  output: Type.Object(
    {
      waves: Type.Array(
        Type.Object(
          {
            id: WaveId,
            kind: Type.Enum([...WAVE_KINDS], { description: 'Kind' }),
            opens: Text('First day'),
            closes: Text('Last day'),
            drawn: Type.Integer({ description: 'People drawn' }),
            answered: Type.Integer({ description: 'People who have answered' }),
            seed: Text('From what they were drawn'),
          },
          closed,
        ),
      ),
      change: nullable(Effects),
      steps: nullable(Effects),
      renewal: nullable(
        Type.Object(
          {
            share: Type.Number({ description: 'Share that still understands (0 to 1)' }),
            from: Type.Number({ description: 'Lower bound' }),
            to: Type.Number({ description: 'Upper bound' }),
            faded: Type.Boolean({ description: 'Whether refreshing is proposed' }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const waves = await listWaves(ctx.db, id);
    const last = (kind: Wave['kind']): Wave | undefined => waves.findLast((wave) => wave.kind === kind);
    const shown = [];
    for (const { id: waveId, kind, opens, closes, drawn, seed } of waves)
      shown.push({ id: waveId, kind, opens, closes, drawn, seed, answered: (await countRenewal(ctx.db, waveId)).answered });
    return {
      waves: shown,
      change: await changeBetween(ctx, last('baseline'), last('endline')),
      steps: await stepsOf(ctx, last('between')),
      renewal: await renewalOf(ctx, id, last('renewal')),
    };
  },
});

async function changeBetween(ctx: Ctx, first: Wave | undefined, end: Wave | undefined) {
  if (first === undefined || end === undefined) return null;
  const pairs = await listPairs(ctx.db, first.id, end.id);
  const of = (scale: 'knowledge' | 'attitude' | 'practice'): Effect | null =>
    changeOf(pairs.flatMap((pair) => (pair[scale] === null ? [] : [{ before: pair[scale][0], after: pair[scale][1] }]))) ?? null;
  return { knowledge: of('knowledge'), attitude: of('attitude'), practice: of('practice') };
}

async function stepsOf(ctx: Ctx, wave: Wave | undefined) {
  if (wave === undefined) return null;
  const clusters = await listClusters(ctx.db, wave.id);
  const of = (scale: 'knowledge' | 'attitude' | 'practice'): Effect | null =>
    effectOf(clusters.flatMap(({ told, n, [scale]: mean }) => (mean === null ? [] : [{ told, n, mean }]))) ?? null;
  return { knowledge: of('knowledge'), attitude: of('attitude'), practice: of('practice') };
}

async function renewalOf(ctx: Ctx, campaignId: string, wave: Wave | undefined) {
  if (wave === undefined) return null;
  const { answered, understood } = await countRenewal(ctx.db, wave.id);
  if (answered < MINIMUM_GROUP) return null;
  const plan = planFor((await getCampaign(ctx.db, campaignId)).test, QUESTIONS);
  const share = shareUnderstood(understood, answered, exactOf({ ...plan, least: plan.most }));
  return share === undefined ? null : { ...share, faded: share.share < FADED };
}

/** Draws the renewal sample of campaigns that began four months ago or more, once each. */
export async function beginRenewals(ctx: Ctx): Promise<void> {
  const due = sql`
    campaign.state in ('running', 'ended')
    and campaign.starts <= ${addDays(ctx.today, -RENEWAL_DAYS)}
    and not exists (
      select 1
      from campaigns.wave
      where wave.campaign_id = campaign.id
        and wave.kind = 'renewal')`;
  for (const { id } of await listCampaignRows(ctx.db, due)) await makeWave(ctx, id, 'renewal', 21, RENEWAL_SHARE);
}

/** Every hour. */
export const renewalTask = every(3600, 'campaigns.begin-renewals', beginRenewals);

/** What can be asked of effect. */
export const effectOperations = [openWave, listOwnWaves, readWave, answerWave, readEffect];
