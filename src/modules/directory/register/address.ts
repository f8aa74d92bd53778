import { all, inTransaction, sql, type Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { AddressOf, PhoneOf } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { useAccounts } from './acts.ts';

/** The e-mail addresses of people, as the register has them; people without one are left out. */
export const addressOf: AddressOf = async (db, personIds) => {
  const rows = await all(
    db,
    sql<{ person_id: string; email: string; locale: Locale }>`
      select contact.person_id, contact.email, contact.locale
      from directory.contact
      where contact.person_id = any(${personIds}::uuid[])
        and contact.email is not null`,
  );
  return new Map(rows.map(({ person_id, email, locale }) => [person_id, { email, locale }]));
};

/** The telephone numbers of people with their country code, as gateways want them; people without a number that can be dialled are left out. */
export const phoneOf: PhoneOf = async (db, personIds) => {
  const rows = await all(
    db,
    sql<{ person_id: string; phone: string; locale: Locale }>`
      select contact.person_id, contact.phone, contact.locale
      from directory.contact
      where contact.person_id = any(${personIds}::uuid[])
        and contact.phone is not null`,
  );
  return new Map(
    rows.flatMap(({ person_id, phone, locale }) => {
      const dialled = dialledOf(phone);
      return dialled === undefined ? [] : [[person_id, { phone: dialled, locale }] as const];
    }),
  );
};

/** A Vietnamese number in international form (+84912345678) however it was written; undefined when it is none. Pure. */
export function dialledOf(phone: string): string | undefined {
  const digits = phone.replaceAll(/[\s.()-]/g, '');
  const national = /^(?:\+84|0084|84|0)([1-9]\d{8,9})$/.exec(digits)?.[1];
  return national === undefined ? undefined : `+84${national}`;
}

/** The one person whose address this is; undefined when it is nobody's. */
export async function findByEmail(db: Db, email: string): Promise<string | undefined> {
  const rows = await all(
    db,
    sql<{ person_id: string }>`
      select contact.person_id
      from directory.contact
      where lower(contact.email) = lower(${email})`,
  );
  return rows[0]?.person_id;
}

/** Notes that a person used the account today. */
export async function noteAccountUse(ctx: Ctx, personId: string): Promise<void> {
  await inTransaction(ctx.db, (db) => useAccounts({ ...ctx, db }, [{ personId, day: ctx.today }]));
}
