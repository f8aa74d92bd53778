import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { every } from '#kernel/job/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { CampaignId, closed, nullable } from '../model.ts';
import { getCampaign, listCampaignRows, unitOfCampaign } from '../running/campaign.ts';
import { askingOperations, WaveId } from './asking.ts';
import { changeOf, effectOf, type Effect } from './estimate.ts';
import { listFaded, renewalShare } from './faded.ts';
import { listSteps } from './steps.ts';
import { dropWave } from './undo.ts';
import { addWave, countRenewal, listClusters, listPairs, listWaves, WAVE_KINDS, type Wave } from './store.ts';

const Text = (description: string) => Type.String({ description });
/** Days after which understanding is looked at again: awareness was still there after four months and lost after six (study of German public administration, in the research notes). */
const RENEWAL_DAYS = 120;
const RENEWAL_SHARE = 0.1;

/** Begins a measuring wave. */
export const openWave = operation({
  name: 'campaigns.open-wave',
  summary: 'Begin a measuring of knowledge, attitude and practice on a part of the roster drawn by a stated seed: baseline, between two steps, endline, or renewal.',
  kind: 'write',
  http: 'POST /campaigns/{id}/waves',
  permission: 'campaigns.prepare',
  unit: unitOfCampaign,
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
  unit: unitOfCampaign,
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
  return renewalShare((await getCampaign(ctx.db, campaignId)).test, await countRenewal(ctx.db, wave.id)) ?? null;
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
export const effectOperations = [openWave, dropWave, ...askingOperations, readEffect, listSteps, listFaded];
