import { all, sql } from '#base/db/index.ts';
import type { PersonalData } from '#kernel/personal/index.ts';

const ofCases = (id: string) => sql`told.case_id in (select own.case_id from transition.person_case as own where own.person_id = ${id})`;

/** What transition holds on a person: the plan's lists, the case with what was computed and written, grounds of protection, requests to the union. */
export const personal: PersonalData = {
  tables: [
    { table: 'transition.calculation', of: ofCases },
    { table: 'transition.statement', of: ofCases },
  ],
  keeps: [{ title: 'personal.transition', text: 'personal.transition-text' }],
  erase: async (ctx, personId) => {
    await all(ctx.db, sql`delete from transition.protection where protection.person_id = ${personId}`);
  },
};
