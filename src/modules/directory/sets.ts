import { sql } from '#base/db/index.ts';
import { set, type RatioDefinition, type SetDefinition } from '#kernel/set/index.ts';
import { AGE_BANDS, POST_KINDS, REGISTER_KINDS } from './model.ts';

const people = sql`
  select person.id as record, person.name as label, person.name_sort as sort, person.staff_code as detail
  from kernel.person`;

const units = sql`
  select version.unit_id as record, version.name_vi as label, version.name_vi collate kernel.vi as sort, version.kind as detail
  from kernel.unit_version as version
  where version.valid_to = (
    select max(last.valid_to)
    from kernel.unit_version as last
    where last.unit_id = version.unit_id)`;

const postings = sql`
  select posting.person_id as record, posting.unit_id, posting.valid_from, posting.valid_to, 1 as weight
  from kernel.posting
  where posting.main`;

const moved = ['directory.posting-started', 'directory.posting-ended'];

/** People who hold a main post. Someone with two posts counts once, where the main one is. */
const staffInPost = set({
  name: 'directory.staff-in-post',
  main: 'neither',
  title: 'directory.set.staff-in-post',
  about: 'directory.set.staff-in-post.about',
  measure: 'stock',
  facts: [...moved, 'directory.person-changed', 'directory.union-joined', 'directory.union-left'],
  rows: postings,
  sorted: sql`
    select posting.person_id as record, posting.unit_id, posting.valid_from, posting.valid_to, 1 as weight, posting.name_sort as sort
    from kernel.posting
    where posting.main`,
  dimensions: {
    kind: {
      title: 'directory.by-kind',
      values: [...POST_KINDS],
      rows: sql`
        select posting.person_id as record, posting.unit_id, posting.valid_from, posting.valid_to, 1 as weight, post.kind as slice
        from kernel.posting
        join kernel.post on post.id = posting.post_id
        where posting.main`,
    },
    sex: {
      title: 'directory.by-sex',
      values: ['female', 'male', 'unknown'],
      rows: sql`
        select posting.person_id as record, posting.unit_id, posting.valid_from, posting.valid_to, 1 as weight, coalesce(person.sex, 'unknown') as slice
        from kernel.posting
        join kernel.person on person.id = posting.person_id
        where posting.main`,
    },
    age: {
      title: 'directory.by-age',
      values: [...AGE_BANDS.map(({ name }) => name), 'unknown'],
      rows: sql`
        select posting.person_id as record, posting.unit_id,
          greatest(posting.valid_from, (person.birth_date + band.years_from * interval '1 year')::date) as valid_from,
          least(posting.valid_to, (person.birth_date + band.years_to * interval '1 year')::date) as valid_to,
          1 as weight, band.name as slice
        from kernel.posting
        join kernel.person on person.id = posting.person_id
        join (values ${sql.join(AGE_BANDS.map(({ name, from, to }) => sql`(${sql.lit(name)}, ${sql.lit(from)}, ${sql.lit(to)})`))}) as band (name, years_from, years_to)
          on posting.valid_from < (person.birth_date + band.years_to * interval '1 year')::date
          and posting.valid_to > (person.birth_date + band.years_from * interval '1 year')::date
        where posting.main
        union all
        select posting.person_id, posting.unit_id, posting.valid_from, posting.valid_to, 1, 'unknown'
        from kernel.posting
        join kernel.person on person.id = posting.person_id
        where posting.main
          and person.birth_date is null`,
    },
    union: {
      title: 'directory.by-union',
      values: ['member', 'other'],
      rows: sql`
        select posting.person_id as record, posting.unit_id, lower(days.range) as valid_from, coalesce(upper(days.range), 'infinity') as valid_to, 1 as weight, days.slice
        from kernel.posting
        left join lateral (
          select coalesce(range_agg(daterange(membership.valid_from, membership.valid_to)), '{}'::datemultirange) as ranges
          from directory.union_membership as membership
          where membership.person_id = posting.person_id
        ) as member on true
        cross join lateral (
          select unnest(datemultirange(daterange(posting.valid_from, posting.valid_to)) * member.ranges) as range, 'member' as slice
          union all
          select unnest(datemultirange(daterange(posting.valid_from, posting.valid_to)) - member.ranges), 'other'
        ) as days
        where posting.main`,
    },
  },
  records: people,
  href: (record) => `/people/${record}`,
  see: 'directory.see-persons',
  people: true,
});

