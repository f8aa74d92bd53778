import { all, sql } from '#base/db/index.ts';
import type { PersonalData } from '#kernel/personal/index.ts';

const ofSittings = (id: string) => sql`told.sitting_id in (select own.id from skills.sitting as own where own.person_id = ${id})`;
const ofCertificates = (id: string) => sql`told.certificate_id in (select own.id from skills.certificate as own where own.person_id = ${id})`;

/** What skills holds on a person. Whether an answer was right is told once its sitting is over; which items a sitting keeps back would tell what others are asked. */
export const personal: PersonalData = {
  tables: [
    { table: 'skills.sitting', of: (id) => sql`told.person_id = ${id}`, without: ['closed', 'pilots', 'rules'] },
    { table: 'skills.answer', of: (id) => sql`told.sitting_id in (select own.id from skills.sitting as own where own.person_id = ${id} and own.state = 'finished')` },
    { table: 'skills.result', of: ofSittings },
    { table: 'skills.awareness_answer', of: (id) => sql`told.awareness_id in (select own.id from skills.awareness as own where own.person_id = ${id})` },
    { table: 'skills.certificate', of: (id) => sql`told.person_id = ${id}` },
    { table: 'skills.certificate_span', of: ofCertificates },
    { table: 'skills.certificate_outcome', of: ofCertificates },
    { table: 'skills.certificate_share', of: ofCertificates, without: ['token'] },
    { table: 'skills.probe_answer', of: (id) => sql`told.probe_id in (select own.id from skills.probe as own where own.person_id = ${id})` },
  ],
  keeps: [
    { title: 'personal.skills', text: 'personal.skills-text' },
    { title: 'personal.skills-awareness', text: 'personal.skills-awareness-text' },
    { title: 'personal.skills-certificates', text: 'personal.skills-certificates-text' },
  ],
  erase: async (ctx, personId) => {
    for (const statement of [
      sql`delete from skills.accommodation where accommodation.person_id = ${personId}`,
      sql`
      delete from skills.awareness_answer as given
      using skills.awareness
      where awareness.id = given.awareness_id
        and awareness.person_id = ${personId}`,
      sql`
      update skills.certificate_share as share
      set ended_at = coalesce(share.ended_at, ${ctx.now.toString()})
      from skills.certificate
      where certificate.id = share.certificate_id
        and certificate.person_id = ${personId}`,
    ])
      await all(ctx.db, statement);
  },
};
