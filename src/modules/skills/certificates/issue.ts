import { randomBytes } from 'node:crypto';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { one, sql } from '#base/db/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot, personOf, unitOf } from '#kernel/org/index.ts';
import type { Outcome } from '../sittings/index.ts';
import { PLACES } from './badge/bitstring.ts';
import { newCode } from './code.ts';
import { memoryAfter } from './memory.ts';
import type { Kind } from './model.ts';
import { certifiableUntil, lapseDay, levelCertified, type Remembered } from './rules.ts';
import { addCertificate, listAsked, moveTo, saveOutcomes } from './store.ts';

/** The unit of a person’s main post today, or the city for whoever holds none. */
export async function homeOf(ctx: Pick<Ctx, 'db' | 'today'>, personId: string): Promise<string> {
  return (await unitOf(ctx.db, personId, ctx.today)) ?? (await getRoot(ctx.db, ctx.today)).id;
}

/** Why an outcome cannot be certified today, as the code of a problem; undefined when it can. */
export function obstacle(outcome: Outcome, today: string): string | undefined {
  if (outcome.mode === 'practice' || levelCertified(outcome) === 0) return 'skills-certificates.no-level';
  return today > certifiableUntil(outcome.day) ? 'skills-certificates.too-old' : undefined;
}

/** Certifies what a sitting measured; throws when it certifies no level or is too old. A sitting has one certificate at the most. */
export async function issue(ctx: Ctx, outcome: Outcome): Promise<{ id: string }> {
  const wrong = obstacle(outcome, ctx.today);
  if (wrong !== undefined) throw new Problem('conflict', wrong);
  const kind: Kind = outcome.mode === 'certification' ? 'certification' : 'check';
  const id = newId();
  const outcomes = kind === 'certification' ? await rememberedAfter(ctx, outcome) : [];
  const unitId = await homeOf(ctx, outcome.personId);
  const certificate = { id, kind, personId: outcome.personId, sittingId: outcome.sittingId, unitId, level: levelCertified(outcome), issuedDay: ctx.today };
  await addCertificate(
    ctx.db,
    {
      ...certificate,
      code: newCode(),
      measured: { overall: outcome.overall, areas: outcome.areas },
      bank: await bankOf(ctx, outcome),
      satDay: outcome.day,
      issuedAt: new Date(ctx.now.epochMilliseconds),
      issuedBy: personOf(ctx.actor) ?? null,
      salt: randomBytes(12).toString('base64url'),
      lapsesOn: lapseDay(certificate, outcomes),
    },
    PLACES,
  );
  await saveOutcomes(ctx.db, id, outcomes);
  await moveTo(ctx.db, id, 'valid', ctx.today);
  await record(ctx, [{ kind: 'skills.certificate-issued', subject: id, unitId, day: ctx.today, value: certificate.level, data: { kind } }]);
  return { id };
}

async function rememberedAfter(ctx: Ctx, { sittingId, day }: Outcome): Promise<Remembered[]> {
  return (await listAsked(ctx.db, sittingId)).map(({ competence, asked, right }) => ({ competence, ...memoryAfter(day, { asked, right }) }));
}

async function bankOf(ctx: Ctx, { sittingId, bank }: Outcome) {
  const row = await one(
    ctx.db,
    sql<{ verified: boolean }>`
    select coalesce((sitting.rules ->> 'cutsVerified')::boolean, false) as verified
    from skills.sitting
    where sitting.id = ${sittingId}`,
  );
  const { number, items, awaiting, calibrated } = bank;
  return { number, items, awaiting, calibrated, cutsVerified: row?.verified === true };
}
