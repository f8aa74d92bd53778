import { sql } from '#base/db/index.ts';
import { set, type RatioDefinition, type SetDefinition } from '#kernel/set/index.ts';

const people = sql`
  select person.id as record, person.name as label, person.name_sort as sort, person.staff_code as detail
  from kernel.person`;

/** The days on which a person held a certification that was in a state. */
const held = (state: string) => sql`
    select coalesce(range_agg(daterange(span.valid_from, span.valid_to)), '{}'::datemultirange) as ranges
    from skills.certificate
    join skills.certificate_span as span on span.certificate_id = certificate.id
    where certificate.person_id = holder.person_id
      and certificate.kind = 'certification'
      and span.state = ${sql.lit(state)}`;

const holders = sql`
  from (
    select distinct certificate.person_id
    from skills.certificate
    where certificate.kind = 'certification'
  ) as holder
  join kernel.posting
    on posting.person_id = holder.person_id
    and posting.main
  cross join lateral (${held('valid')}) as valid
  cross join lateral (${held('lapsed')}) as lapsed`;

const facts = ['certificate-issued', 'certificate-lapsed', 'certificate-restored', 'certificate-revoked'].map((kind) => `skills.${kind}`);
const common = {
  measure: 'stock' as const,
  facts: ['directory.posting-started', 'directory.posting-ended', ...facts],
  dimensions: {},
  records: people,
  href: (record: string) => `/people/${record}`,
  see: 'skills.see-results',
  people: true,
  base: 'directory.staff-in-post',
};

/** People in post whose certificate holds. Someone with two certificates counts once. */
const certified = set({
  ...common,
  name: 'skills.people-certified',
  title: 'skills-certificates.set-certified',
  about: 'skills-certificates.set-certified-about',
  rows: sql`
  select posting.person_id as record, posting.unit_id, lower(days.range) as valid_from, coalesce(upper(days.range), 'infinity') as valid_to, 1 as weight
  ${holders}
  cross join lateral unnest(datemultirange(daterange(posting.valid_from, posting.valid_to)) * valid.ranges) as days (range)`,
});

/** People in post who held a certificate that has lapsed, and hold none. */
const lapsed = set({
  ...common,
  name: 'skills.people-lapsed',
  title: 'skills-certificates.set-lapsed',
  about: 'skills-certificates.set-lapsed-about',
  rows: sql`
  select posting.person_id as record, posting.unit_id, lower(days.range) as valid_from, coalesce(upper(days.range), 'infinity') as valid_to, 1 as weight
  ${holders}
  cross join lateral unnest(datemultirange(daterange(posting.valid_from, posting.valid_to)) * (lapsed.ranges - valid.ranges)) as days (range)`,
});

/** Certified people. */
export const certificateSets: SetDefinition[] = [certified, lapsed];

/** Shares of certified people. */
export const certificateRatios: RatioDefinition[] = [
  {
    name: 'skills.share-certified',
    title: 'skills-certificates.share-certified',
    about: 'skills-certificates.set-certified-about',
    numerator: 'skills.people-certified',
    denominator: 'directory.staff-in-post',
  },
];
