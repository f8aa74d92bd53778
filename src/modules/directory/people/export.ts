import Type from 'typebox';
import type { Day } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { listLooks } from '#kernel/audit/index.ts';
import { listFacts } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { gatherPersonal } from '#kernel/personal/index.ts';
import { closed, nullable, PostingLine, UnionLine } from './model.ts';
import { findPerson, listPostings, listUnion } from './store.ts';

const MOST = 1000;

/** Tables whose rows the fields of the file tell in words of their own; the outbox only repeats messages. */
const TOLD = [
  'kernel.posting',
  'kernel.role_grant',
  'kernel.message',
  'kernel.outbox',
  'kernel.look',
  'directory.contact',
  'directory.identity',
  'directory.union_membership',
  'directory.account_use',
];
const Rows = (description: string) => Type.Array(Type.Record(Type.String(), Type.Unknown()), { description });

/** Everything that is held about whoever asks, as data. */
export const exportOwnData = operation({
  name: 'directory.export-own-data',
  summary: 'Everything that Khuê holds about you, as one file (right of access and portability, Law 91/2025/QH15).',
  kind: 'read',
  http: 'GET /directory/me/data',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      made: Type.String({ description: 'When the file was made, ISO 8601' }),
      person: Type.Record(Type.String(), nullable(Type.String()), { description: 'Name, code, birth, sex, contact, last digits of the personal identification number' }),
      postings: Type.Array(PostingLine, { description: 'Posts held' }),
      union: Type.Array(UnionLine, { description: 'Union membership' }),
      roles: Rows('Roles granted'),
      account: Type.Object(
        {
          password: Type.Boolean({ description: 'Whether the account has a password' }),
          secondFactor: Type.Boolean({ description: 'Whether two-step sign-in is on' }),
          passkeys: Type.Integer({ description: 'Number of passkeys' }),
          sso: Type.Boolean({ description: "Whether the city's single sign-on is tied to it" }),
          sessions: Rows('Where the account is signed in'),
        },
        closed,
      ),
      accountUse: Rows('Stretches of days in which the account counted as used'),
      messages: Rows('Messages of the last 1,000'),
      facts: Rows(`What was recorded about you, the last ${MOST}`),
      looks: Rows(`Who looked at your record, the last ${MOST} times`),
      acts: Rows(`What you did in Khuê and was audited, the last ${MOST}`),
      held: Type.Array(
        Type.Object(
          {
            table: Type.String({ description: 'Table, `module.what`' }),
            more: Type.Boolean({ description: 'Whether there is more than the 10,000 rows told' }),
            rows: Type.Array(Type.Unknown(), { description: 'Rows about you, as they are stored' }),
          },
          closed,
        ),
        { description: 'Everything else that any module holds about you: sittings, results, questionnaires, certificates, courses, cases' },
      ),
    },
    closed,
  ),
  trace: (_input, { person }) => (person['id'] ? { subject: person['id'] } : {}),
  run: async (ctx) => {
    const me = personOf(ctx.actor) ?? '';
    const row = found(me === '' ? undefined : await findPerson(ctx, me), 'people.no-person');
    const locale = await one(ctx.db, sql<{ locale: string }>`select contact.locale from directory.contact where contact.person_id = ${me}`);
    return {
      made: ctx.now.toString(),
      person: {
        id: row.id,
        staffCode: row.staff_code,
        name: row.name,
        birthDate: row.birth_date,
        sex: row.sex,
        email: row.email,
        phone: row.phone,
        mailLanguage: locale?.locale ?? null,
        identityNumber: row.ending === null ? null : `•••${row.ending}`,
      },
      postings: await listPostings(ctx, me, ctx.today),
      union: await listUnion(ctx, me),
      account: { ...(await ctx.services.accounts.factorsOf(me)), sessions: await ctx.services.accounts.listSessions(me) },
      ...(await traces(ctx, me)),
      facts: (await listFacts(ctx.db, me, MOST)).map((fact) => ({ ...fact })),
      looks: await listLooks(ctx.db, me, { limit: MOST }),
      held: await gatherPersonal(ctx.db, me, TOLD),
    };
  },
});

/** What other tables hold under the person's id. */
async function traces(ctx: Ctx, me: string): Promise<Record<'roles' | 'accountUse' | 'messages' | 'acts', Record<string, unknown>[]>> {
  const roles = await all(
    ctx.db,
    sql<{ role: string; unit: string; from: Day; to: Day }>`
    select granted.role, granted.unit_id as unit, granted.valid_from as from, granted.valid_to as to
    from kernel.role_grant as granted
    where granted.person_id = ${me}
    order by granted.valid_from desc`,
  );
  const accountUse = await all(
    ctx.db,
    sql<{ from: Day; to: Day }>`
    select used.valid_from as from, used.valid_to as to
    from directory.account_use as used
    where used.person_id = ${me}
    order by used.valid_from desc`,
  );
  const messages = await all(
    ctx.db,
    sql<{ key: string; values: unknown; createdAt: string; readAt: string | null }>`
    select message.key, message.data as values, message.created_at::text as "createdAt", message.read_at::text as "readAt"
    from kernel.message
    where message.person_id = ${me}
    order by message.id desc
    limit ${MOST}`,
  );
  const acts = await all(
    ctx.db,
    sql<{ at: string; operation: string; outcome: string; purpose: string | null }>`
    select audit.at::text as at, audit.operation, audit.outcome, audit.purpose
    from kernel.audit
    where audit.actor_id = ${me}
    order by audit.at desc
    limit ${MOST}`,
  );
  return { roles, accountUse, messages, acts };
}
