import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { State as Version } from '../plans/rules.ts';
import { unitName } from '../plans/store.ts';
import type { Risk } from './model.ts';
import type { State } from './rules.ts';

/** A milestone as it is kept, with the day on which it was reached. */
export type Milestone = { id: string; title: string; due: Day; doneOn: Day | null };

/** An initiative as it stands, with its id. */
export type StoredInitiative = {
  id: string;
  key: string;
  number: number;
  step: number;
  state: State;
  titleVi: string;
  titleEn: string;
  aboutVi: string;
  aboutEn: string;
  planId: string | null;
  goal: string | null;
  targets: string[];
  unitId: string;
  unitVi: string;
  unitEn: string;
  personId: string | null;
  personCode: string | null;
  personName: string | null;
  starts: Day;
  ends: Day;
  milestones: Milestone[];
  dependsOn: string[];
  planned: number;
  spent: number;
  risks: Risk[];
  changesPosts: boolean;
  impactAssessed: boolean;
};

/** Whether a fact says that the impact of `initiative` on people was assessed, and nothing has corrected it. */
const impactAssessed = sql`exists (
  select 1
  from kernel.fact
  where fact.kind = 'programme.impact-assessed'
    and fact.subject = initiative.id
    and not exists (select 1 from kernel.fact as later where later.corrects = fact.id))`;

/** Whether a version of `initiative` ever met a condition: what stands may be looked for among these alone. */
export function everHeld(condition: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`initiative.id in (select version.initiative_id from programme.initiative_version as version where ${condition})`;
}

/** What `initiative` says now. */
const held = sql`(
      select version.number, version.title_vi, version.title_en, version.about_vi, version.about_en, version.plan_id, version.goal, version.targets, version.unit_id,
        version.person_id, version.starts, version.ends, version.milestones, version.depends_on, version.planned, version.risks, version.changes_posts
      from programme.initiative_version as version
      where version.initiative_id = initiative.id
      order by version.number desc
      limit 1
)`;

/** All initiatives, or those that meet a condition on `held` and `step`, names of units as of `day`; the first to begin first. */
export async function listStoredInitiatives(db: Db, day: Day, which: RawBuilder<boolean> = sql`true`): Promise<StoredInitiative[]> {
  return all(db, initiativeRows(day, which));
}

/** The query of it, to be sent with others. */
export function initiativeRows(day: Day, which: RawBuilder<boolean>): RawBuilder<StoredInitiative> {
  return sql<StoredInitiative>`
    select initiative.id, initiative.key, held.number, step.number as step, step.state, held.title_vi as "titleVi", held.title_en as "titleEn",
      held.about_vi as "aboutVi", held.about_en as "aboutEn", held.plan_id as "planId", held.goal, held.targets, held.unit_id as "unitId",
      coalesce(unit.name_vi, '') as "unitVi", coalesce(unit.name_en, '') as "unitEn", held.person_id as "personId", person.staff_code as "personCode",
      person.name as "personName", held.starts, held.ends, reached.milestones, held.depends_on as "dependsOn", held.planned, spent.amount as spent, held.risks,
      held.changes_posts as "changesPosts",
      ${impactAssessed} as "impactAssessed"
    from programme.initiative
    join lateral ${held} as held on true
    join lateral (
      select taken.number, taken.state
      from programme.initiative_step as taken
      where taken.initiative_id = initiative.id
      order by taken.number desc
      limit 1
    ) as step on true
    cross join lateral (
      select coalesce(sum(spending.amount), 0)::bigint as amount
      from programme.spending
      where spending.initiative_id = initiative.id
    ) as spent
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('id', mark.id, 'title', mark.title, 'due', mark.due, 'doneOn', done.reached_on) order by mark.due, mark.id), '[]') as milestones
      from jsonb_to_recordset(held.milestones) as mark (id uuid, title text, due date)
      left join programme.initiative_milestone as done
        on done.initiative_id = initiative.id
        and done.milestone_id = mark.id
    ) as reached
    left join kernel.person on person.id = held.person_id
    left join lateral ${unitName(sql`held.unit_id`, day)} as unit on true
    where ${which}
    order by held.starts, held.ends, initiative.key`;
}

/** A version of an initiative as it is put in. */
export type NewInitiative = Pick<
  StoredInitiative,
  | 'id'
  | 'key'
  | 'number'
  | 'titleVi'
  | 'titleEn'
  | 'aboutVi'
  | 'aboutEn'
  | 'planId'
  | 'goal'
  | 'targets'
  | 'unitId'
  | 'personId'
  | 'starts'
  | 'ends'
  | 'dependsOn'
  | 'planned'
  | 'risks'
  | 'changesPosts'
> & { milestones: { id: string; title: string; due: Day }[]; reason: string; changedBy: string | null; changedAt: string; factId: string };

