import { afterAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { getMigrations } from 'better-auth/db/migration';
import { all, sql } from '#base/db/index.ts';
import { testDatabase } from '#tests/database.ts';
import { accountPool, makeAuth } from './auth.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { jar, PASSWORD, setting, visit } from './testing.ts';

const database = await testDatabase();
const { accounts, config, member, person, audits, used, db, owner } = setting(database);
afterAll(() => accounts.close());

const WRONG = { kind: 'invalid', code: 'account.wrong' };

async function signedInJar(login: string, where = visit()) {
  const browser = jar();
  browser.take((await accounts.signIn({ login, password: PASSWORD }, where)).cookies);
  return browser;
}

test('better-auth finds nothing to migrate: our tables are what it expects', async () => {
  const pool = accountPool(config.url);
  const { toBeCreated, toBeAdded } = await getMigrations(makeAuth(config, pool).options);
  await pool.end();
  expect(toBeCreated).toEqual([]);
  expect(toBeAdded).toEqual([]);
});

describe('password', () => {
  test('staff code and mail address sign in, in any case and with spaces around', async () => {
    const { id, code, email } = await member();
    for (const login of [code, code.toLowerCase(), ` ${code} `, email, email.toUpperCase()]) {
      const browser = await signedInJar(login);
      expect(await accounts.sessionOf(browser.headers())).toMatchObject({ personId: id });
    }
  });

  test('the cookie is for servers only, and bound to the host on https', async () => {
    const { code } = await member();
    const { cookies } = await accounts.signIn({ login: code, password: PASSWORD }, visit());
    expect(cookies[0]).toMatchObject({ name: 'khue.session_token', options: { httpOnly: true, sameSite: 'lax', path: '/', secure: false } });
    const secure = setting(database, { publicUrl: 'https://khue.example' });
    const { cookies: bound } = await secure.accounts.signIn({ login: code, password: PASSWORD }, visit());
    expect(bound[0]).toMatchObject({ name: '__Host-khue.session_token', options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true } });
    const browser = jar();
    browser.take(bound);
    expect(await secure.accounts.sessionOf(browser.headers())).toBeDefined();
    await secure.accounts.close();
  });

  test('a wrong password, an unknown name, an account without a password and a closed one get one and the same answer', async () => {
    const [known, invited, closed] = [await member(), await person(), await member()];
    await sql`insert into account.login (name, email, email_verified, person_id) values ('x', ${invited.email}, false, ${invited.id})`.execute(db);
    await accounts.setClosed(db, closed.id, true);
    await expect(accounts.signIn({ login: known.code, password: 'không phải mật khẩu' }, visit())).rejects.toMatchObject(WRONG);
    for (const login of ['CB-UNKNOWN', 'nobody@hanoi.example', invited.code, closed.code, '', "' or 1=1 --"]) {
      await expect(accounts.signIn({ login, password: PASSWORD }, visit())).rejects.toMatchObject(WRONG);
    }
  });

  test('and after about the same time', async () => {
    const { code } = await member();
    // In turns, and the quickest of each: what else the machine does then weighs on neither.
    const quickest = { [code]: Number.POSITIVE_INFINITY, 'CB-TIMED': Number.POSITIVE_INFINITY };
    for (let n = 0; n < 9; n++) {
      for (const login of [code, 'CB-TIMED']) {
        const start = performance.now();
        await accounts.signIn({ login, password: `wrong ${n} password` }, visit()).catch(() => undefined);
        quickest[login] = Math.min(quickest[login] ?? 0, performance.now() - start);
      }
    }
    const ratio = (quickest['CB-TIMED'] ?? 0) / (quickest[code] ?? 1);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('no wrong password ever signs in', async () => {
    const { code, loginId } = await member();
    const almost = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(PASSWORD.toUpperCase(), `${PASSWORD} `, ` ${PASSWORD}`, PASSWORD.slice(1), PASSWORD.slice(0, -1), '', PASSWORD.normalize('NFD').replace(/\p{M}/gu, '')),
      fc.nat({ max: PASSWORD.length - 1 }).map((at) => PASSWORD.slice(0, at) + '\u0000' + PASSWORD.slice(at + 1)),
    );
    await fc.assert(
      fc.asyncProperty(almost, async (password) => {
        fc.pre(password.normalize('NFC') !== PASSWORD.normalize('NFC'));
        await sql`delete from account.lock`.execute(db);
        await expect(accounts.signIn({ login: code, password }, visit())).rejects.toMatchObject({ kind: 'invalid' });
      }),
      { numRuns: 60 },
    );
    expect(await all(owner, sql`select id from account.session where login_id = ${loginId}`)).toEqual([]);
  }, 60_000);

  test('the two ways of writing Vietnamese letters are the same password, hashed with argon2id as agreed', async () => {
    const hash = await hashPassword(PASSWORD.normalize('NFC'));
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword({ hash, password: PASSWORD.normalize('NFD') })).toBe(true);
    expect(await verifyPassword({ hash: 'nonsense', password: PASSWORD })).toBe(false);
  });

  test('the day of the first use is told once, and everything is in the audit without names', async () => {
    const { id, code } = await member();
    await signedInJar(code);
    await signedInJar(code);
    await accounts.signIn({ login: code, password: 'wrong wrong wrong' }, visit()).catch(() => undefined);
    expect(used.filter((one) => one === id)).toHaveLength(1);
    const lines = await audits(id);
    expect(lines.map(({ outcome, problem }) => [outcome, problem])).toEqual([
      ['done', null],
      ['done', null],
      ['refused', 'account.wrong'],
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Hạnh|hanoi\.example|wrong wrong/);
  });
});

describe('lock-out and rate limits', () => {
  test('after ten failures the right password is refused too, for 15 minutes, then twice as long', async () => {
    const { id, code, loginId } = await member();
    for (let n = 0; n < 10; n++) await expect(accounts.signIn({ login: code, password: `wrong ${n}` }, visit())).rejects.toMatchObject(WRONG);
    await expect(accounts.signIn({ login: code, password: PASSWORD }, visit())).rejects.toMatchObject({ kind: 'limit', code: 'account.locked', values: { minutes: 15 } });
    expect((await audits(id)).at(-1)).toMatchObject({ outcome: 'refused', problem: 'account.locked' });
    const pass = () =>
      sql`update account.lock set since = since - interval '16 minutes', locked_until = locked_until - interval '16 minutes' where key = ${`login:${loginId}`}`.execute(db);
    await pass();
    for (let n = 0; n < 10; n++) await expect(accounts.signIn({ login: code, password: `wrong ${n}` }, visit())).rejects.toMatchObject(WRONG);
    await expect(accounts.signIn({ login: code, password: PASSWORD }, visit())).rejects.toMatchObject({ code: 'account.locked', values: { minutes: 30 } });
    await pass();
    await expect(accounts.signIn({ login: code, password: PASSWORD }, visit())).rejects.toMatchObject({ code: 'account.locked' });
    await pass();
    await expect(accounts.signIn({ login: code, password: PASSWORD }, visit())).resolves.toMatchObject({ needsSecondFactor: false });
  });

  test('an unknown name locks in the same way, so a lock tells nothing', async () => {
    for (let n = 0; n < 10; n++) await expect(accounts.signIn({ login: 'CB-GHOST', password: `wrong ${n}` }, visit())).rejects.toMatchObject(WRONG);
    await expect(accounts.signIn({ login: 'cb-ghost', password: 'x' }, visit())).rejects.toMatchObject({ code: 'account.locked', values: { minutes: 15 } });
  });

  test('a hundred attempts at once are still no more than ten', async () => {
    const { code } = await member();
    const answers = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => accounts.signIn({ login: code, password: `wrong ${n}` }, visit())));
    const codes = answers.map((one) => (one.status === 'rejected' ? String(one.reason.code) : 'in'));
    expect(codes.filter((one) => one === 'account.wrong')).toHaveLength(10);
    expect(codes.filter((one) => one === 'account.locked')).toHaveLength(30);
  });

  test('a success forgets the failures', async () => {
    const { code } = await member();
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 9; n++) await accounts.signIn({ login: code, password: 'wrong' }, visit()).catch(() => undefined);
      await signedInJar(code);
    }
  });

  test('one address is limited over all names, in every process; successes do not count', async () => {
    const few = setting(database, { failuresPerAddress: 3 });
    const other = setting(database, { failuresPerAddress: 3 });
    const { code } = await member();
    const office = visit();
    for (let n = 0; n < 5; n++) await few.accounts.signIn({ login: code, password: PASSWORD }, office);
    for (const [n, { accounts: process }] of [few, other, few].entries()) {
      await expect(process.signIn({ login: `CB-NONE-${n}`, password: 'wrong' }, office)).rejects.toMatchObject(WRONG);
    }
    await expect(other.accounts.signIn({ login: code, password: PASSWORD }, office)).rejects.toMatchObject({ kind: 'limit', code: 'account.too-often' });
    await expect(other.accounts.signIn({ login: code, password: PASSWORD }, visit())).resolves.toBeDefined();
    await few.accounts.close();
    await other.accounts.close();
  });
});

describe('demonstration', () => {
  test('signs in as anyone, and nowhere else', async () => {
    const { id } = await person();
    await expect(accounts.signInAs(id, visit())).rejects.toMatchObject({ kind: 'forbidden', code: 'account.demo-only' });
    const demo = setting(database, { demo: true });
    const browser = jar();
    browser.take((await demo.accounts.signInAs(id, visit())).cookies);
    expect(await accounts.sessionOf(browser.headers())).toMatchObject({ personId: id });
    await expect(demo.accounts.signInAs('00000000-0000-7000-8000-000000000000', visit())).rejects.toMatchObject({ kind: 'missing' });
    await demo.accounts.close();
  });
});
