import Type from 'typebox';
import { all, sql, type RawBuilder } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf, scope } from '#kernel/org/index.ts';
import { findOutcome } from '../sittings/index.ts';
import { homeOf, issue } from './issue.ts';
import { AwaitingLine, IssuedLine, type Kind } from './model.ts';
import { OLDEST_MONTHS } from './rules.ts';
import { getCertificate, moveTo, revoke } from './store.ts';
import { publicState } from './view.ts';

const closed = { additionalProperties: false };
const PERMISSION = 'skills.issue-certificates';
const PAGE = 100;

/** Who passed a certification and who holds a certificate, in the officer’s units. */
export const listCertificates = operation({
  name: 'skills.list-certificates',
  summary: 'Passed certifications that await a certificate, and certificates issued, in your units; asks for a purpose, which each person named sees.',
  kind: 'read',
  http: 'GET /skills/certificates',
  permission: PERMISSION,
  input: Type.Object({ before: Type.Optional(Type.String({ format: 'uuid', description: 'The last certificate of the page before' })) }, closed),
  output: Type.Object(
    {
      awaiting: Type.Array(AwaitingLine, { description: 'Oldest first' }),
      issued: Type.Array(IssuedLine, { description: 'Newest first' }),
      next: Type.Union([Type.String(), Type.Null()], { description: 'The last certificate shown, to ask for older ones with; null at the end' }),
    },
    closed,
  ),
  looksAt: (_input, { awaiting, issued }) => [...awaiting, ...issued].map(({ personId }) => personId),
  run: async (ctx, { before }) => {
    const rows = await listIssued(ctx, before);
    const issued = rows.slice(0, PAGE).map(({ lapsesOn, revokedAt, ...line }): IssuedLine => ({
      ...line,
      state: publicState({ lapsesOn, revokedAt }, ctx.today),
    }));
    return { awaiting: before === undefined ? await listAwaiting(ctx) : [], issued, next: rows.length > PAGE ? (issued.at(-1)?.id ?? null) : null };
  },
});

/** Certifies passed certifications. */
export const issueCertificates = operation({
  name: 'skills.issue-certificates',
  summary: 'Issue the certificates of passed certifications; each person is told.',
  kind: 'write',
  http: 'POST /skills/certificates',
  permission: PERMISSION,
  input: Type.Object({ sittingIds: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: PAGE, uniqueItems: true, description: 'Certifications' }) }, closed),
  output: Type.Object({ issued: Type.Integer({ description: 'How many were issued' }) }, closed),
  trace: (_input, { issued }) => ({ detail: { issued } }),
  run: async (ctx, { sittingIds }) => {
    const told: string[] = [];
    for (const sittingId of sittingIds) told.push(await issueOne(ctx, sittingId));
    await notify(ctx, { to: told, key: 'skills-certificates.told-issued', href: '/skills/certificates', email: true });
    return { issued: sittingIds.length };
  },
});

/** Takes a certificate back. */
export const revokeCertificate = operation({
  name: 'skills.revoke-certificate',
  summary: 'Revoke a certificate with a reason; the person is told, and everybody who checks it sees it.',
  kind: 'write',
  http: 'POST /skills/certificates/{id}/revocation',
  permission: PERMISSION,
  unit: async (ctx, { id }) => (await getCertificate(ctx.db, id)).unitId,
  input: Type.Object(
    { id: Type.String({ format: 'uuid', description: 'Certificate' }), reason: Type.String({ minLength: 10, maxLength: 1000, description: 'Why; the person reads it' }) },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Certificate' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, reason }) => {
    const { personId } = await getCertificate(ctx.db, id);
    if (!(await revoke(ctx.db, id, { at: ctx.now.toString(), by: personOf(ctx.actor) ?? null, reason }))) throw new Problem('conflict', 'skills-certificates.revoked-already');
    await moveTo(ctx.db, id, null, ctx.today);
    await record(ctx, [{ kind: 'skills.certificate-revoked', subject: id, unitId: await homeOf(ctx, personId), day: ctx.today }]);
    await notify(ctx, { to: [personId], key: 'skills-certificates.told-revoked', values: { reason }, href: '/skills/certificates', email: true });
    return { id };
  },
});

