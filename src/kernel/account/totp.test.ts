import { afterAll, describe, expect, test } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { removeSecondStep } from './index.ts';
import { base32, jar, PASSWORD, setting, totp, visit } from './testing.ts';

const database = await testDatabase();
const { accounts, member, db, owner } = setting(database);
afterAll(() => accounts.close());

const signedInJar = async (login: string) => {
  const browser = jar();
  browser.take((await accounts.signIn({ login, password: PASSWORD }, visit())).cookies);
  return browser;
};

describe('authenticator app', () => {
  // RFC 6238, appendix B (SHA-1).
  test.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at %i s the code is %s', (seconds, code) => {
    expect(totp(Buffer.from('12345678901234567890'), seconds, 8)).toBe(code);
  });

  async function withTotp() {
    const who = await member();
    const browser = await signedInJar(who.code);
    const { uri, secret, backupCodes } = await accounts.enableTotp(browser.headers(), PASSWORD, visit());
    const key = base32(secret);
    browser.take((await accounts.confirmTotp(browser.headers(), totp(key), visit())).cookies);
    return { ...who, browser, key, uri, backupCodes };
  }

  const firstStep = async (code: string) => {
    const browser = jar();
    const answer = await accounts.signIn({ login: code, password: PASSWORD }, visit());
    browser.take(answer.cookies);
    return { browser, answer };
  };

  test('asks for a code after the password, and only then there is a session', async () => {
    const { id, code, key, uri, backupCodes, browser: first } = await withTotp();
    expect(uri).toContain(`otpauth://totp/Khu%C3%AA%3A${code}?`);
    expect(backupCodes).toHaveLength(10);
    expect(await accounts.sessionOf(first.headers())).toBeDefined();
    expect(await accounts.factorsOf(id)).toEqual({ password: true, secondFactor: true, passkeys: 0, sso: false });
    const { browser, answer } = await firstStep(code);
    expect(answer.needsSecondFactor).toBe(true);
    expect(await accounts.sessionOf(browser.headers())).toBeUndefined();
    await expect(accounts.verifySecondFactor(browser.headers(), '000000', visit())).rejects.toMatchObject({ code: 'account.wrong-code' });
    browser.take((await accounts.verifySecondFactor(browser.headers(), totp(key), visit())).cookies);
    expect(await accounts.sessionOf(browser.headers())).toMatchObject({ personId: id });
    const stored = await one(owner, sql<{ secret: string }>`select secret from account.two_factor order by id desc limit 1`);
    expect(stored?.secret).not.toContain(key.toString());
  });

  test('a code works once, a backup code too', async () => {
    const { code, key, backupCodes } = await withTotp();
    const now = totp(key);
    const one1 = await firstStep(code);
    await accounts.verifySecondFactor(one1.browser.headers(), now, visit());
    const two = await firstStep(code);
    await expect(accounts.verifySecondFactor(two.browser.headers(), now, visit())).rejects.toMatchObject({ code: 'account.wrong-code' });
    const spare = backupCodes[0] ?? '';
    two.browser.take((await accounts.verifySecondFactor(two.browser.headers(), spare, visit())).cookies);
    expect(await accounts.sessionOf(two.browser.headers())).toBeDefined();
    const three = await firstStep(code);
    await expect(accounts.verifySecondFactor(three.browser.headers(), spare, visit())).rejects.toMatchObject({ code: 'account.wrong-code' });
  });

  test('codes cannot be tried on and on', async () => {
    const { code } = await withTotp();
    const codes: string[] = [];
    for (let n = 0; n < 14; n++) {
      const { browser } = await firstStep(code);
      await accounts.verifySecondFactor(browser.headers(), String(100000 + n), visit()).catch((error: { code: string }) => codes.push(error.code));
    }
    expect(codes).toHaveLength(14);
    expect(codes.slice(10).every((one) => one === 'account.locked')).toBe(true);
  });

  test('without the first step there is no second', async () => {
    await expect(accounts.verifySecondFactor(new Headers(), '123456', visit())).rejects.toMatchObject({ code: 'account.second-step-over' });
  });

  test('is turned off with the password only', async () => {
    const { id, code, browser } = await withTotp();
    await expect(accounts.disableTotp(browser.headers(), 'wrong', visit())).rejects.toMatchObject({ code: 'account.wrong-password' });
    browser.take((await accounts.disableTotp(browser.headers(), PASSWORD, visit())).cookies);
    expect(await accounts.sessionOf(browser.headers())).toMatchObject({ personId: id });
    expect((await firstStep(code)).answer.needsSecondFactor).toBe(false);
  });

  test('an administrator takes it off when it is lost: sessions end, the password alone signs in, the person is told', async () => {
    const { id, code, browser } = await withTotp();
    const ctx = testCtx(db, { services: { accounts } });
    await perform(removeSecondStep, ctx, { personId: id });
    expect(await accounts.sessionOf(browser.headers())).toBeUndefined();
    expect((await firstStep(code)).answer.needsSecondFactor).toBe(false);
    const told = await all(db, sql<{ body_key: string }>`select body_key from kernel.outbox where person_id = ${id} order by id`);
    expect(told.map((row) => row.body_key)).toEqual(['account.mail.totp-on', 'account.mail.totp-off']);
    await expect(perform(removeSecondStep, testCtx(db, { services: { accounts } }), { personId: id })).rejects.toMatchObject({ code: 'account.no-second-step' });
  });
});
