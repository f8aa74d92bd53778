import { all, inTransaction, sql, type Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { AddressOf } from '#kernel/message/index.ts';
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