/** Adds a version of an initiative, and the initiative when it is new. */
export async function addInitiativeVersion(db: Db, given: NewInitiative): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.initiative (id, key)
    values (${given.id}, ${given.key})
    on conflict on constraint initiative_pkey do nothing`,
  );
  await all(
    db,
    sql`
    insert into programme.initiative_version (initiative_id, number, title_vi, title_en, about_vi, about_en, plan_id, goal, targets, unit_id, person_id, starts, ends,
      milestones, depends_on, planned, risks, changes_posts, reason, changed_by, changed_at, fact_id)
    values (${given.id}, ${given.number}, ${given.titleVi}, ${given.titleEn}, ${given.aboutVi}, ${given.aboutEn}, ${given.planId}, ${given.goal},
      ${given.targets}::uuid[], ${given.unitId}, ${given.personId}, ${given.starts}, ${given.ends}, ${JSON.stringify(given.milestones)}::jsonb,
      ${given.dependsOn}::uuid[], ${given.planned}, ${JSON.stringify(given.risks)}::jsonb, ${given.changesPosts}, ${given.reason}, ${given.changedBy}, ${given.changedAt}, ${given.factId})`,
  );
}

/** Notes that an initiative came to a state. */
export async function addStep(
  db: Db,
  step: { id: string; number: number; from: State | null; state: State; reason: string; day: Day; takenBy: string | null; takenAt: string; factId: string },
): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.initiative_step (initiative_id, number, came_from, state, reason, day, taken_by, taken_at, fact_id)
    values (${step.id}, ${step.number}, ${step.from}, ${step.state}, ${step.reason}, ${step.day}, ${step.takenBy}, ${step.takenAt}, ${step.factId})`,
  );
}

/** Notes that a milestone was reached. */
export async function addReached(db: Db, row: { id: string; milestone: string; day: Day; note: string; by: string | null; factId: string }): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.initiative_milestone (initiative_id, milestone_id, reached_on, note, noted_by, fact_id)
    values (${row.id}, ${row.milestone}, ${row.day}, ${row.note}, ${row.by}, ${row.factId})`,
  );
}

/** Notes money spent, in đồng. */
export async function addSpending(
  db: Db,
  row: { id: string; initiative: string; amount: number; day: Day; purpose: string; by: string | null; at: string; factId: string },
): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.spending (id, initiative_id, amount, day, purpose, noted_by, noted_at, fact_id)
    values (${row.id}, ${row.initiative}, ${row.amount}, ${row.day}, ${row.purpose}, ${row.by}, ${row.at}, ${row.factId})`,
  );
}

/** Adds a file that shows what an initiative did. */
export async function addEvidence(db: Db, row: { initiative: string; documentId: string; about: string; by: string | null }): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.initiative_evidence (initiative_id, document_id, about, added_by)
    values (${row.initiative}, ${row.documentId}, ${row.about}, ${row.by})`,
  );
}

type Noted = { by: string | null; at: Date };
const dated = <T extends Noted>(rows: T[]): (Omit<T, 'at'> & { at: string })[] => rows.map((row) => ({ ...row, at: row.at.toISOString() }));

/** The steps an initiative took, newest first. */
export async function listSteps(db: Db, id: string) {
  return dated(
    await all(
      db,
      sql<Noted & { state: State; reason: string }>`
      select step.state, step.reason, person.name as by, step.taken_at as at
      from programme.initiative_step as step
      left join kernel.person on person.id = step.taken_by
      where step.initiative_id = ${id}
      order by step.number desc`,
    ),
  );
}

/** What was spent on an initiative, newest first. */
export async function listSpending(db: Db, id: string) {
  return dated(
    await all(
      db,
      sql<Noted & { amount: number; day: Day; purpose: string }>`
      select spending.amount, spending.day, spending.purpose, person.name as by, spending.noted_at as at
      from programme.spending
      left join kernel.person on person.id = spending.noted_by
      where spending.initiative_id = ${id}
      order by spending.day desc, spending.id desc`,
    ),
  );
}

/** The files that show what an initiative did, newest first. */
export async function listEvidence(db: Db, id: string) {
  return dated(
    await all(
      db,
      sql<Noted & { documentId: string; name: string; about: string }>`
      select evidence.document_id as "documentId", document.name, evidence.about, person.name as by, evidence.added_at as at
      from programme.initiative_evidence as evidence
      join kernel.document on document.id = evidence.document_id
      left join kernel.person on person.id = evidence.added_by
      where evidence.initiative_id = ${id}
      order by evidence.added_at desc, evidence.document_id`,
    ),
  );
}

/** Whether a document is evidence of an initiative. */
export async function isInitiativeEvidence(db: Db, documentId: string): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    select evidence.initiative_id as id
    from programme.initiative_evidence as evidence
    where evidence.document_id = ${documentId}
    limit 1`,
  );
  return row !== undefined;
}

/** Every state the text of an initiative has had. */
export async function listInitiativeVersions(db: Db, id: string): Promise<Version[]> {
  const rows = await all(
    db,
    sql<{ number: number; reason: string; by: string | null; at: Date; content: Record<string, unknown> }>`
    select version.number, version.reason, changer.name as by, version.changed_at as at,
      jsonb_build_object('titleVi', version.title_vi, 'titleEn', version.title_en, 'aboutVi', version.about_vi, 'aboutEn', version.about_en, 'goal', version.goal,
        'targets', (select coalesce(jsonb_agg(target.key order by target.key), '[]') from programme.target where target.id = any(version.targets)), 'unit', unit.name_vi,
        'person', person.name, 'starts', version.starts, 'ends', version.ends, 'milestones', version.milestones, 'planned', version.planned, 'risks', version.risks,
        'dependsOn', (select coalesce(jsonb_agg(other.key order by other.key), '[]') from programme.initiative as other where other.id = any(version.depends_on)),
        'changesPosts', version.changes_posts) as content
    from programme.initiative_version as version
    left join kernel.person as changer on changer.id = version.changed_by
    left join kernel.person on person.id = version.person_id
    left join lateral ${unitName(sql`version.unit_id`, 'infinity')} as unit on true
    where version.initiative_id = ${id}`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
