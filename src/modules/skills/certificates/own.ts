import { randomBytes } from 'node:crypto';
import Type from 'typebox';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { findOutcome, listOutcomes } from '../sittings/index.ts';
import { issue, obstacle } from './issue.ts';
import { Certifiable, OwnCertificate } from './model.ts';
import { certifiableUntil, levelCertified } from './rules.ts';
import { getCertificate, listOf, type Stored } from './store.ts';
import { ownViews } from './view.ts';

const closed = { additionalProperties: false };
const Id = (what: string) => Type.String({ format: 'uuid', description: what });

/** Links that show the name may be this many at a time. */
const MOST_SHARES = 20;

/** The certificate when it is the asker’s own; throws `missing` otherwise, as if there were none. */
export async function getOwn(ctx: Pick<Ctx, 'db' | 'actor'>, id: string): Promise<Stored> {
  const certificate = await getCertificate(ctx.db, id);
  if (ctx.actor.kind !== 'system' && personOf(ctx.actor) !== certificate.personId) throw new Problem('missing', 'skills-certificates.no-certificate');
  return certificate;
}

/** What whoever asks holds, and what could still be certified. */
export const listOwnCertificates = operation({
  name: 'skills.list-own-certificates',
  summary: 'Your certificates with how firm each competence is, and sittings that can still be certified.',
  kind: 'read',
  http: 'GET /skills/own-certificates',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object({ certificates: Type.Array(OwnCertificate, { description: 'Newest first' }), certifiable: Type.Array(Certifiable, { description: 'Newest first' }) }, closed),
  run: async (ctx) => {
    const me = personOf(ctx.actor) ?? '';
    const stored = await listOf(ctx.db, me);
    const done = new Set(stored.map(({ sittingId }) => sittingId));
    const open = (await listOutcomes(ctx.db, me)).filter((outcome) => !done.has(outcome.sittingId) && obstacle(outcome, ctx.today) === undefined);
    const certifiable = open.map((outcome): Certifiable => ({
      sittingId: outcome.sittingId,
      kind: outcome.mode === 'certification' ? 'certification' : 'check',
      level: levelCertified(outcome),
      satDay: outcome.day,
      until: certifiableUntil(outcome.day),
    }));
    return { certificates: await ownViews(ctx, stored), certifiable };
  },
});

/** An attestation of a check of one’s own; a certificate is issued by an officer. */
export const requestAttestation = operation({
  name: 'skills.request-attestation',
  summary: 'Take an attestation of a check of your own.',
  kind: 'write',
  http: 'POST /skills/own-certificates',
  permission: 'signed-in',
  input: Type.Object({ sittingId: Id('Check') }, closed),
  output: Type.Object({ id: Type.String({ description: 'Attestation' }) }, closed),
  trace: (_input, { id }) => ({ subject: id }),
  run: async (ctx, { sittingId }) => {
    const outcome = found(await findOutcome(ctx.db, sittingId), 'skills-certificates.no-sitting');
    if (outcome.personId !== personOf(ctx.actor)) throw new Problem('missing', 'skills-certificates.no-sitting');
    if (outcome.mode !== 'check') throw new Problem('conflict', 'skills-certificates.officer-issues');
    return issue(ctx, outcome);
  },
});

/** Makes a link that shows the holder’s name on the check page. */
export const shareCertificate = operation({
  name: 'skills.share-certificate',
  summary: 'Make a link that shows your name on the check page, until you end it.',
  kind: 'write',
  http: 'POST /skills/certificates/{id}/shares',
  permission: 'signed-in',
  input: Type.Object({ id: Id('Certificate') }, closed),
  output: Type.Object({ id: Type.String({ description: 'Link' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const { id: certificateId } = await getOwn(ctx, id);
    const open = await one(
      ctx.db,
      sql<{ n: number }>`
      select count(*) as n
      from skills.certificate_share as share
      where share.certificate_id = ${certificateId}
        and share.ended_at is null`,
    );
    if ((open?.n ?? 0) >= MOST_SHARES) throw new Problem('limit', 'skills-certificates.too-many-shares', { most: MOST_SHARES });
    const share = newId();
    await all(
      ctx.db,
      sql`
      insert into skills.certificate_share (id, certificate_id, token, created_at)
      values (${share}, ${certificateId}, ${randomBytes(16).toString('base64url')}, ${ctx.now.toString()})`,
    );
    return { id: share };
  },
});

/** Ends a link: from then on it shows no name. */
export const endShare = operation({
  name: 'skills.end-share',
  summary: 'End a link that shows your name on the check page.',
  kind: 'write',
  http: 'POST /skills/shares/{id}/end',
  permission: 'signed-in',
  input: Type.Object({ id: Id('Link') }, closed),
  output: Type.Object({ id: Type.String({ description: 'Link' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const ended = await one(
      ctx.db,
      sql<{ id: string }>`
      update skills.certificate_share as share
      set ended_at = coalesce(share.ended_at, ${ctx.now.toString()})
      from skills.certificate
      where share.id = ${id}
        and certificate.id = share.certificate_id
        and certificate.person_id = ${personOf(ctx.actor) ?? null}
      returning share.id`,
    );
    return found(ended, 'skills-certificates.no-share');
  },
});
