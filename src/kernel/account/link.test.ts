import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { createLog } from '#base/log/index.ts';
import { createMailer, deliverMails, listOutbox, showHeld } from '#kernel/message/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { system } from '#kernel/org/index.ts';
import { testDatabase } from '#tests/database.ts';
import { closeAccount, inviteByAdministrator, openAccount, showAccount } from './index.ts';
import { jar, PASSWORD, setting, visit } from './testing.ts';

const database = await testDatabase();
const { accounts, addresses, person, member, audits, db, owner } = setting(database);

const mails: { to: string; text: string }[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    let raw = '';
    stream.setEncoding('utf8').on('data', (part: string) => (raw += part));
    stream.on('end', () => {
      const [headers = '', ...body] = raw.split('\r\n\r\n');
      const text = /base64/i.test(headers) ? Buffer.from(body.join(''), 'base64').toString() : body.join('\n').replace(/=\r\n/g, '');
      mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', text });
      done();
    });
  },
});
await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
const port = (smtp.server.address() as { port: number }).port;
const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'khue@hanoi.example' });
afterAll(async () => {
  await accounts.close();
  mailer.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});
beforeEach(() => void (mails.length = 0));

function ctx(more: Partial<Ctx['services']> = {}): Ctx {
  const services = {
    root: process.cwd(),
    log: createLog('silent'),
    publicUrl: 'http://localhost:3000',
    mailer,
    accounts,
    addressOf: async (_db: unknown, ids: string[]) =>
      new Map(ids.flatMap((id) => (addresses.get(id) ? [[id, { email: addresses.get(id) ?? '', locale: 'vi' as const }] as const] : []))),
    ...more,
  } satisfies Partial<Ctx['services']> as Ctx['services'];
  // Noon, so that an invitation leaves whatever time the tests run at.
  const now = Temporal.Now.zonedDateTimeISO('Asia/Ho_Chi_Minh').withPlainTime('12:00').toInstant();
  return { db, actor: system('test'), today: '2026-11-23', now, locale: 'vi', requestId: newId(), purpose: undefined, services };
}

const deliver = (context = ctx()) => deliverMails({ ...context, now: context.now.add({ minutes: 5 }) });
// Resets are urgent and good for an hour only, so they are delivered by the real clock.
const deliverNow = () => deliver({ ...ctx(), now: Temporal.Now.instant() });
const tokenIn = (text: string | undefined, path: string) => new RegExp(`http://localhost:3000/sign-in/${path}/([\\w-]{43})(?![\\w-])`).exec(text ?? '')?.[1] ?? '';

async function invited() {
  const who = await person();
  expect(await perform(inviteByAdministrator, ctx(), { personId: who.id })).toEqual({ mailed: true });
  await deliver();
  const mail = mails.at(-1);
  expect(mail?.to).toBe(who.email);
  return { ...who, token: tokenIn(mail?.text, 'invitation') };
}

