import { createHmac, randomUUID } from 'node:crypto';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { createLog } from '#base/log/index.ts';
import type { TestDatabase } from '#tests/database.ts';
import { createAccounts, hashPassword, type AccountConfig, type Accounts, type SetCookie, type Visit } from './index.ts';

/** A password that is allowed for everybody in these tests. */
export const PASSWORD = 'sông Hồng mùa nước nổi';

/** What the tests of sign-in stand on: accounts over the test's database, and ways to make people and browsers. */
export function setting(database: TestDatabase, more: Partial<AccountConfig> = {}) {
  const used: string[] = [];
  const addresses = new Map<string, string>();
  const config: AccountConfig = { ...configFor(database, addresses), onSignedIn: async (personId) => void used.push(personId), ...more };
  const accounts: Accounts = createAccounts(config);
  const person = async () => makePerson(database.owner, addresses);
  const { db, owner } = database;
  const member = async () => {
    const made = await person();
    return { ...made, loginId: await makeLogin(db, made) };
  };
  const audits = (subject: string) =>
    all(
      owner,
      sql<{ operation: string; outcome: string; problem: string | null; detail: unknown }>`
      select operation, outcome, problem, detail from kernel.audit where subject = ${subject} order by at`,
    );
  return { config, accounts, used, addresses, person, member, audits, db, owner };
}

function configFor({ db, url }: TestDatabase, addresses: Map<string, string>): Omit<AccountConfig, 'onSignedIn'> {
  const addressOf: AccountConfig['services']['addressOf'] = async (_db, ids) =>
    new Map(ids.flatMap((id) => (addresses.has(id) ? [[id, { email: addresses.get(id) ?? '', locale: 'vi' }]] : [])));
  return {
    url,
    db,
    publicUrl: 'http://localhost:3000',
    secret: 'a secret of more than thirty-two characters',
    demo: false,
    failuresPerAddress: 1000,
    oidc: undefined,
    services: { publicUrl: 'http://localhost:3000', log: createLog('silent'), addressOf },
    findByEmail: async (_db, email) => {
      const owners = [...addresses].filter(([, address]) => address === email).map(([id]) => id);
      return owners.length === 1 ? owners[0] : undefined;
    },
  };
}

type Made = { id: string; code: string; email: string };

async function makePerson(owner: Db, addresses: Map<string, string>): Promise<Made> {
  const id = newId();
  const code = `CB${id.slice(-8).toUpperCase()}`;
  const email = `${code.toLowerCase()}@hanoi.example`;
  const name = 'Nguyễn Thị Minh Hạnh';
  await sql`insert into kernel.person (id, staff_code, name, name_sort) values (${id}, ${code}, ${name}, ${name})`.execute(owner);
  addresses.set(id, email);
  return { id, code, email };
}

/** An account with `PASSWORD`. */
async function makeLogin(db: Db, { id, code, email }: Made): Promise<string> {
  const row = await one(
    db,
    sql<{ id: string }>`
      insert into account.login (name, email, email_verified, person_id)
      values (${code}, ${email}, true, ${id})
      returning login.id`,
  );
  const loginId = row?.id ?? '';
  await sql`insert into account.credential (account_id, provider_id, login_id, password, updated_at)
    values (${loginId}, 'credential', ${loginId}, ${await hashPassword(PASSWORD)}, now())`.execute(db);
  return loginId;
}

/** From where a test asks; each has its own address unless one is given. */
export function visit(ip = `10.${byte()}.${byte()}.${byte()}`): Visit {
  return { ip, userAgent: 'Test/1.0', requestId: randomUUID() };
}

function byte(): number {
  return Math.floor(Math.random() * 256);
}

/** A browser's cookies. */
export function jar() {
  const kept = new Map<string, string>();
  return {
    kept,
    take(cookies: SetCookie[]) {
      for (const { name, value, options } of cookies) {
        if (options.maxAge === 0) kept.delete(name);
        else kept.set(name, value);
      }
    },
    headers(more: Record<string, string> = {}): Headers {
      return new Headers({ ...more, cookie: [...kept].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ') });
    },
  };
}

/** The code of an authenticator app (RFC 6238 over RFC 4226): HMAC-SHA-1 of the number of 30-second steps, `digits` long. */
export function totp(secret: Buffer, seconds = Date.now() / 1000, digits = 6): string {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = createHmac('sha1', secret).update(step).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/** The bytes that a base32 text stands for (RFC 4648). */
export function base32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text.replace(/=+$/, '').toUpperCase()].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byteBits) => Number.parseInt(byteBits, 2)));
}
