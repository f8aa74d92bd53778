import Type from 'typebox';
import { sql } from '#base/db/index.ts';

/** How an account stands. */
export const LOGIN_STATES = ['none', 'invited', 'lapsed', 'active', 'locked', 'closed'] as const;

/** One of them. */
export type LoginState = (typeof LOGIN_STATES)[number];

/** The same as the schema of an answer. */
export const StateSchema = Type.Enum([...LOGIN_STATES], {
  description:
    'none: no account; invited: has a link that still works; lapsed: the link has ended unused; active: has signed in or can; locked: too many wrong passwords, for a while; closed: by an administrator',
});

/** The state as an SQL expression over `person` and `login` (left joined). */
export const loginState = sql<LoginState>`
  case
    when login.id is null then 'none'
    when login.disabled_at is not null then 'closed'
    when exists (select 1 from account.lock where lock.key = 'login:' || login.id and lock.locked_until > now()) then 'locked'
    when login.used_on is not null
      or exists (select 1 from account.credential where credential.login_id = login.id)
      or exists (select 1 from account.passkey where passkey.login_id = login.id) then 'active'
    when exists (select 1 from account.link where link.person_id = login.person_id and link.kind = 'invitation' and link.used_at is null and link.expires_at > now()) then 'invited'
    else 'lapsed'
  end`;
