import type { Ctx } from '#kernel/operation/index.ts';
import { findItemVersion, publicItem, wordsOf } from '../../bank/index.ts';
import { found } from '#base/problem/index.ts';
import { nextInProbe, nextProbeDay, toProbe } from '../rules.ts';
import { listOf, listOutcomesOf, type Stored, type StoredOutcome } from '../store.ts';
import type { ProbeAnswer, ProbeView } from './model.ts';
import { drawItem, findLastProbe, type StoredProbe } from './store.ts';

/** Longest probe, in questions. */
const MOST = 3;

/** What a person's probes stand at: the newest certification that was not revoked, what has faded of it, the last probe. */
export type Standing = { certificate: Stored | undefined; outcomes: StoredOutcome[]; faded: string[]; last: StoredProbe | undefined };

/** What a person's probes stand at. A newer certificate is kept valid, not the one before it. */
export async function standingOf(ctx: Pick<Ctx, 'db' | 'today'>, personId: string): Promise<Standing> {
  const certificate = (await listOf(ctx.db, personId)).find(({ kind, revokedAt }) => kind === 'certification' && revokedAt === null);
  const outcomes = certificate === undefined ? [] : ((await listOutcomesOf(ctx.db, [certificate.id])).get(certificate.id) ?? []);
  return { certificate, outcomes, faded: toProbe(outcomes, ctx.today), last: await findLastProbe(ctx.db, personId) };
}

/** Whether a probe is under way. */
export function isOpen(probe: { finishedAt: unknown } | undefined): boolean {
  return probe !== undefined && probe.finishedAt === null;
}

/** Whether a probe may be begun on a day: something has faded, none is under way, and the last one began a week ago or more. */
export function mayBegin({ faded, last }: { faded: string[]; last: (Pick<StoredProbe, 'begunOn'> & { finishedAt: unknown }) | undefined }, today: string): boolean {
  return faded.length > 0 && !isOpen(last) && today >= (nextProbeDay(last?.begunOn) ?? today);
}

/** The question that a probe asks now; undefined when it is over. It depends on nothing but the probe and its answers. */
export async function askedNow(ctx: Pick<Ctx, 'db'>, probe: StoredProbe, { measured }: Stored): Promise<{ competence: string; itemId: string; version: number } | undefined> {
  const competence = nextInProbe(probe.competences, probe.answers);
  if (competence === undefined) return undefined;
  const area = measured.areas.find((one) => one.area === competence.slice(0, 1));
  const drawn = await drawItem(ctx.db, { competence, band: Math.max(1, area?.level ?? 1), personId: probe.personId, seed: `${probe.id} ${probe.answers.length}` });
  return drawn === undefined ? undefined : { competence, ...drawn };
}

/** The probe as its person sees it: the question without its key, and what was answered with the explanation. */
export async function probeView(ctx: Pick<Ctx, 'db' | 'today' | 'locale'>, standing: Standing, shown: StoredProbe | undefined): Promise<ProbeView> {
  const begin = mayBegin(standing, ctx.today);
  const next = standing.faded.length > 0 && !begin && !isOpen(standing.last) ? nextProbeDay(standing.last?.begunOn) : undefined;
  const common = { mayBegin: begin, nextDay: next ?? null, most: MOST };
  if (shown === undefined) return { ...common, id: null, number: 1, question: null, answers: [] };
  const open = isOpen(shown) && standing.certificate !== undefined ? await askedNow(ctx, shown, standing.certificate) : undefined;
  const question = open === undefined ? null : publicItem(found(await findItemVersion(ctx.db, open.itemId, open.version), 'skills-certificates.no-probe'), ctx.locale);
  const answers: ProbeAnswer[] = [];
  // Explanations come when all is answered: the second question on a competence is to be answered without them.
  if (question === null) for (const answer of shown.answers) answers.push(await explained(ctx, answer));
  return { ...common, id: shown.id, number: shown.answers.length + 1, most: Math.min(MOST, shown.competences.length + 1), question, answers };
}

async function explained(ctx: Pick<Ctx, 'db' | 'locale'>, { number, competence, itemId, version, correct }: StoredProbe['answers'][number]): Promise<ProbeAnswer> {
  const item = found(await findItemVersion(ctx.db, itemId, version), 'skills-certificates.no-probe');
  const { prompt, rationale } = wordsOf(item, ctx.locale).words;
  return { number, competence, prompt, correct, rationale };
}
