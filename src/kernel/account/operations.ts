import Type from 'typebox';
import { one, sql } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { operation, type AnyOperation, type Ctx } from '#kernel/operation/index.ts';
import { unitOf } from '#kernel/org/index.ts';
import type { Accounts } from './accounts.ts';

declare module '#kernel/operation/services.ts' {
  interface Services {
    accounts: Accounts;
  }
}

const Person = Type.Object({ personId: Type.String({ format: 'uuid', description: 'Whose account' }) }, { additionalProperties: false });
const Nothing = Type.Object({}, { additionalProperties: false });

const manages = {
  permission: 'account.manage',
  unit: (ctx: Ctx, { personId }: { personId: string }) => unitOf(ctx.db, personId, ctx.today),
  trace: ({ personId }: { personId: string }) => ({ subject: personId }),
};

/** Invites a person by mail to choose a password, as an administrator does. */
export const inviteByAdministrator = operation({
  ...manages,
  name: 'account.invite-person',
  summary: 'Makes an account for a person where there is none and mails a link, good for 7 days, to choose a password.',
  kind: 'write',
  http: 'POST /accounts/{personId}/invite',
  input: Person,
  output: Type.Object(
    { mailed: Type.Boolean({ description: 'Whether the person has a mail address; if not, the mail is held in the outbox to be handed over' }) },
    { additionalProperties: false },
  ),
  run: (ctx, { personId }) => ctx.services.accounts.invite(ctx, personId),
});

/** Closes an account: its sessions end at once. */
export const closeAccount = operation({
  ...manages,
  name: 'account.close-login',
  summary: 'Closes an account; its sessions end at once. The person stays in the register.',
  kind: 'write',
  http: 'POST /accounts/{personId}/close',
  input: Person,
  output: Nothing,
  run: async (ctx, { personId }) => {
    await ctx.services.accounts.setClosed(ctx.db, personId, true);
    return {};
  },
});

/** Opens a closed account again. */
export const openAccount = operation({
  ...manages,
  name: 'account.open-login',
  summary: 'Opens a closed account again, with its former password.',
  kind: 'write',
  http: 'POST /accounts/{personId}/open',
  input: Person,
  output: Nothing,
  run: async (ctx, { personId }) => {
    await ctx.services.accounts.setClosed(ctx.db, personId, false);
    return {};
  },
});

/** Takes the authenticator app off an account whose owner has lost it; sessions end and the person is told. */
export const removeSecondStep = operation({
  ...manages,
  name: 'account.remove-second-step',
  summary: 'Turns two-step sign-in off for a person who has lost the app and the backup codes; check who it is first. Sessions end, the person is told by mail.',
  kind: 'write',
  http: 'POST /accounts/{personId}/remove-second-step',
  input: Person,
  output: Nothing,
  run: async (ctx, { personId }) => {
    await ctx.services.accounts.removeSecondStep(ctx.db, personId);
    return {};
  },
});

const State = Type.Union([Type.Literal('none'), Type.Literal('invited'), Type.Literal('active'), Type.Literal('locked'), Type.Literal('closed')], {
  description: 'none: no account; invited: has not signed in yet; active; locked: too many wrong passwords, for a while; closed: by an administrator',
});

/** How an account stands, for an administrator. */
export const showAccount = operation({
  ...manages,
  name: 'account.show-login',
  summary: 'How the account of a person stands.',
  kind: 'read',
  http: 'GET /accounts/{personId}',
  owner: ({ personId }) => personId,
  input: Person,
  output: Type.Object(
    {
      state: State,
      usedOn: Type.Union([Type.String(), Type.Null()], { description: 'Last day it was used, YYYY-MM-DD' }),
      secondFactor: Type.Boolean({ description: 'Whether two-step sign-in is on' }),
      passkeys: Type.Integer({ description: 'Number of passkeys' }),
    },
    { additionalProperties: false },
  ),
  run: async (ctx, { personId }) => {
    const row = await one(
      ctx.db,
      sql<{ login_id: string | null; disabled: boolean; used_on: string | null; locked: boolean; ways: number }>`
        select login.id as login_id, login.disabled_at is not null as disabled, login.used_on,
          exists (select 1 from account.lock where lock.key = 'login:' || login.id and lock.locked_until > now()) as locked,
          (select count(*) from account.credential where credential.login_id = login.id)
            + (select count(*) from account.passkey where passkey.login_id = login.id) as ways
        from kernel.person
        left join account.login on login.person_id = person.id
        where person.id = ${personId}`,
    );
    const factors = await ctx.services.accounts.factorsOf(personId);
    return { state: stateOf(found(row, 'account.no-person')), usedOn: row?.used_on ?? null, secondFactor: factors.secondFactor, passkeys: factors.passkeys };
  },
});

function stateOf(row: { login_id: string | null; disabled: boolean; used_on: string | null; locked: boolean; ways: number }) {
  if (row.login_id === null) return 'none' as const;
  if (row.disabled) return 'closed' as const;
  if (row.locked) return 'locked' as const;
  return row.ways > 0 || row.used_on !== null ? ('active' as const) : ('invited' as const);
}

/** The operations of this part of the kernel. */
export const accountOperations: AnyOperation[] = [inviteByAdministrator, closeAccount, openAccount, removeSecondStep, showAccount];