/** Issues one certificate; throws for what is no passed certification in the officer’s units. Answers who holds it. */
async function issueOne(ctx: Ctx, sittingId: string): Promise<string> {
  const outcome = found(await findOutcome(ctx.db, sittingId), 'skills-certificates.no-sitting');
  if (outcome.mode !== 'certification') throw new Problem('missing', 'skills-certificates.no-sitting');
  const unitId = outcome.unitId ?? (await homeOf(ctx, outcome.personId));
  if (!(await may(ctx.db, ctx.actor, PERMISSION, unitId, ctx.today))) throw new Problem('missing', 'skills-certificates.no-sitting');
  if (outcome.personId === personOf(ctx.actor)) throw new Problem('conflict', 'skills-certificates.own');
  if (!(await isSessionClosed(ctx, sittingId))) throw new Problem('conflict', 'skills-certificates.session-open');
  await issue(ctx, outcome);
  return outcome.personId;
}

async function isSessionClosed(ctx: Ctx, sittingId: string): Promise<boolean> {
  const rows = await all(
    ctx.db,
    sql<{ id: string }>`
    select sitting.id
    from skills.sitting
    left join skills.session on session.id = sitting.session_id
    where sitting.id = ${sittingId}
      and session.state is distinct from 'planned'
      and session.state is distinct from 'open'`,
  );
  return rows.length > 0;
}

/** The name of a unit in the asker’s language as it is today, or was last. */
function nameOf(ctx: Ctx, unit: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`coalesce((
      select ${ctx.locale === 'en' ? sql`version.name_en` : sql`version.name_vi`}
      from kernel.unit_version as version
      where version.unit_id = ${unit}
        and version.valid_from <= ${ctx.today}
      order by version.valid_from desc
      limit 1), '')`;
}

async function listAwaiting(ctx: Ctx): Promise<AwaitingLine[]> {
  return all(
    ctx.db,
    sql<AwaitingLine>`
    select result.sitting_id as "sittingId", result.person_id as "personId", person.name, ${nameOf(ctx, sql`result.unit_id`)} as "unitName",
      result.assured as level, result.day as "satDay"
    from skills.result_now as result
    join kernel.person on person.id = result.person_id
    left join skills.session on session.id = result.session_id
    where result.mode = 'certification'
      and result.area = 'all'
      and result.assured >= 1
      and result.day >= (${ctx.today}::date - make_interval(months => ${OLDEST_MONTHS}))::date
      and (session.id is null or session.state = 'closed')
      and result.person_id is distinct from ${personOf(ctx.actor) ?? null}::uuid
      and ${scope(ctx.actor, PERMISSION, sql`result.unit_id`, ctx.today)}
      and not exists (
        select 1
        from skills.certificate
        where certificate.sitting_id = result.sitting_id)
    order by result.day, person.name_sort, result.sitting_id
    limit ${PAGE}`,
  );
}

type IssuedRow = Omit<IssuedLine, 'state'> & { lapsesOn: string; revokedAt: Date | null; kind: Kind };

async function listIssued(ctx: Ctx, before: string | undefined): Promise<IssuedRow[]> {
  return all(
    ctx.db,
    sql<IssuedRow>`
    select certificate.id, certificate.person_id as "personId", person.name, ${nameOf(ctx, sql`certificate.unit_id`)} as "unitName", certificate.kind,
      certificate.level, coalesce(result.assured, certificate.level) as "levelNow", certificate.issued_day as "issuedDay", certificate.lapses_on as "lapsesOn",
      certificate.revoked_at as "revokedAt", certificate.revoked_reason as "revokedReason"
    from skills.certificate
    join kernel.person on person.id = certificate.person_id
    left join skills.result_now as result
      on result.sitting_id = certificate.sitting_id
      and result.area = 'all'
    where certificate.kind = 'certification'
      and (${before ?? null}::uuid is null or certificate.id < ${before ?? null}::uuid)
      and ${scope(ctx.actor, PERMISSION, sql`certificate.unit_id`, ctx.today)}
    order by certificate.id desc
    limit ${PAGE + 1}`,
  );
}
