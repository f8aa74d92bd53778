import { sql } from '#base/db/index.ts';
import { set } from '#kernel/set/index.ts';

/** People whose coefficient is at least 4. */
export const highCoefficient = set({
  name: 'directory.high-coefficient',
  title: 'directory.set.high-coefficient', // text keys of title and definition
  about: 'directory.set.high-coefficient.about',
  measure: 'stock', // it has its size on a day; a `flow` has it over a period
  facts: ['directory.posting-started', 'directory.posting-ended'], // after these its size may differ
  rows: sql`
    select posting.person_id as record, posting.unit_id, posting.valid_from, posting.valid_to, 1 as weight
    from kernel.posting
    where posting.main
      and posting.coefficient >= 4`,
  dimensions: {}, // or slices: the same rows with a column `slice`
  records: sql`select person.id as record, person.name as label, person.name_sort as sort, person.staff_code as detail from kernel.person`,
  href: (record) => `/people/${record}`,
  see: 'directory.see-persons', // who may open the records
  people: true, // small groups are protected
  base: 'directory.staff-in-post', // the group that must be large enough
});
