import Type from 'typebox';
import { sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { faultsOf } from '#base/schema/index.ts';
import { Audience, isConfidential } from '#kernel/audience/index.ts';
import { currentCalendar } from '#kernel/calendar/index.ts';
import { translator } from '#base/text/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf, rootsOf, scope } from '#kernel/org/index.ts';
import { getVersion } from '../messages/store.ts';
import { handBack, lastHandedBack, Reason } from '../hand-back.ts';
import { CampaignId, closed, Ladder, TestPlan } from '../model.ts';
import { DEFAULT_PLAN } from '../understanding/sequential.ts';
import { getCampaign, listCampaignMessages, listCampaignRows, putCampaign, putCampaignMessages, stepCampaign, type Campaign, unitOfCampaign } from './campaign.ts';
import { CampaignLine, CampaignPlan } from './model.ts';
import { askLater } from './tired.ts';
import { dayFaults, STEP_DAYS } from './faults.ts';
import { inWords } from './words.ts';
import { dryRun } from './plan.ts';
import { startCampaign, stopCampaign as stop } from './start.ts';

const Day = (description: string) => Type.String({ format: 'date', description });

/** The campaigns of the asker's units. */
export const listCampaigns = operation({
  name: 'campaigns.list-campaigns',
  summary: 'The campaigns of the asker’s units and those from above that reach them, newest first, each with its state and days.',
  kind: 'read',
  http: 'GET /campaigns',
  permission: 'campaigns.see-board',
  input: Type.Object({}, closed),
  output: Type.Array(CampaignLine),
  run: async (ctx) => {
    const own = scope(ctx.actor, 'campaigns.see-board', sql`campaign.unit_id`, ctx.today);
    const roots = rootsOf(ctx.actor, 'campaigns.see-board');
    const [first] = roots === 'everywhere' ? [] : roots;
    const rows = await listCampaignRows(ctx.db, sql`(${own} or ${reaching(roots === 'everywhere' ? [] : roots, ctx.today)})`);
    const mine = new Set((await listCampaignRows(ctx.db, own)).map(({ id }) => id));
    return rows.map(({ id, unitId, titleVi, titleEn, state, starts, ends, endedOn, createdBy }) => ({
      id,
      unitId: mine.has(id) ? unitId : (first ?? unitId),
      whole: mine.has(id),
      title: ctx.locale === 'vi' ? titleVi : titleEn,
      state,
      starts,
      ends,
      endedOn,
      awaitsMe: state === 'submitted' && mayAnywhere(ctx.actor, 'campaigns.approve') && createdBy !== personOf(ctx.actor),
    }));
  },
});

/** Campaigns that run, or ran, over units although they belong to a unit above: whoever sees these units sees their part of the board. */
function reaching(units: readonly string[], today: string) {
  return sql`(
    campaign.state in ('running', 'ended')
    and campaign.unit_id in (
      select above.ancestor_id
      from kernel.unit_ancestor as above
      where above.unit_id = any(${units}::uuid[])
        and above.valid_from <= ${today}
        and above.valid_to > ${today}))`;
}

/** Prepares a campaign. */
export const saveCampaign = operation({
  name: 'campaigns.save-campaign',
  summary: 'Keep a campaign as a draft: messages, audience, days, ladder of channels, test, stepped start. Nobody is told anything.',
  kind: 'write',
  http: 'POST /campaigns',
  permission: 'campaigns.prepare',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      id: Type.Optional(Type.String({ format: 'uuid', description: 'Draft; left out for a new one' })),
      unitId: Type.String({ format: 'uuid', description: 'Unit whose staff, with all under it, is meant' }),
      title: Type.String({ minLength: 5, maxLength: 160, description: 'Title in Vietnamese' }),
      titleEn: Type.Optional(Type.String({ minLength: 5, maxLength: 160, description: 'Title in English; left out: the Vietnamese one' })),
      why: Type.String({ minLength: 10, maxLength: 600, description: 'Why: what everybody asked reads' }),
      messages: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 4, description: 'Messages in their order' }),
      audience: Audience,
      starts: Day('First day, not before today'),
      joinersUntil: Day('Last day on which somebody new in the audience is added'),
      ends: Day('Day by which everybody should have understood'),
      ladder: Ladder,
      test: Type.Optional(TestPlan),
      steps: Type.Optional(Type.Integer({ minimum: 1, maximum: 12, description: 'Steps in which units start; 1: all at once' })),
      stepDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 120, description: 'Days between two steps' })),
      template: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,80}$', description: 'Template it was made of' })),
      refreshes: Type.Optional(Type.String({ format: 'uuid', description: 'Campaign whose fading understanding it refreshes' })),
    },
    closed,
  ),
  output: Type.Object({ id: CampaignId }, closed),
  trace: ({ unitId }, { id }) => ({ subject: id, unitId }),
  run: async (ctx, input) => {
    const { id: given, title, titleEn, messages, test = DEFAULT_PLAN, steps = 1, stepDays = STEP_DAYS, template, refreshes, ...rest } = input;
    const faults = dayFaults(input, ctx.today);
    if (faults.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, faults);
    const known = given === undefined ? undefined : await getCampaign(ctx.db, given);
    if (known !== undefined && (known.state !== 'draft' || known.unitId !== rest.unitId)) throw new Problem('conflict', 'campaigns-wizard.no-draft');
    const id = given ?? newId();
    await putCampaign(ctx.db, {
      ...rest,
      id,
      titleVi: title,
      titleEn: titleEn ?? title,
      test,
      steps,
      stepDays: steps > 1 ? stepDays : 0,
      seed: known?.seed ?? id,
      template: template ?? null,
      refreshes: refreshes ?? null,
      createdBy: personOf(ctx.actor) ?? null,
    });
    const asked: { messageId: string; version: number }[] = [];
    for (const messageId of new Set(messages)) asked.push({ messageId, version: (await getVersion(ctx.db, messageId)).version });
    await putCampaignMessages(ctx.db, id, asked);
    return { id };
  },
});

