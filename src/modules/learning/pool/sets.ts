import { sql } from '#base/db/index.ts';
import { set, type SetDefinition } from '#kernel/set/index.ts';
import { KINDS, REQUEST_STATES } from './model.ts';

const ofPeople = { see: 'learning.ask-pool', people: true, base: 'directory.staff-in-post' } as const;

/** The days on which a person and the unit both agreed while the person held the main post there; `joined` narrows further, and has `valid_from` and `valid_to`. */
const members = sql`
  from learning.pool_consent as own
  join learning.pool_consent as lent
    on lent.person_id = own.person_id
    and lent.side = 'unit'
  join kernel.posting
    on posting.person_id = own.person_id
    and posting.unit_id = lent.unit_id
    and posting.main`;

/** Members of the pool: both sides agree. */
const inPool = set({
  ...ofPeople,
  measure: 'stock',
  name: 'learning.pool-members',
  title: 'learning-pool.set.members',
  about: 'learning-pool.set.members.about',
  facts: ['learning.pool-member-changed', 'directory.posting-started', 'directory.posting-ended'],
  rows: sql`
    select own.person_id as record, posting.unit_id, greatest(own.valid_from, lent.valid_from, posting.valid_from) as valid_from,
      least(own.valid_to, lent.valid_to, posting.valid_to) as valid_to, 1 as weight
    ${members}
    where own.side = 'person'
      and greatest(own.valid_from, lent.valid_from, posting.valid_from) < least(own.valid_to, lent.valid_to, posting.valid_to)`,
  dimensions: {
    kind: {
      title: 'learning-pool.by-kind',
      values: [...KINDS],
      rows: sql`
        select own.person_id as record, posting.unit_id, greatest(own.valid_from, lent.valid_from, posting.valid_from, held.valid_from) as valid_from,
          least(own.valid_to, lent.valid_to, posting.valid_to, held.valid_to) as valid_to, 1 as weight, held.kind as slice
        ${members}
        join learning.pool_kind as held on held.person_id = own.person_id
        where own.side = 'person'
          and greatest(own.valid_from, lent.valid_from, posting.valid_from, held.valid_from) < least(own.valid_to, lent.valid_to, posting.valid_to, held.valid_to)`,
    },
  },
  records: sql`
    select member.person_id as record, person.name as label, person.name_sort as sort, person.staff_code as detail
    from learning.pool_member as member
    join kernel.person on person.id = member.person_id`,
  href: () => '/learning/pool',
});

const ofNeeds = {
  measure: 'stock' as const,
  facts: ['learning.pool-need-changed'],
  dimensions: {},
  see: 'learning.ask-pool',
  people: false,
  records: sql`
    select need.id as record, need.title as label, need.title collate kernel.vi as sort, to_char(need.starts, 'DD/MM/YYYY') as detail
    from learning.pool_need as need`,
  href: (record: string) => `/learning/pool/needs/${record}`,
};

/** Needs of units while they are open. */
const needs = set({
  ...ofNeeds,
  name: 'learning.pool-needs',
  title: 'learning-pool.set.needs',
  about: 'learning-pool.set.needs.about',
  rows: sql`
    select need.id as record, need.unit_id, need.stated_on as valid_from, coalesce(need.closed_on, 'infinity'::date) as valid_to, 1 as weight
    from learning.pool_need as need
    where need.stated_on < coalesce(need.closed_on, 'infinity'::date)`,
});

/** Of these, those on the days on which nobody in the pool met all of it. */
const unmet = set({
  ...ofNeeds,
  name: 'learning.pool-needs-unmet',
  title: 'learning-pool.set.unmet',
  about: 'learning-pool.set.unmet.about',
  rows: sql`
    select unmet.need_id as record, need.unit_id, unmet.valid_from, unmet.valid_to, 1 as weight
    from learning.pool_unmet as unmet
    join learning.pool_need as need on need.id = unmet.need_id
    where unmet.valid_from < unmet.valid_to`,
});

/** How each request stood from one event until the next. */
const stood = sql`
  select event.request_id, event.state, event.day as valid_from,
    coalesce(lead(event.day) over (partition by event.request_id order by event.at, event.id), 'infinity'::date) as valid_to
  from learning.pool_event as event`;

/** Requests of units, by how they stand. */
const requests = set({
  ...ofPeople,
  measure: 'stock',
  name: 'learning.pool-requests',
  person: (record) => sql`(select mine.person_id from learning.pool_request as mine where mine.id = ${record})`,
  title: 'learning-pool.set.requests',
  about: 'learning-pool.set.requests.about',
  facts: ['learning.pool-request-changed'],
  rows: sql`
    select request.id as record, request.unit_id, min(event.day) as valid_from, 'infinity'::date as valid_to, 1 as weight
    from learning.pool_request as request
    join learning.pool_event as event on event.request_id = request.id
    group by request.id, request.unit_id`,
  dimensions: {
    state: {
      title: 'learning-pool.by-state',
      values: [...REQUEST_STATES],
      rows: sql`
        select request.id as record, request.unit_id, stood.valid_from, stood.valid_to, 1 as weight, stood.state as slice
        from (${stood}) as stood
        join learning.pool_request as request on request.id = stood.request_id
        where stood.valid_from < stood.valid_to`,
    },
  },
  records: sql`
    select request.id as record, person.name as label, person.name_sort as sort, need.title as detail
    from learning.pool_request as request
    join learning.pool_need as need on need.id = request.need_id
    join kernel.person on person.id = request.person_id`,
  href: (record) => `/learning/pool/requests/${record}`,
});

/** Work for other units, confirmed; it weighs its hours, in the unit that gave them. */
const hours = set({
  ...ofPeople,
  measure: 'flow',
  take: 'weight',
  name: 'learning.pool-hours',
  person: (record) => sql`(select mine.person_id from learning.pool_hours as mine where mine.id = ${record})`,
  title: 'learning-pool.set.hours',
  about: 'learning-pool.set.hours.about',
  facts: ['learning.pool-hours-confirmed'],
  dimensions: {},
  rows: sql`
    select entry.id as record, entry.unit_id, entry.day as valid_from, 'infinity'::date as valid_to, entry.minutes / 60.0 as weight
    from learning.pool_hours as entry
    where entry.state = 'confirmed'`,
  records: sql`
    select entry.id as record, person.name as label, person.name_sort as sort, entry.note as detail
    from learning.pool_hours as entry
    join kernel.person on person.id = entry.person_id`,
  href: () => '/learning/pool/requests?which=asked',
});

/** Sets of the pool. */
export const poolSets: SetDefinition[] = [inPool, needs, unmet, requests, hours];
