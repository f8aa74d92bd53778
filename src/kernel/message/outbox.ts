import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Values } from '#base/problem/index.ts';
import type { Locale } from '#base/text/index.ts';
import { enqueue } from '#kernel/job/index.ts';
import type { OutChannel } from './channels/carrier.ts';
import { deliverJob } from './deliver.ts';
import { notBefore } from './quiet.ts';

/** A letter to be sent, by mail unless another channel is named: keys of its sentences in locales, the page it leads to. */
export type NewMail = {
  /** Id of its row, for whoever follows what becomes of it; a new one when left out. */
  id?: string;
  /** The way on which it leaves; mail when left out. */
  channel?: OutChannel;
  personId?: string | undefined;
  /** Mail address; telephone number for `sms`; the person's id for `web-push`. Undefined when none is known: the mail is then held for the administrator. */
  address: string | undefined;
  locale: Locale;
  subjectKey: string;
  bodyKey: string;
  values?: Values;
  /** Path of the page, beginning with `/`. */
  href?: string | undefined;
  /** Leaves at once, also at night: what a person waits for at the screen. */
  urgent?: boolean;
  /** Holds a one-time link: never joined with others, wiped once sent, not listed with its content. */
  secret?: boolean;
  /** Documents that it carries, by id, in their order. */
  attachments?: string[];
  /** Of no use later: it is not sent any more then. */
  expiresAt?: Temporal.Instant;
};

/** Adds mails to the outbox; pass the transaction of the act they tell of. Nothing is sent before it commits. */
export async function queueMail(ctx: { db: Db; now: Temporal.Instant }, mails: NewMail[]): Promise<void> {
  if (mails.length === 0) return;
  await all(
    ctx.db,
    sql`
      insert into kernel.outbox
        (id, channel, person_id, address, locale, subject_key, body_key, data, href, attachments, urgent, secret, state,
         next_at, expires_at, created_at)
      select mail.id, mail.channel, mail.person_id, mail.address, mail.locale, mail.subject_key, mail.body_key, mail.data, mail.href,
        array(select item.id::uuid from jsonb_array_elements_text(mail.attachments) with ordinality as item (id, place) order by item.place), mail.urgent, mail.secret,
        case when mail.address is null then 'held' else 'queued' end, mail.next_at, mail.expires_at, ${ctx.now.toString()}
      from unnest(
        ${mails.map(({ id }) => id ?? newId())}::uuid[],
        ${mails.map(({ channel }) => channel ?? 'email')}::text[],
        ${mails.map(({ personId }) => personId ?? null)}::uuid[],
        ${mails.map(({ address }) => address ?? null)}::text[],
        ${mails.map(({ locale }) => locale)}::text[],
        ${mails.map(({ subjectKey }) => subjectKey)}::text[],
        ${mails.map(({ bodyKey }) => bodyKey)}::text[],
        ${mails.map(({ values }) => JSON.stringify(values ?? {}))}::jsonb[],
        ${mails.map(({ href }) => href ?? null)}::text[],
        ${mails.map(({ attachments }) => JSON.stringify(attachments ?? []))}::jsonb[],
        ${mails.map(({ urgent }) => urgent ?? false)}::boolean[],
        ${mails.map(({ secret }) => secret ?? false)}::boolean[],
        ${mails.map(({ urgent }) => notBefore(ctx.now, urgent ?? false).toString())}::timestamptz[],
        ${mails.map(({ expiresAt }) => expiresAt?.toString() ?? null)}::timestamptz[]
      ) as mail (id, channel, person_id, address, locale, subject_key, body_key, data, href, attachments, urgent, secret, next_at, expires_at)`,
  );
  // What can wait is found by the task that looks every half minute.
  if (mails.some(({ urgent }) => urgent)) await enqueue(ctx.db, deliverJob, {}, { singletonKey: 'now' });
}
