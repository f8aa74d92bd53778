import { afterAll, describe, expect, test } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { testDatabase } from '#tests/database.ts';
import { jar, PASSWORD, setting, visit } from './testing.ts';

const database = await testDatabase();
const { accounts, member, db, owner } = setting(database);
afterAll(() => accounts.close());

const signedInJar = async (login: string) => {
  const browser = jar();
  browser.take((await accounts.signIn({ login, password: PASSWORD }, visit())).cookies);
  return browser;
};

describe('sessions', () => {
  test('nobody is signed in without a cookie, or with a forged one', async () => {
    const { code } = await member();
    const browser = await signedInJar(code);
    const [name = '', value = ''] = [...browser.kept][0] ?? [];
    const [token = '', signature = ''] = value.split('.');
    for (const cookie of ['', token, `${token}.`, `${token}.AAAA`, `x${token}.${signature}`, `${token}x.${signature}`, '%', '.']) {
      expect(await accounts.sessionOf(new Headers({ cookie: `${name}=${encodeURIComponent(cookie)}` }))).toBeUndefined();
    }
    expect(await accounts.sessionOf(new Headers())).toBeUndefined();
    expect(await accounts.sessionOf(new Headers({ cookie: `other=1; ${name}=${encodeURIComponent(value)}` }))).toBeDefined();
  });

  test('a session ends after 12 hours without use and after 7 days in any case; use keeps it alive', async () => {
    const { code, loginId } = await member();
    const browser = await signedInJar(code);
    const age = (used: string, made: string) =>
      sql`update account.session set updated_at = now() - ${used}::interval, created_at = now() - ${made}::interval where login_id = ${loginId}`.execute(db);
    const alive = async () => (await accounts.sessionOf(browser.headers())) !== undefined;
    await age('11 hours 59 minutes', '6 days 23 hours');
    expect(await alive()).toBe(true);
    const row = await one(db, sql<{ fresh: boolean }>`select updated_at > now() - interval '1 minute' as fresh from account.session where login_id = ${loginId}`);
    expect(row).toEqual({ fresh: true });
    await age('12 hours', '1 day');
    expect(await alive()).toBe(false);
    await age('1 minute', '7 days');
    expect(await alive()).toBe(false);
  });

  test('sessions are listed; a revoked one is out at once, and nobody ends those of others', async () => {
    const [an, binh] = [await member(), await member()];
    const [one1, two, three] = [await signedInJar(an.code), await signedInJar(an.code), await signedInJar(an.code)];
    const other = await signedInJar(binh.code);
    const session = await accounts.sessionOf(one1.headers());
    const second = await accounts.sessionOf(two.headers());
    const foreign = await accounts.sessionOf(other.headers());
    if (!session || !second || !foreign) throw new Error('not signed in');
    const list = await accounts.listSessions(an.id, session.sessionId);
    expect(list).toHaveLength(3);
    expect(list.filter(({ current }) => current)).toHaveLength(1);
    expect(list[0]).toMatchObject({ program: 'Test/1.0' });
    expect(list[0]?.address).toMatch(/^10\./);
    expect(await accounts.revoke(session, { sessionId: foreign.sessionId }, visit())).toBe(0);
    expect(await accounts.revoke(session, { sessionId: second.sessionId }, visit())).toBe(1);
    expect(await accounts.sessionOf(two.headers())).toBeUndefined();
    expect(await accounts.revoke(session, 'others', visit())).toBe(1);
    expect(await accounts.sessionOf(three.headers())).toBeUndefined();
    expect(await accounts.sessionOf(one1.headers())).toBeDefined();
    expect(await accounts.sessionOf(other.headers())).toBeDefined();
  });

  test('signing out ends the session on the server too', async () => {
    const { code } = await member();
    const browser = await signedInJar(code);
    const stolen = browser.headers();
    browser.take((await accounts.signOut(browser.headers(), visit())).cookies);
    expect(browser.kept.size).toBe(0);
    expect(await accounts.sessionOf(stolen)).toBeUndefined();
  });

  test('closing an account or erasing the person ends the session at once', async () => {
    const [closed, erased, gone] = [await member(), await member(), await member()];
    const [a, b, c] = [await signedInJar(closed.code), await signedInJar(erased.code), await signedInJar(gone.code)];
    await accounts.setClosed(db, closed.id, true);
    await sql`update kernel.person set erased_at = now() where id = ${erased.id}`.execute(owner);
    await accounts.erase(db, gone.id);
    for (const browser of [a, b, c]) expect(await accounts.sessionOf(browser.headers())).toBeUndefined();
    expect(await one(db, sql`select id from account.login where person_id = ${gone.id}`)).toBeUndefined();
    await accounts.setClosed(db, closed.id, false);
    await signedInJar(closed.code);
  });

  test('asking for the session is one query and takes about a millisecond', async () => {
    const { code } = await member();
    const headers = (await signedInJar(code)).headers();
    for (let n = 0; n < 50; n++) await accounts.sessionOf(headers);
    const times: number[] = [];
    for (let n = 0; n < 200; n++) {
      const start = performance.now();
      await accounts.sessionOf(headers);
      times.push(performance.now() - start);
    }
    // The middle one, and a generous bound, so that a busy machine does not fail it; alone it is well under 1 ms.
    expect(times.sort((a, b) => a - b)[100]).toBeLessThan(5);
  });
});

describe('changing the password', () => {
  test('asks for the present one, checks the new one, ends the other sessions and tells the person', async () => {
    const { id, code } = await member();
    const [here, there] = [await signedInJar(code), await signedInJar(code)];
    const change = (current: string, next: string) => accounts.changePassword(here.headers(), { current, next }, visit());
    await expect(change('wrong', 'một câu hoàn toàn mới lạ')).rejects.toMatchObject({ code: 'account.wrong-password' });
    await expect(change(PASSWORD, 'ngắn')).rejects.toMatchObject({ code: 'account.password-short' });
    await change(PASSWORD, 'một câu hoàn toàn mới lạ');
    expect(await accounts.sessionOf(here.headers())).toBeDefined();
    expect(await accounts.sessionOf(there.headers())).toBeUndefined();
    await expect(accounts.signIn({ login: code, password: PASSWORD }, visit())).rejects.toMatchObject({ kind: 'invalid', code: 'account.wrong' });
    await accounts.signIn({ login: code, password: 'một câu hoàn toàn mới lạ' }, visit());
    expect(await one(db, sql`select body_key from kernel.outbox where person_id = ${id}`)).toEqual({ body_key: 'account.mail.password-changed' });
  });

  test('is for the signed-in only', async () => {
    await expect(accounts.changePassword(new Headers(), { current: PASSWORD, next: 'một câu hoàn toàn mới lạ' }, visit())).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

test('what has run out is deleted', async () => {
  const { code, loginId } = await member();
  await signedInJar(code);
  await sql`update account.session set updated_at = now() - interval '13 hours' where login_id = ${loginId}`.execute(db);
  for (const task of accounts.tasks) await task.run(undefined as never);
  expect(await all(db, sql`select id from account.session where login_id = ${loginId}`)).toEqual([]);
});
