import { sql } from '#base/db/index.ts';
import type { PersonalData } from '#kernel/personal/index.ts';

/** What the programme holds on a person: what they answer for, reported, appraised, were given at meetings. It names them by an id only, so that erasing the record leaves no name. */
export const personal: PersonalData = {
  tables: [
    { table: 'programme.report', of: (id) => sql`told.reported_by = ${id}` },
    { table: 'programme.appraisal', of: (id) => sql`told.appraised_by = ${id}` },
    { table: 'programme.score_act', of: (id) => sql`told.acted_by = ${id} or told.owner_id = ${id}` },
    { table: 'programme.meeting_version', of: (id) => sql`${id} = any(told.members)`, without: ['members'] },
  ],
  keeps: [{ title: 'personal.programme', text: 'personal.programme-text' }],
};
