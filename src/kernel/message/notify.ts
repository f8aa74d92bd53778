import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Values } from '#base/problem/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { Mailer } from './mailer.ts';
import { queueMail } from './outbox.ts';

/** The mail address and language of people; whoever has no address is left out of the answer. */
export type AddressOf = (db: Db, personIds: string[]) => Promise<Map<string, { email: string; locale: Locale }>>;

declare module '#kernel/operation/services.ts' {
  interface Services {
    /** Where people's mail goes; given by the module that keeps contacts. */
    addressOf: AddressOf;
    /** The mail server; undefined when none is configured: mails are then held for the administrator. */
    mailer: Mailer | undefined;
  }
}

/**
 * What to tell whom. `key` is a whole sentence of locales that can stand alone as the subject of a mail; `href` a path beginning with `/`;
 * `attachments` documents that the mail carries: they leave the house, so who may read them must follow from being told.
 */
export type Notice = { to: string[]; key: string; values?: Values; href?: string; email?: boolean; attachments?: string[] };

/** Tells people something: in Khuê always, by mail too when `email`. Pass the context of the act, so that both stand or fall together. */
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
  if (notice.email !== true) return;
  const addresses = await ctx.services.addressOf(ctx.db, people);
  const mails = [...addresses].map(([personId, { email, locale }]) => ({
    personId,
    address: email,
    locale,
    subjectKey: notice.key,
    bodyKey: notice.key,
    ...(notice.values === undefined ? {} : { values: notice.values }),
    href: notice.href,
    ...(notice.attachments === undefined ? {} : { attachments: notice.attachments }),
  }));
  await queueMail(ctx, mails);
}

/** Removes everything told to a person, for erasure. */
export async function eraseMessages(db: Db, personId: string): Promise<void> {
  await all(db, sql`delete from kernel.message where message.person_id = ${personId}`);
  await all(db, sql`delete from kernel.outbox where outbox.person_id = ${personId}`);
}
