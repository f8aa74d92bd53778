import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import { Answer, findItemVersion, mark } from '../../bank/index.ts';
import { homeOf } from '../issue.ts';
import { refreshed } from '../memory.ts';
import { lapseDay, nextInProbe, shownBy, toProbe } from '../rules.ts';
import { moveTo, saveOutcomes, setLapse, stateNoted, type Stored } from '../store.ts';
import { ProbeView } from './model.ts';
import { addAnswer, addProbe, findLastProbe, finishProbe, standingRows, type StoredProbe } from './store.ts';
import { askedNow, isOpen, mayBegin, probeView, standingOf, type Standing } from './turn.ts';

const closed = { additionalProperties: false };

/** The probe of whoever asks. */
export const readProbe = operation({
  name: 'skills.read-probe',
  summary: 'The probe that you are at or have just finished, and whether one may be begun.',
  kind: 'read',
  http: 'GET /skills/probe',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: ProbeView,
  run: async (ctx) => {
    const standing = await standingOf(ctx, personOf(ctx.actor) ?? '');
    const fresh = isOpen(standing.last) || standing.last?.begunOn === ctx.today;
    return probeView(ctx, standing, fresh ? standing.last : undefined);
  },
});

/** Begins a probe of what has faded. */
export const beginProbe = operation({
  name: 'skills.begin-probe',
  summary: 'Begin two or three questions about what has faded of your certificate; at most once a week.',
  kind: 'write',
  http: 'POST /skills/probes',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: ProbeView,
  trace: (_input, { id }) => (id === null ? {} : { subject: id }),
  run: async (ctx) => {
    const personId = personOf(ctx.actor) ?? '';
    const standing = await standingOf(ctx, personId);
    if (standing.certificate === undefined || !mayBegin(standing, ctx.today)) throw new Problem('conflict', 'skills-certificates.no-probe-now');
    await addProbe(ctx.db, { id: newId(), certificateId: standing.certificate.id, personId, competences: standing.faded, begunOn: ctx.today }, ctx.now.toString());
    const last = await findLastProbe(ctx.db, personId);
    return probeView(ctx, { ...standing, last }, last);
  },
});

/** Answers the question of a probe. An answer sent again counts once. */
export const answerProbe = operation({
  name: 'skills.answer-probe',
  summary: 'Answer the question that your probe asks; the last answer refreshes what was asked.',
  kind: 'write',
  http: 'POST /skills/probes/{id}/answers',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: Type.String({ format: 'uuid', description: 'Probe' }),
      number: Type.Integer({ minimum: 1, maximum: 3, description: 'Number of the question' }),
      item: Type.String({ maxLength: 120, description: 'Item that was shown' }),
      answer: Answer,
    },
    closed,
  ),
  output: ProbeView,
  trace: ({ id, number }) => ({ subject: id, detail: { number } }),
  run: async (ctx, { id, number, item, answer }) => {
    const standing = await standingOf(ctx, personOf(ctx.actor) ?? '');
    const { last: probe, certificate } = standing;
    if (probe === undefined || probe.id !== id || certificate === undefined) throw new Problem('missing', 'skills-certificates.no-probe');
    if (probe.answers.some((given) => given.number === number)) return probeView(ctx, standing, probe);
    const asked = isOpen(probe) ? await askedNow(ctx, probe, certificate) : undefined;
    if (asked?.itemId !== item || number !== probe.answers.length + 1) throw new Problem('conflict', 'skills-certificates.probe-moved');
    const words = found(await findItemVersion(ctx.db, asked.itemId, asked.version), 'skills-certificates.no-probe');
    const given = { number, competence: asked.competence, itemId: asked.itemId, version: asked.version, correct: mark(words, answer), given: answer };
    await addAnswer(ctx.db, id, given, ctx.now.toString());
    const answered = { ...probe, answers: [...probe.answers, given] };
    if (nextInProbe(answered.competences, answered.answers) === undefined) await conclude(ctx, answered, certificate, standing);
    const after = await standingOf(ctx, probe.personId);
    return probeView(ctx, after, after.last);
  },
});

/** Ends a probe: refreshes what it showed, and with it the day on which the certificate lapses; a lapsed one may hold again. */
async function conclude(ctx: Ctx, probe: StoredProbe, certificate: Stored, { outcomes }: Standing): Promise<void> {
  await finishProbe(ctx.db, probe.id, ctx.now.toString());
  const shown = shownBy(probe.competences, probe.answers);
  const changed = shown.flatMap((one) => {
    const before = outcomes.find(({ competence }) => competence === one.competence);
    return before === undefined ? [] : [{ competence: one.competence, ...refreshed(before, ctx.today, one.shown) }];
  });
  await saveOutcomes(ctx.db, certificate.id, changed);
  const now = outcomes.map((outcome) => changed.find(({ competence }) => competence === outcome.competence) ?? outcome);
  const lapsesOn = lapseDay(certificate, now);
  await setLapse(ctx.db, certificate.id, lapsesOn);
  const unitId = await homeOf(ctx, probe.personId);
  const about = { subject: certificate.id, unitId, day: ctx.today };
  await record(
    ctx,
    shown.map(({ competence, shown: how }) => ({ ...about, kind: 'skills.outcome-refreshed', data: { competence, shown: how } })),
  );
  if (lapsesOn <= ctx.today || (await stateNoted(ctx.db, certificate.id)) !== 'lapsed') return;
  await moveTo(ctx.db, certificate.id, 'valid', ctx.today);
  await record(ctx, [{ ...about, kind: 'skills.certificate-restored' }]);
}

/** What can be asked of probes. */
export const probeOperations = [readProbe, beginProbe, answerProbe];

/** The probe that awaits whoever asks: at most once a week, while something has faded. */
export function probesAwaiting(ctx: Ctx): Awaits[] {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  return [
    awaits(standingRows(personId), (rows) =>
      rows
        .map(({ outcomes, last }) => ({ faded: toProbe(outcomes, ctx.today), last: last ?? undefined }))
        .filter((standing) => isOpen(standing.last) || mayBegin(standing, ctx.today))
        .map(() => ({ key: 'skills-certificates.awaiting-probe', values: {}, href: '/skills/certificates/probe', due: undefined })),
    ),
  ];
}
