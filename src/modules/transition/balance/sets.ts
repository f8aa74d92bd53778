import { sql, type RawBuilder } from '#base/db/index.ts';
import { set, type RatioDefinition, type SetDefinition } from '#kernel/set/index.ts';

const PEOPLE = 'directory.staff-in-post';
const STEPPED = 'transition.case-stepped';

const cases = sql`
  select held.case_id as record, person.name as label, person.name_sort as sort, post.title as detail
  from transition.person_case as held
  join kernel.person on person.id = held.person_id
  join kernel.post on post.id = held.post_id`;

/** Whose case it is. */
const holderOf = (caseId: RawBuilder<unknown>) => sql`(select mine.person_id from transition.person_case as mine where mine.case_id = ${caseId})`;

/** Cases of people: counted where the initiative lies, protected by how many are in post there. */
const ofPeople = {
  measure: 'stock',
  dimensions: {},
  see: 'transition.handle-cases',
  people: true,
  base: PEOPLE,
  person: holderOf,
  records: cases,
  href: (record: string) => `/transition/cases/${record}/work`,
} as const;

const named = (name: string) => ({ name: `transition.${name}`, title: `transition-balance.set.${name}`, about: `transition-balance.set.${name}.about` });

/** Days on which a case took a step for the first time, as rows of a set. */
const firstStep = (step: string) => sql`
  select held.case_id as record, file.unit_id, min(done.day) as valid_from, 'infinity'::date as valid_to, 1 as weight
  from transition.person_case as held
  join kernel.case_file as file on file.id = held.case_id
  join kernel.case_step as done
    on done.case_id = held.case_id
    and done.step = ${sql.lit(step)}
  group by held.case_id, file.unit_id`;

const affected = set({
  ...ofPeople,
  ...named('affected'),
  main: 'neither',
  facts: [STEPPED],
  rows: sql`
    select held.case_id as record, file.unit_id, file.opened_on as valid_from, 'infinity'::date as valid_to, 1 as weight
    from transition.person_case as held
    join kernel.case_file as file on file.id = held.case_id`,
});

const consulted = set({
  ...ofPeople,
  ...named('consulted'),
  facts: [STEPPED, 'transition.consultation-stepped'],
  rows: sql`
    select held.case_id as record, file.unit_id, greatest(file.opened_on, min(done.day)) as valid_from, 'infinity'::date as valid_to, 1 as weight
    from transition.person_case as held
    join kernel.case_file as file on file.id = held.case_id
    join transition.consultation as talk
      on talk.initiative_id = held.initiative_id
      and talk.about = 'plan'
    join kernel.case_step as done
      on done.case_id = talk.case_id
      and done.step = 'conclude'
    group by held.case_id, file.unit_id, file.opened_on`,
});

const retrained = set({ ...ofPeople, ...named('retrained'), facts: [STEPPED], rows: firstStep('accept-retraining') });

const redeployed = set({
  ...ofPeople,
  ...named('redeployed'),
  facts: [STEPPED],
  rows: sql`
    select held.case_id as record, file.unit_id, done.day as valid_from, back.day as valid_to, 1 as weight
    from transition.person_case as held
    join kernel.case_file as file on file.id = held.case_id
    join kernel.case_step as done
      on done.case_id = held.case_id
      and done.step = 'redeploy'
    cross join lateral (
      select coalesce(min(later.day), 'infinity') as day
      from kernel.case_step as later
      where later.case_id = held.case_id
        and later.step = 'come-back'
        and later.number > done.number
    ) as back
    where done.day < back.day`,
});

const left = set({ ...ofPeople, ...named('left'), facts: [STEPPED], rows: firstStep('end') });

const leftEntitled = set({
  ...ofPeople,
  ...named('left-entitled'),
  facts: ['transition.due-fixed', 'transition.paid'],
  rows: sql`
    select latest.case_id as record, file.unit_id, full_on.day as valid_from, 'infinity'::date as valid_to, 1 as weight
    from transition.due as latest
    join kernel.case_file as file on file.id = latest.case_id
    cross join lateral (
      select case when latest.amount = 0 then latest.fixed_on else min(sums.day) end as day
      from (
        select payment.day, sum(payment.amount) over (order by payment.day, payment.id) as paid
        from transition.payment
        where payment.case_id = latest.case_id
      ) as sums
      where sums.paid >= latest.amount
    ) as full_on
    where full_on.day is not null
      and latest.number = (
        select max(newest.number)
        from transition.due as newest
        where newest.case_id = latest.case_id)`,
});