/** Everything that is wrong with a draft as it was typed, in one answer: what its schema says, and of its days whatever can be said already. */
export function faultsOfDraft(given: object, today: string): InputError[] {
  const faults = faultsOf(saveCampaign.input, given);
  return [...faults, ...dayFaults(given, today).filter(({ at }) => !faults.some((fault) => fault.at === at))];
}

/** A campaign with its dry run. */
export const readCampaign = operation({
  name: 'campaigns.read-campaign',
  summary: 'A campaign as it was prepared, with a dry run over the register of today: who gets what when, what the test does, what keeps it from starting.',
  kind: 'read',
  http: 'GET /campaigns/{id}',
  permission: 'campaigns.see-board',
  unit: unitOfCampaign,
  input: Type.Object({ id: CampaignId }, closed),
  output: CampaignPlan,
  run: async (ctx, { id }) => {
    const campaign = await getCampaign(ctx.db, id);
    const calendar = await currentCalendar(ctx.db, ctx.services.root);
    const messages = await listCampaignMessages(ctx.db, id);
    const dry = ['running', 'ended'].includes(campaign.state) ? null : await dryRun(ctx, campaign, messages, calendar);
    const before = campaign.refreshes === null ? null : await getCampaign(ctx.db, campaign.refreshes);
    const me = personOf(ctx.actor) ?? null;
    const { titleVi, titleEn, why, state, starts, joinersUntil, ends, ladder, test, steps, stepDays, seed, registerDay, unitId, endedOn, tiredFrom } = campaign;
    return {
      id,
      unitId,
      title: ctx.locale === 'vi' ? titleVi : titleEn,
      titleVi,
      titleEn,
      messages: messages.map(({ messageId }) => messageId),
      carried: messages.map(({ messageId, version, ...title }) => ({ id: messageId, version, title: ctx.locale === 'vi' ? title.titleVi : title.titleEn })),
      refreshes: before && { id: before.id, title: ctx.locale === 'vi' ? before.titleVi : before.titleEn },
      ...(await meantBy(ctx, campaign.audience)),
      why,
      state,
      starts,
      joinersUntil,
      ends,
      endedOn,
      ladder,
      test,
      steps,
      stepDays,
      seed,
      registerDay,
      tiredFrom,
      handedBack: await lastHandedBack(ctx.db, { what: 'campaign', id }),
      mine: campaign.createdBy !== null && campaign.createdBy === me,
      mayPrepare: rootsOf(ctx.actor, 'campaigns.prepare') === 'everywhere' || mayAnywhere(ctx.actor, 'campaigns.prepare'),
      mayApprove: mayAnywhere(ctx.actor, 'campaigns.approve'),
      dry: dry && { ...dry, faults: dry.faults.map(({ code, values = {} }) => ({ code, values })), messages: dry.messages.map(({ messageId: _id, ...one }) => one) },
    };
  },
});

/** Who is meant; chosen by what was measured of them, only whoever chooses and whoever approves is told. */
async function meantBy(ctx: Ctx, audience: Audience): Promise<{ meant: Audience | null; audience: string[] }> {
  const hidden = isConfidential(audience) && !mayAnywhere(ctx.actor, 'campaigns.prepare') && !mayAnywhere(ctx.actor, 'campaigns.approve');
  if (!hidden) return { meant: audience, audience: await inWords(ctx, audience) };
  return { meant: null, audience: [translator(ctx.locale, ctx.services.root)('campaigns-wizard.audience-kept-in')] };
}

