import { sql } from '#base/db/index.ts';
import { set, type RatioDefinition, type SetDefinition } from '#kernel/set/index.ts';
import { LINE_STATES, type LineState } from './model.ts';

const records = sql`
  select line.id as record, person.name as label, person.name_sort as sort, campaign.title_vi as detail
  from campaigns.line
  join kernel.person on person.id = line.person_id
  join campaigns.campaign on campaign.id = line.campaign_id`;

/** States of people: protected by how many are on rosters; a list that says how somebody did asks for a purpose and shows the look to each person. */
const ofPeople: Omit<SetDefinition, 'name' | 'title' | 'about' | 'rows'> = {
  measure: 'stock',
  dimensions: {},
  see: 'campaigns.help-unit',
  looks: true,
  people: true,
  facts: ['campaigns.line-entered', 'campaigns.line-changed'],
  records,
  person: (record) => sql`(select told.person_id from campaigns.line as told where told.id = ${record})`,
  href: () => '/campaigns/contact',
};

/** People (lines) who are to understand a campaign: all on rosters but those excused and those who left. */
const roster = set({
  ...ofPeople,
  name: 'campaigns.asked',
  title: 'campaigns.set.asked',
  about: 'campaigns.set.asked.about',
  rows: rowsIn(['invited', 'reached', 'read', 'checked', 'needs-help', 'understood']),
});

/** Of these, the ones who have at least opened it. */
const reached = set({
  ...ofPeople,
  base: 'campaigns.asked',
  name: 'campaigns.reached',
  title: 'campaigns.set.reached',
  about: 'campaigns.set.reached.about',
  rows: rowsIn(['reached', 'read', 'checked', 'needs-help', 'understood']),
});

/** One set for each state: who stands exactly there. */
const byState = LINE_STATES.map((state) =>
  set({
    ...ofPeople,
    ...(['excused', 'left'].includes(state) ? {} : { base: 'campaigns.asked' }),
    name: `campaigns.state-${state}`,
    title: `campaigns.set.${state}`,
    about: `campaigns.set.${state}.about`,
    rows: rowsIn([state]),
  }),
);

function rowsIn(states: LineState[]) {
  return sql`
    select span.line_id as record, span.unit_id, span.valid_from, span.valid_to, 1 as weight
    from campaigns.line_span as span
    where span.state = any(${states}::text[])
      and span.valid_from < span.valid_to`;
}

/** The sets of campaigns. */
export const sets: SetDefinition[] = [roster, reached, ...byState];

/** The shares of campaigns. */
export const ratios: RatioDefinition[] = [
  { name: 'campaigns.share-reached', title: 'campaigns.ratio.reached', about: 'campaigns.set.reached.about', numerator: 'campaigns.reached', denominator: 'campaigns.asked' },
  {
    name: 'campaigns.share-understood',
    title: 'campaigns.ratio.understood',
    about: 'campaigns.ratio.understood.about',
    numerator: 'campaigns.state-understood',
    denominator: 'campaigns.asked',
    main: 'higher',
  },
];