const leftBehind = set({
  ...ofPeople,
  ...named('left-behind'),
  main: 'lower',
  facts: ['transition.left-behind'],
  person: (record) => holderOf(sql`(select one.case_id from transition.left_behind as one where one.id = ${record})`),
  records: sql`
    select known.id as record, person.name as label, person.name_sort as sort, known.why as detail
    from transition.left_behind as known
    join transition.person_case as held on held.case_id = known.case_id
    join kernel.person on person.id = held.person_id`,
  href: () => '/cases?whose=units',
  rows: sql`
    select known.id as record, file.unit_id, known.since as valid_from, known.until as valid_to, 1 as weight
    from transition.left_behind as known
    join kernel.case_file as file on file.id = known.case_id
    where known.since < known.until`,
});

/** Money is protected by how many people left: the sum of one person is that person's. */
const moneyDue = set({
  ...ofPeople,
  ...named('money-due'),
  take: 'weight',
  base: 'transition.left',
  facts: ['transition.due-fixed'],
  rows: sql`
    select fixed.case_id as record, file.unit_id, fixed.fixed_on as valid_from, fixed.ends as valid_to, fixed.amount as weight
    from (
      select due.case_id, due.fixed_on, due.amount, coalesce(lead(due.fixed_on) over (partition by due.case_id order by due.number), 'infinity') as ends
      from transition.due
    ) as fixed
    join kernel.case_file as file on file.id = fixed.case_id
    where fixed.fixed_on < fixed.ends`,
});

const moneyPaid = set({
  ...ofPeople,
  ...named('money-paid'),
  take: 'weight',
  base: 'transition.left',
  facts: ['transition.paid'],
  person: (record) => holderOf(sql`(select one.case_id from transition.payment as one where one.id = ${record})`),
  records: sql`
    select payment.id as record, person.name as label, person.name_sort as sort, payment.voucher as detail
    from transition.payment
    join transition.person_case as held on held.case_id = payment.case_id
    join kernel.person on person.id = held.person_id`,
  href: () => '/cases?whose=units',
  rows: sql`
    select payment.id as record, file.unit_id, payment.day as valid_from, 'infinity'::date as valid_to, payment.amount as weight
    from transition.payment
    join kernel.case_file as file on file.id = payment.case_id`,
});

/** Terms of the cases of this module by their last day; a term is named by the fact of the step that started it. */
const terms = (kept: boolean) => sql`
  select begun.fact_id as record, file.unit_id, term.due as valid_from, 'infinity'::date as valid_to, 1 as weight
  from kernel.case_term as term
  join kernel.case_file as file on file.id = term.case_id
  join kernel.case_step as begun
    on begun.case_id = term.case_id
    and begun.number = term.number
  where starts_with(file.procedure, 'transition.')
    and term.due < 'infinity'
    and ${kept ? sql`term.stopped <= term.due` : sql`true`}`;

const ofTerms = {
  measure: 'flow',
  dimensions: {},
  see: 'transition.handle-cases',
  people: false,
  facts: [STEPPED, 'transition.consultation-stepped', 'transition.appeal-stepped', 'transition.offer-stepped'],
  records: sql`
    select begun.fact_id as record, file.title as label, file.title collate kernel.vi as sort, begun.step as detail
    from kernel.case_step as begun
    join kernel.case_file as file on file.id = begun.case_id
    where starts_with(file.procedure, 'transition.')`,
  href: () => '/cases?whose=units',
} as const;

const termsDue = set({ ...ofTerms, ...named('terms-due'), facts: [...ofTerms.facts], rows: terms(false) });
const termsKept = set({ ...ofTerms, ...named('terms-kept'), facts: [...ofTerms.facts], rows: terms(true) });

/** The sets of the human balance. */
export const balanceSets: SetDefinition[] = [affected, consulted, retrained, redeployed, left, leftEntitled, leftBehind, moneyDue, moneyPaid, termsDue, termsKept];

/** The shares of the human balance. */
export const balanceRatios: RatioDefinition[] = [
  {
    name: 'transition.share-terms-kept',
    main: 'higher',
    title: 'transition-balance.ratio.terms-kept',
    about: 'transition-balance.set.terms-kept.about',
    numerator: 'transition.terms-kept',
    denominator: 'transition.terms-due',
  },
];
