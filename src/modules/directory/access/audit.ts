import { text } from 'node:stream/consumers';
import Type from 'typebox';
import { all, sql, type RawBuilder } from '#base/db/index.ts';
import { writeCsv } from '#base/table-file/index.ts';
import { formatMoment } from '#base/text/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { unitName } from '../people/home.ts';
import { closed, dayAs, idOf, nullable } from '../people/model.ts';

const PAGE = 50;
/** Lines of one file, so that a spreadsheet can open it. */
const MOST = 50_000;

const filters = {
  from: Type.Optional(dayAs('First day')),
  until: Type.Optional(dayAs('Last day')),
  operation: Type.Optional(Type.String({ maxLength: 100, description: 'Name of an operation, or its beginning' })),
  staffCode: Type.Optional(Type.String({ maxLength: 60, description: 'Staff code of a person who acted, was acted upon or was looked at' })),
  outcome: Type.Optional(Type.Enum(['done', 'refused'], { description: 'How it went' })),
};

const Line = Type.Object(
  {
    id: idOf('the line'),
    at: Type.String({ description: 'Moment, ISO 8601' }),
    operation: Type.String({ description: 'Name of the operation' }),
    outcome: Type.Enum(['done', 'refused'], { description: 'How it went' }),
    actor: Type.String({ description: 'Name of the person or program; empty: somebody not signed in' }),
    actorCode: nullable(Type.String({ description: 'Staff code of who acted' })),
    subject: nullable(Type.String({ description: 'Name of the person acted upon' })),
    unitName: nullable(Type.String({ description: 'Unit concerned' })),
    purpose: nullable(Type.String({ description: 'Reason given' })),
    problem: nullable(Type.String({ description: 'Code of the refusal' })),
    detail: Type.String({ description: 'Ids and numbers, as JSON' }),
    requestId: Type.String({ description: 'Identifies the request in the log' }),
  },
  closed,
);
type Line = Type.Static<typeof Line>;
type Filters = { from?: string; until?: string; operation?: string; staffCode?: string; outcome?: 'done' | 'refused' };

/** Lines of the audit, newest first. */
export const listAudit = operation({
  name: 'directory.list-audit',
  summary: "Lines of the audit, newest first: every write, refusal, export and look at a person's record.",
  kind: 'read',
  http: 'GET /audit',
  permission: 'audit.read',
  unit: () => undefined,
  input: Type.Object({ ...filters, before: Type.Optional(idOf('the last line of the page before')) }, closed),
  output: Type.Object(
    { lines: Type.Array(Line, { description: `At most ${PAGE} lines` }), next: nullable(idOf('the last line shown, to ask for older ones with; null at the end')) },
    closed,
  ),
  run: async (ctx, { before, ...asked }) => {
    const rows = await listLines(ctx, asked, before, PAGE + 1);
    const lines = rows.slice(0, PAGE);
    return { lines, next: rows.length > PAGE ? (lines.at(-1)?.id ?? null) : null };
  },
});

/** The same lines as a CSV file. */
export const exportAudit = operation({
  name: 'directory.export-audit',
  summary: `The newest ${MOST} lines of the audit that fit, as CSV (UTF-8 with byte-order mark); the export is audited itself.`,
  kind: 'read',
  http: 'GET /audit/export',
  permission: 'audit.read',
  unit: () => undefined,
  exports: true,
  input: Type.Object(filters, closed),
  output: Type.Object({ csv: Type.String({ description: 'The file' }), lines: Type.Integer({ description: 'How many lines it holds' }) }, closed),
  trace: (asked, { lines }) => ({ detail: { lines, ...asked } }),
  run: async (ctx, asked) => {
    const lines = await listLines(ctx, asked, undefined, MOST);
    const rows = lines.map((line) => [
      formatMoment(line.at),
      line.operation,
      line.outcome,
      line.actor,
      line.actorCode,
      line.subject,
      line.unitName,
      line.purpose,
      line.problem,
      line.detail,
      line.requestId,
    ]);
    const header = ['at', 'operation', 'outcome', 'actor', 'actor_code', 'subject', 'unit', 'purpose', 'problem', 'detail', 'request_id'];
    // Reading the file as text takes its byte-order mark away; spreadsheets need it.
    const csv = (await text(writeCsv(header, rows))).replace(/^\uFEFF/, '');
    return { csv: `\uFEFF${csv}`, lines: lines.length };
  },
});

async function listLines(ctx: Ctx, asked: Filters, before: string | undefined, limit: number): Promise<Line[]> {
  const rows = await all(
    ctx.db,
    sql<Omit<Line, 'at'> & { at: Date }>`
    select audit.id, audit.at, audit.operation, audit.outcome, coalesce(actor.name, audit.actor_name, '') as actor, actor.staff_code as "actorCode",
      subject.name as subject, ${unitName(ctx.locale)} as "unitName", audit.purpose, audit.problem, audit.detail::text as detail, audit.request_id as "requestId"
    from kernel.audit
    left join kernel.person as actor on actor.id = audit.actor_id
    left join kernel.person as subject on subject.id = audit.subject
    left join lateral (
      select state.name_vi, state.name_en
      from kernel.unit_version as state
      where state.unit_id = audit.unit_id
      order by state.valid_from desc
      limit 1
    ) as version on true
    where ${conditions(asked)}
      and (${before ?? null}::uuid is null or audit.id < ${before ?? null}::uuid)
    order by audit.id desc
    limit ${limit}`,
  );
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}

function conditions({ from, until, operation: name, staffCode, outcome }: Filters): RawBuilder<boolean> {
  const parts = [sql`true`];
  if (from !== undefined) parts.push(sql`audit.at >= (${from}::date::timestamp at time zone 'Asia/Ho_Chi_Minh')`);
  if (until !== undefined) parts.push(sql`audit.at < ((${until}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')`);
  if (name !== undefined) parts.push(sql`starts_with(audit.operation, ${name.trim()})`);
  if (outcome !== undefined) parts.push(sql`audit.outcome = ${outcome}`);
  if (staffCode !== undefined) {
    parts.push(sql`exists (
      select 1
      from kernel.person as asked
      where asked.staff_code = ${staffCode.trim()}
        and (asked.id in (audit.actor_id, audit.subject) or exists (
          select 1
          from kernel.look
          where look.person_id = asked.id
            and look.audit_id = audit.id)))`);
  }
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}
