import { afterAll, expect, test } from 'vitest';
import { sql } from '#base/db/index.ts';
import { testDatabase } from '#tests/database.ts';
import { jar, PASSWORD, setting, visit } from './testing.ts';

const database = await testDatabase();
const { accounts, member, audits, db } = setting(database);
const demo = setting(database, { demo: true });
afterAll(() => Promise.all([accounts.close(), demo.accounts.close()]));

const signedIn = async () => {
  const made = await member();
  const browser = jar();
  browser.take((await accounts.signIn({ login: made.code, password: PASSWORD }, visit())).cookies);
  return { ...made, browser };
};

test('before a signature the person types the password again; a wrong one is refused, and the right one leaves a line', async () => {
  const { id, browser } = await signedIn();
  await expect(accounts.confirmSelf(browser.headers(), 'không phải', visit())).rejects.toMatchObject({
    kind: 'invalid',
    code: 'account.wrong-password',
    errors: [{ at: '/current' }],
  });
  await accounts.confirmSelf(browser.headers(), PASSWORD, visit());
  expect((await audits(id)).filter(({ operation }) => operation === 'account.confirm-self')).toMatchObject([{ outcome: 'done' }]);
  await expect(accounts.confirmSelf(new Headers(), PASSWORD, visit())).rejects.toMatchObject({ kind: 'forbidden', code: 'operation.sign-in-first' });
});

test('whoever has no password must have signed in within ten minutes; people of the demonstration need nothing', async () => {
  const { loginId, browser } = await signedIn();
  await sql`delete from account.credential where login_id = ${loginId}`.execute(db);
  await accounts.confirmSelf(browser.headers(), '', visit());
  await sql`update account.session set created_at = now() - interval '11 minutes' where login_id = ${loginId}`.execute(db);
  await expect(accounts.confirmSelf(browser.headers(), '', visit())).rejects.toMatchObject({ kind: 'forbidden', code: 'account.sign-in-again', values: { minutes: 10 } });
  await demo.accounts.confirmSelf(browser.headers(), '', visit());
});
