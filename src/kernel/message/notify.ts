import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Values } from '#base/problem/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { Gateway } from './channels/gateway.ts';
import { peopleWithPush } from './channels/subscriptions.ts';
import type { Push } from './channels/web-push.ts';
import type { Mailer } from './mailer.ts';
import { queueMail, type NewMail } from './outbox.ts';

/** The mail address and language of people; whoever has no address is left out of the answer. */
export type AddressOf = (db: Db, personIds: string[]) => Promise<Map<string, { email: string; locale: Locale }>>;

/** The telephone number (digits, with country code) and language of people; whoever has none is left out of the answer. */
export type PhoneOf = (db: Db, personIds: string[]) => Promise<Map<string, { phone: string; locale: Locale }>>;

declare module '#kernel/operation/services.ts' {
  interface Services {
    /** Where people's mail goes; given by the module that keeps contacts. */
    addressOf: AddressOf;
    /** The mail server; undefined when none is configured: mails are then held for the administrator. */
    mailer: Mailer | undefined;
    /** Where people's SMS go; given by the module that keeps contacts. */
    phoneOf: PhoneOf;
    /** Web push; undefined where the program runs without it. */
    push: Push | undefined;
    /** The supplier's gateway for SMS or Zalo; undefined when none is configured. */
    gateway: Gateway | undefined;
  }
}

/**
 * What to tell whom. `key` is a whole sentence of locales that can stand alone as the subject of a mail; `href` a path beginning with `/`;
 * `attachments` documents that the mail carries: they leave the house, so who may read them must follow from being told.
 */
export type Notice = { to: string[]; key: string; values?: Values; href?: string; email?: boolean; push?: boolean; sms?: boolean; attachments?: string[] };

/** Tells people something: in Khuê always, by mail, push or SMS too when asked for. Pass the context of the act, so that all stand or fall together. */
export async function notify(ctx: Pick<Ctx, 'db' | 'now' | 'services'>, notice: Notice): Promise<void> {
  const people = [...new Set(notice.to)];
  if (people.length === 0) return;
  await all(
    ctx.db,
    sql`
      insert into kernel.message (id, person_id, key, data, href, created_at)
      select told.id, told.person_id, ${notice.key}, ${JSON.stringify(notice.values ?? {})}::jsonb, ${notice.href ?? null}, ${ctx.now.toString()}
      from unnest(${people.map(() => newId())}::uuid[], ${people}::uuid[]) as told (id, person_id)`,
  );
  await queueMail(ctx, await lettersOf(ctx, notice, people));
}

/** The letters of a notice, one a person and channel; whoever has no address on a channel gets none there. */
async function lettersOf({ db, services }: Pick<Ctx, 'db' | 'services'>, notice: Notice, people: string[]): Promise<NewMail[]> {
  const { key, values, href, email, push, sms, attachments = [] } = notice;
  const letter = { subjectKey: key, bodyKey: key, href, ...(values === undefined ? {} : { values }) };
  const mails = email === true ? await services.addressOf(db, people) : [];
  const browsers = push === true ? await peopleWithPush(db, people) : [];
  const phones = sms === true ? await services.phoneOf(db, people) : [];
  return [
    ...[...mails].map(([personId, { email: address, locale }]) => ({ ...letter, personId, address, locale, attachments })),
    ...[...browsers].map((personId) => ({ ...letter, channel: 'web-push' as const, personId, address: personId, locale: 'vi' as const })),
    ...[...phones].map(([personId, { phone, locale }]) => ({ ...letter, channel: 'sms' as const, personId, address: phone, locale })),
  ];
}

/** Removes everything told to a person, for erasure. */
export async function eraseMessages(db: Db, personId: string): Promise<void> {
  await all(db, sql`delete from kernel.message where message.person_id = ${personId}`);
  await all(db, sql`delete from kernel.outbox where outbox.person_id = ${personId}`);
  await all(db, sql`delete from kernel.push_subscription as browser where browser.person_id = ${personId}`);
}