describe('invitation', () => {
  test('goes by mail; the link lets choose a password, once, and then one signs in', async () => {
    const { id, code, email, token } = await invited();
    expect(token).toHaveLength(43);
    const state = async () => (await perform(showAccount, ctx(), { personId: id })).state;
    expect(await state()).toBe('invited');
    expect(await accounts.lookAtLink('invitation', token, visit())).toEqual({ staffCode: code });
    expect(await accounts.lookAtLink('invitation', token, visit())).toEqual({ staffCode: code });
    expect(await accounts.acceptInvitation(token, PASSWORD, visit())).toEqual({ personId: id });
    expect(await state()).toBe('active');
    for (const login of [code, email]) await accounts.signIn({ login, password: PASSWORD }, visit());
    await expect(accounts.acceptInvitation(token, 'một câu hoàn toàn mới lạ', visit())).rejects.toMatchObject({ code: 'account.no-link' });
    await expect(accounts.lookAtLink('invitation', token, visit())).rejects.toMatchObject({ code: 'account.no-link' });
    expect((await audits(id)).map(({ operation }) => operation)).toEqual(expect.arrayContaining(['account.invite-person', 'account.accept-invitation', 'account.sign-in']));
  });

  test('a password that does not do leaves the link good', async () => {
    const { id, token } = await invited();
    await expect(accounts.acceptInvitation(token, 'ngắn', visit())).rejects.toMatchObject({ code: 'account.password-short' });
    await expect(accounts.acceptInvitation(token, 'minhhanh12345', visit())).rejects.toMatchObject({ kind: 'invalid' });
    expect(await accounts.acceptInvitation(token, PASSWORD, visit())).toEqual({ personId: id });
  });

  test('of two people who use it at once, one succeeds', async () => {
    const { token } = await invited();
    const answers = await Promise.allSettled([accounts.acceptInvitation(token, PASSWORD, visit()), accounts.acceptInvitation(token, `${PASSWORD} hai`, visit())]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('a second invitation ends the first; one is good for seven days; it is no reset link', async () => {
    const { id, token } = await invited();
    await perform(inviteByAdministrator, ctx(), { personId: id });
    await expect(accounts.acceptInvitation(token, PASSWORD, visit())).rejects.toMatchObject({ kind: 'missing' });
    const late = await invited();
    await expect(accounts.reset(late.token, PASSWORD, visit())).rejects.toMatchObject({ kind: 'missing' });
    await sql`update account.link set expires_at = expires_at - interval '6 days 23 hours 59 minutes' where person_id = ${late.id}`.execute(db);
    await accounts.lookAtLink('invitation', late.token, visit());
    await sql`update account.link set expires_at = expires_at - interval '2 minutes' where person_id = ${late.id}`.execute(db);
    await expect(accounts.acceptInvitation(late.token, PASSWORD, visit())).rejects.toMatchObject({ kind: 'missing' });
  });

  test('the token itself is stored nowhere once the mail is out', async () => {
    const { token } = await invited();
    for (const table of ['account.link', 'kernel.outbox', 'kernel.audit', 'kernel.request', 'account.verification']) {
      const rows = await all(owner, sql<{ text: string }>`select t::text as text from ${sql.table(table)} as t`);
      expect(rows.filter(({ text }) => text.includes(token))).toEqual([]);
    }
  });

  test('without a mail server, or without an address, the administrator can see the link and hand it over', async () => {
    const [an, binh] = [await person(), await person()];
    addresses.delete(binh.id);
    const bare = ctx({ mailer: undefined });
    expect(await perform(inviteByAdministrator, bare, { personId: an.id })).toEqual({ mailed: true });
    expect(await perform(inviteByAdministrator, ctx({ mailer: undefined }), { personId: binh.id })).toEqual({ mailed: false });
    await deliver(bare);
    const { mails: held } = await perform(listOutbox, bare, { state: 'held' });
    for (const { id } of [an, binh]) {
      const mail = held.find(({ personId }) => personId === id);
      const shown = await perform(showHeld, ctx(), { id: mail?.id ?? '' });
      const token = tokenIn(shown.link ?? '', 'invitation');
      expect(await accounts.acceptInvitation(token, PASSWORD, visit())).toEqual({ personId: id });
    }
  });

  test('nobody unknown or erased is invited, and no closed account', async () => {
    const [gone, closed] = [await person(), await member()];
    await sql`update kernel.person set erased_at = now() where id = ${gone.id}`.execute(owner);
    await expect(perform(inviteByAdministrator, ctx(), { personId: gone.id })).rejects.toMatchObject({ code: 'account.no-person' });
    await expect(perform(inviteByAdministrator, ctx(), { personId: newId() })).rejects.toMatchObject({ code: 'account.no-person' });
    await perform(closeAccount, ctx(), { personId: closed.id });
    await expect(perform(inviteByAdministrator, ctx(), { personId: closed.id })).rejects.toMatchObject({ code: 'account.closed' });
    expect((await perform(showAccount, ctx(), { personId: closed.id })).state).toBe('closed');
    await perform(openAccount, ctx(), { personId: closed.id });
    expect((await perform(showAccount, ctx(), { personId: closed.id })).state).toBe('active');
  });
});

describe('reset', () => {
  async function asked(login: string) {
    await accounts.requestReset(login, visit());
    await deliverNow();
    return tokenIn(mails.at(-1)?.text, 'reset');
  }

  test('sets a new password, ends all sessions, opens a locked account', async () => {
    const { id, code, email } = await member();
    const browser = jar();
    browser.take((await accounts.signIn({ login: code, password: PASSWORD }, visit())).cookies);
    for (let n = 0; n < 11; n++) await accounts.signIn({ login: code, password: 'wrong' }, visit()).catch(() => undefined);
    expect((await perform(showAccount, ctx(), { personId: id })).state).toBe('locked');
    const token = await asked(email);
    expect(await accounts.sessionOf(browser.headers())).toBeDefined();
    await accounts.reset(token, 'một câu hoàn toàn mới lạ', visit());
    expect(await accounts.sessionOf(browser.headers())).toBeUndefined();
    await accounts.signIn({ login: code, password: 'một câu hoàn toàn mới lạ' }, visit());
    await expect(accounts.signIn({ login: code, password: PASSWORD }, visit())).rejects.toMatchObject({ code: 'account.wrong' });
    await expect(accounts.reset(token, PASSWORD, visit())).rejects.toMatchObject({ code: 'account.no-link' });
    expect((await audits(id)).map(({ operation }) => operation)).toEqual(expect.arrayContaining(['account.request-reset', 'account.reset']));
  });

  test('a link is good for one hour', async () => {
    const { id, code } = await member();
    const token = await asked(code);
    await sql`update account.link set expires_at = expires_at - interval '1 hour' where person_id = ${id}`.execute(db);
    await expect(accounts.reset(token, PASSWORD, visit())).rejects.toMatchObject({ code: 'account.no-link' });
  });

  test('asking for an unknown name answers the same, after the same time, and sends nothing', async () => {
    const time = async (login: string) => {
      const start = performance.now();
      expect(await accounts.requestReset(login, visit())).toBeUndefined();
      return performance.now() - start;
    };
    // In turns, and the quickest of each: what else the machine does then weighs on none.
    const quickest = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let n = 0; n < 4; n++) {
      for (const [kind, login] of [(await member()).code, `CB-NOBODY-${n}`, `nobody-${n}@hanoi.example`].entries()) {
        quickest[kind] = Math.min(quickest[kind] ?? 0, await time(login));
      }
    }
    expect(Math.max(...quickest) - Math.min(...quickest)).toBeLessThan(150);
    const waiting = await one(owner, sql<{ count: number }>`select count(*) as count from kernel.outbox where body_key = 'account.mail.reset' and state = 'queued'`);
    expect(waiting).toEqual({ count: 4 });
    await deliverNow();
  });

  test('more than three an hour for one name send no more mails; many from one address are refused', async () => {
    const { email } = await member();
    for (let n = 0; n < 5; n++) await accounts.requestReset(email, visit());
    await deliverNow();
    expect(mails.filter(({ to }) => to === email)).toHaveLength(3);
    const noisy = visit();
    await sql`insert into account.rate (key, since, count) values (${`reset-ip:${noisy.ip}`}, now(), 60)`.execute(db);
    await expect(accounts.requestReset('x', noisy)).rejects.toMatchObject({ kind: 'limit', code: 'account.too-often' });
  });

  test('guessing tokens is limited', async () => {
    const noisy = visit();
    await sql`insert into account.rate (key, since, count) values (${`link:${noisy.ip}`}, now(), 300)`.execute(db);
    await expect(accounts.reset('x'.repeat(43), PASSWORD, noisy)).rejects.toMatchObject({ kind: 'limit' });
    await expect(accounts.reset('x'.repeat(43), PASSWORD, visit())).rejects.toMatchObject({ kind: 'missing' });
  });

  test('the mail goes to the address of the register as it is now', async () => {
    const { id, code, email } = await member();
    addresses.set(id, 'new@hanoi.example');
    await accounts.requestReset(code, visit());
    await deliverNow();
    expect(mails.at(-1)?.to).toBe('new@hanoi.example');
    await accounts.signIn({ login: 'new@hanoi.example', password: PASSWORD }, visit());
    await expect(accounts.signIn({ login: email, password: PASSWORD }, visit())).rejects.toMatchObject({ code: 'account.wrong' });
  });

  test('two people may share a mail address in the register; only one signs in by it', async () => {
    const [an, binh] = [await member(), await member()];
    addresses.set(binh.id, an.email);
    await accounts.setEmail(db, binh.id, an.email);
    for (const { code } of [an, binh]) await accounts.signIn({ login: code, password: PASSWORD }, visit());
    const browser = jar();
    browser.take((await accounts.signIn({ login: an.email, password: PASSWORD }, visit())).cookies);
    expect(await accounts.sessionOf(browser.headers())).toMatchObject({ personId: an.id });
  });
});
