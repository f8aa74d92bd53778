import { all, sql, type Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { pageOf } from './badge/issuer.ts';
import { fadesBelow } from './memory.ts';
import type { Checked, OwnCertificate, PublicState } from './model.ts';
import { FADING, fadingOf, ownState, sameName } from './rules.ts';
import { listOutcomesOf, type Stored, type StoredOutcome } from './store.ts';

/** What everybody may learn of the state of a certificate on a day. */
export function publicState({ revokedAt, lapsesOn }: Pick<Stored, 'revokedAt' | 'lapsesOn'>, day: string): PublicState {
  return revokedAt !== null ? 'revoked' : day >= lapsesOn ? 'lapsed' : 'valid';
}

/** Certificates as their holder sees them today. */
export async function ownViews(ctx: Pick<Ctx, 'db' | 'today' | 'services'>, stored: Stored[]): Promise<OwnCertificate[]> {
  const ids = stored.map(({ id }) => id);
  const [outcomes, shares] = [await listOutcomesOf(ctx.db, ids), await listShares(ctx.db, ids)];
  return stored.map((certificate) => ownView(ctx, certificate, outcomes.get(certificate.id) ?? [], shares.get(certificate.id) ?? []));
}

function ownView(ctx: Pick<Ctx, 'today' | 'services'>, certificate: Stored, outcomes: StoredOutcome[], shares: StoredShare[]): OwnCertificate {
  const { id, kind, code, level, measured, bank, satDay, issuedDay, lapsesOn, revokedAt, revokedReason } = certificate;
  const checkHref = pageOf(ctx, `/${code}`);
  return {
    id,
    kind,
    code,
    checkHref,
    level,
    measured,
    bank,
    satDay,
    issuedDay,
    lapsesOn,
    revokedReason,
    state: ownState({ kind, revoked: revokedAt !== null, lapsesOn }, outcomes, ctx.today),
    outcomes: outcomes
      .map((outcome) => ({ competence: outcome.competence, fading: fadingOf(outcome, ctx.today), firmUntil: fadesBelow(outcome, FADING), probed: outcome.probed }))
      .toSorted((a, b) => (a.firmUntil === b.firmUntil ? (a.competence < b.competence ? -1 : 1) : a.firmUntil < b.firmUntil ? -1 : 1)),
    shares: shares.map((share) => ({ id: share.id, href: `${checkHref}?share=${share.token}`, createdAt: share.createdAt.toISOString() })),
  };
}

/** What the check page says; the name only where a link of the holder carries it, and otherwise whether a name asked about is the holder’s. */
export function checkedView(
  { code, kind, level, satDay, issuedDay, measured, bank, ...certificate }: Stored,
  { day, shared, name }: { day: string; shared: boolean; name?: string | undefined },
): Checked {
  return {
    code,
    kind,
    level,
    satDay,
    issuedDay,
    bank,
    state: publicState(certificate, day),
    standardError: measured.overall.standardError,
    name: shared ? certificate.name : null,
    sameName: name === undefined || name.trim() === '' ? null : sameName(certificate.name, name),
  };
}

type StoredShare = { id: string; token: string; createdAt: Date };

async function listShares(db: Db, certificateIds: string[]): Promise<Map<string, StoredShare[]>> {
  const rows = await all(
    db,
    sql<StoredShare & { certificateId: string }>`
    select share.id, share.certificate_id as "certificateId", share.token, share.created_at as "createdAt"
    from skills.certificate_share as share
    where share.certificate_id = any(${certificateIds}::uuid[])
      and share.ended_at is null
    order by share.created_at desc`,
  );
  return Map.groupBy(rows, ({ certificateId }) => certificateId);
}