/** Hands a draft to a second person. */
export const submitCampaign = operation({
  name: 'campaigns.submit-campaign',
  summary: 'Hand the draft of a campaign to a second person for approval; refused while the dry run finds something wrong.',
  kind: 'write',
  http: 'POST /campaigns/{id}/submission',
  permission: 'campaigns.prepare',
  unit: unitOfCampaign,
  input: Type.Object({ id: CampaignId }, closed),
  output: Type.Object({ state: Type.String({ description: 'New state' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    await mustBeSound(ctx, await getCampaign(ctx.db, id));
    if (!(await stepCampaign(ctx.db, id, 'draft', 'submitted'))) throw new Problem('conflict', 'campaigns-wizard.no-draft');
    return { state: 'submitted' };
  },
});

async function mustBeSound(ctx: Ctx, campaign: Campaign): Promise<void> {
  const calendar = await currentCalendar(ctx.db, ctx.services.root);
  const { faults, tired } = await dryRun(ctx, campaign, await listCampaignMessages(ctx.db, campaign.id), calendar);
  // Those who are in too many are asked later, when their day has not passed while the campaign waited.
  if (tired > 0 && (campaign.tiredFrom ?? '') <= ctx.today) faults.push({ at: '/audience', code: 'campaigns-wizard.fault-tired', values: { n: tired } });
  if (faults.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, faults);
}

/** A second person approves a campaign or hands it back. */
export const decideCampaign = operation({
  name: 'campaigns.decide-campaign',
  summary:
    'Approve a submitted campaign, or hand it back with the reason, which whoever prepared it is told; never by who prepared it. It starts by itself on its first day, at once when that has come.',
  kind: 'write',
  http: 'POST /campaigns/{id}/decision',
  permission: 'campaigns.approve',
  unit: unitOfCampaign,
  input: Type.Object({ id: CampaignId, approve: Type.Boolean({ description: 'Whether it is approved' }), reason: Reason }, closed),
  output: Type.Object({ state: Type.String({ description: 'New state' }), people: Type.Integer({ description: 'People on the frozen roster' }) }, closed),
  trace: ({ id, approve }, { people }) => ({ subject: id, detail: { approve, people } }),
  run: async (ctx, { id, approve, reason }) => {
    const campaign = await getCampaign(ctx.db, id);
    const by = personOf(ctx.actor) ?? null;
    if (campaign.createdBy !== null && campaign.createdBy === by) throw new Problem('forbidden', 'campaigns-message.second-person');
    if (campaign.state !== 'submitted') throw new Problem('conflict', 'campaigns-wizard.not-submitted');
    if (!approve) {
      await handBack(ctx, { what: 'campaign', id, author: campaign.createdBy, title: campaign.titleVi }, reason);
      return { state: 'draft', people: 0 };
    }
    await mustBeSound(ctx, campaign);
    await stepCampaign(ctx.db, id, 'submitted', 'approved', { approvedBy: by, at: ctx.now });
    await record(ctx, [{ kind: 'campaigns.campaign-changed', subject: id, unitId: campaign.unitId, day: ctx.today, data: { what: 'approved' } }]);
    if (campaign.starts > ctx.today) return { state: 'approved', people: 0 };
    return { state: 'running', people: await startCampaign(ctx, campaign) };
  },
});

/** Ends a campaign. */
export const stopCampaign = operation({
  name: 'campaigns.stop-campaign',
  summary: 'End a running campaign. Whoever has not understood ends as excused with the reason given here; nobody disappears from the roster.',
  kind: 'write',
  http: 'POST /campaigns/{id}/end',
  permission: 'campaigns.approve',
  unit: unitOfCampaign,
  input: Type.Object({ id: CampaignId, reason: Type.String({ minLength: 10, maxLength: 500, description: 'Why it ends before everybody has understood' }) }, closed),
  output: Type.Object({ excused: Type.Integer({ description: 'People who end as excused' }) }, closed),
  trace: ({ id }, { excused }) => ({ subject: id, detail: { excused } }),
  run: async (ctx, { id, reason }) => {
    const campaign = await getCampaign(ctx.db, id);
    if (campaign.state !== 'running') throw new Problem('conflict', 'campaigns-wizard.not-running');
    return { excused: await stop(ctx, campaign, reason) };
  },
});

/** What can be asked of campaigns as a whole. */
export const runningOperations = [listCampaigns, saveCampaign, readCampaign, submitCampaign, askLater, decideCampaign, stopCampaign];