/** People in post who used their account within the last 90 days. */
const accountUsed = set({
  name: 'directory.accounts-used',
  title: 'directory.set.accounts-used',
  about: 'directory.set.accounts-used.about',
  measure: 'stock',
  facts: [...moved, 'directory.account-used'],
  rows: sql`
    select posting.person_id as record, posting.unit_id,
      greatest(posting.valid_from, used.valid_from) as valid_from,
      least(posting.valid_to, used.valid_to) as valid_to,
      1 as weight
    from kernel.posting
    join directory.account_use as used
      on used.person_id = posting.person_id
      and used.valid_from < posting.valid_to
      and used.valid_to > posting.valid_from
    where posting.main`,
  dimensions: {},
  records: people,
  href: (record) => `/people/${record}`,
  see: 'directory.see-persons',
  people: true,
  base: 'directory.staff-in-post',
});

/** Posts that stand open to be filled. */
const postsVacant = set({
  name: 'directory.posts-vacant',
  main: 'lower',
  title: 'directory.set.posts-vacant',
  about: 'directory.set.posts-vacant.about',
  measure: 'stock',
  facts: [...moved, 'directory.post-opened', 'directory.post-closed'],
  rows: sql`
    select post.id as record, post.unit_id, lower(days.range) as valid_from, coalesce(upper(days.range), 'infinity') as valid_to, 1 as weight
    from kernel.post
    left join lateral (
      select coalesce(range_agg(daterange(posting.valid_from, posting.valid_to)), '{}'::datemultirange) as ranges
      from kernel.posting
      where posting.post_id = post.id
    ) as held on true
    cross join lateral unnest(datemultirange(daterange(post.valid_from, post.valid_to)) - held.ranges) as days (range)`,
  dimensions: {},
  records: sql`
    select post.id as record, post.title as label, post.title collate kernel.vi as sort, post.kind as detail
    from kernel.post`,
  href: (record) => `/posts/${record}`,
  see: 'signed-in',
  people: false,
});

/** Units that keep a register of their staff. */
const registers = set({
  name: 'directory.registers',
  title: 'directory.set.registers',
  about: 'directory.set.registers.about',
  measure: 'stock',
  facts: ['directory.unit-changed'],
  rows: sql`
    select version.unit_id as record, version.unit_id, version.valid_from, version.valid_to, 1 as weight
    from kernel.unit_version as version
    where version.kind = any(${sql.lit(`{${REGISTER_KINDS.join(',')}}`)}::text[])`,
  dimensions: {},
  records: units,
  href: (record) => `/units/${record}`,
  see: 'signed-in',
  people: false,
});

/** Of these, the ones whose head confirmed the register within the last 90 days. */
const registersConfirmed = set({
  name: 'directory.registers-confirmed',
  title: 'directory.set.registers-confirmed',
  about: 'directory.set.registers-confirmed.about',
  measure: 'stock',
  facts: ['directory.unit-changed', 'directory.register-confirmed'],
  rows: sql`
    select version.unit_id as record, version.unit_id,
      greatest(version.valid_from, confirmed.valid_from) as valid_from,
      least(version.valid_to, confirmed.valid_to) as valid_to,
      1 as weight
    from kernel.unit_version as version
    join directory.register_confirmation as confirmed
      on confirmed.unit_id = version.unit_id
      and confirmed.valid_from < version.valid_to
      and confirmed.valid_to > version.valid_from
    where version.kind = any(${sql.lit(`{${REGISTER_KINDS.join(',')}}`)}::text[])`,
  dimensions: {},
  records: units,
  href: (record) => `/units/${record}`,
  see: 'signed-in',
  people: false,
});

/** The sets of the register. */
export const sets: SetDefinition[] = [staffInPost, accountUsed, postsVacant, registers, registersConfirmed];

/** The shares of the register. */
export const ratios: RatioDefinition[] = [
  {
    name: 'directory.share-accounts-used',
    main: 'higher',
    title: 'directory.ratio.accounts-used',
    about: 'directory.set.accounts-used.about',
    numerator: 'directory.accounts-used',
    denominator: 'directory.staff-in-post',
  },
  {
    name: 'directory.share-registers-confirmed',
    main: 'higher',
    title: 'directory.ratio.registers-confirmed',
    about: 'directory.set.registers-confirmed.about',
    numerator: 'directory.registers-confirmed',
    denominator: 'directory.registers',
  },
];
