import { all, sql } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { AddressOf } from '#kernel/message/index.ts';

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
