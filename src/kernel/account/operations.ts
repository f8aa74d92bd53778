import Type from 'typebox';
import { one, sql } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { operation, type AnyOperation, type Ctx } from '#kernel/operation/index.ts';
import { unitOf } from '#kernel/org/index.ts';
import type { Accounts } from './accounts.ts';
import { inviteUnit, listLogins } from './listing.ts';
import { loginState, StateSchema, type LoginState } from './state.ts';

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
      state: StateSchema,
      usedOn: Type.Union([Type.String(), Type.Null()], { description: 'Last day it was used, YYYY-MM-DD' }),
      secondFactor: Type.Boolean({ description: 'Whether two-step sign-in is on' }),
      passkeys: Type.Integer({ description: 'Number of passkeys' }),
    },
    { additionalProperties: false },
  ),
  run: async (ctx, { personId }) => {
    const row = await one(
      ctx.db,
      sql<{ state: LoginState; used_on: string | null }>`
        select ${loginState} as state, login.used_on
        from kernel.person
        left join account.login on login.person_id = person.id
        where person.id = ${personId}`,
    );
    const factors = await ctx.services.accounts.factorsOf(personId);
    const { state, used_on } = found(row, 'account.no-person');
    return { state, usedOn: used_on, secondFactor: factors.secondFactor, passkeys: factors.passkeys };
  },
});

/** The operations of this part of the kernel. */
export const accountOperations: AnyOperation[] = [listLogins, inviteUnit, inviteByAdministrator, closeAccount, openAccount, removeSecondStep, showAccount];
