import type { Day } from '#base/day/index.ts';
import { all, sql, type RawBuilder } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot, personOf, rootsOf, type Actor } from '#kernel/org/index.ts';
import { listConducts, type Procedure } from '#kernel/procedure/index.ts';
import type { CaseFile } from './store.ts';

/** Whose cases: given to the asker or with the asker as a party; of units where the asker sees cases; with a party unit that the asker acts for. */
export type Whose = 'mine' | 'units' | 'party';

/** What is asked of a list of cases. `after` is the last row of the page before. */
export type CaseQuery = {
  whose: Whose;
  open: boolean;
  procedure?: string | undefined;
  state?: string | undefined;
  unitId?: string | undefined;
  assigneeId?: string | undefined;
  /** Only what was due before this day. */
  dueBefore?: Day | undefined;
  after?: { day: Day; id: string } | undefined;
  limit: number;
};

/** A row of a list; `day` is what it is ordered by: the day due of open cases, the day closed of others. */
export type CaseRow = Pick<CaseFile, 'id' | 'procedure' | 'version' | 'unitId' | 'title' | 'state' | 'openedOn' | 'closedOn' | 'due' | 'assigneeId'> & {
  day: Day;
  assignee: string | null;
  unitVi: string;
  unitEn: string;
};

/** Open cases by the day they are due, soonest first; closed ones by the day they were closed, latest first. */
export async function listCases(ctx: Ctx, query: CaseQuery): Promise<CaseRow[]> {
  const day = query.open ? sql`file.due` : sql`file.closed_on`;
  const { after } = query;
  const city = ctx.actor.kind === 'person' && ctx.actor.grants.length > 0 ? (await getRoot(ctx.db, ctx.today)).id : undefined;
  const beyond =
    after === undefined ? sql`true` : query.open ? sql`(${day}, file.id) > (${after.day}, ${after.id}::uuid)` : sql`(${day}, file.id) < (${after.day}, ${after.id}::uuid)`;
  // The page is cut before names are looked up.
  return all(
    ctx.db,
    sql<CaseRow>`
      select page.id, page.procedure, page.version, page.unit_id as "unitId", page.title, page.state, page.opened_on as "openedOn", page.closed_on as "closedOn",
        page.due, page.assignee_id as "assigneeId", page.day, person.name as assignee, coalesce(unit.name_vi, '') as "unitVi", coalesce(unit.name_en, '') as "unitEn"
      from (
        select file.id, file.procedure, file.version, file.unit_id, file.title, file.state, file.opened_on, file.closed_on, file.due, file.assignee_id, ${day} as day
        from kernel.case_file as file
        where file.closed_on is ${query.open ? sql`null` : sql`not null`}
          and ${whoseCases({ ...ctx, city }, query.whose)}
          and ${filters(query)}
          and ${beyond}
        order by ${query.open ? sql`file.due, file.id` : sql`file.closed_on desc, file.id desc`}
        limit ${query.limit}
      ) as page
      left join kernel.person on person.id = page.assignee_id
      left join kernel.unit_version as unit
        on unit.unit_id = page.unit_id
        and unit.valid_from <= ${ctx.today}
        and unit.valid_to > ${ctx.today}
      order by ${query.open ? sql`page.day, page.id` : sql`page.day desc, page.id desc`}`,
  );
}

function filters({ procedure, state, unitId, assigneeId, dueBefore }: CaseQuery): RawBuilder<unknown> {
  const wanted = [
    procedure === undefined ? undefined : sql`file.procedure = ${procedure}`,
    state === undefined ? undefined : sql`file.state = ${state}`,
    unitId === undefined ? undefined : sql`file.unit_id = ${unitId}`,
    assigneeId === undefined ? undefined : sql`file.assignee_id = ${assigneeId}`,
    dueBefore === undefined ? undefined : sql`file.due < ${dueBefore}`,
  ].filter((each) => each !== undefined);
  return wanted.length === 0 ? sql`true` : sql`${sql.join(wanted, sql` and `)}`;
}

/** The surroundings, with the root of the tree: whoever sees all of it needs no look at units. */
type Surroundings = Ctx & { city: string | undefined };

function whoseCases(ctx: Surroundings, whose: Whose): RawBuilder<unknown> {
  const personId = personOf(ctx.actor) ?? null;
  if (whose === 'units') return either(seen(ctx));
  if (whose === 'party') return either(actedFor(ctx));
  return sql`file.id in (
    select given.id
    from kernel.case_file as given
    where given.assignee_id = ${personId}
    union all
    select part.case_id
    from kernel.case_party as part
    where part.person_id = ${personId})`;
}

/** For each permission to see cases: the procedures it is asked for, in the units where the asker holds it. */
function seen({ actor, today, city }: Surroundings): RawBuilder<unknown>[] {
  const latest = listConducts().flatMap(({ versions }) => versions.at(-1) ?? []);
  return [...Map.groupBy(latest, ({ see }) => see)].map(([permission, procedures]) => {
    const names = procedures.map(({ name }) => name);
    return sql`(file.procedure = any(${names}::text[]) and ${inScope(actor, permission, sql`file.unit_id`, { today, city })})`;
  });
}

function actedFor({ actor, today, city }: Surroundings): RawBuilder<unknown>[] {
  const latest: Procedure[] = listConducts().flatMap(({ versions }) => versions.at(-1) ?? []);
  const acting = latest.flatMap(({ name, parties }) =>
    Object.entries(parties).flatMap(([party, { permission }]) => (permission === undefined ? [] : [{ name, party, permission }])),
  );
  return acting.map(
    ({ name, party, permission }) => sql`(file.procedure = ${name} and file.id in (
      select part.case_id
      from kernel.case_party as part
      where part.party = ${party}
        and part.unit_id is not null
        and ${inScope(actor, permission, sql`part.unit_id`, { today, city })}))`,
  );
}

/** As `scope` of org, but as a set of units, which PostgreSQL looks up once instead of asking for each case. */
function inScope(actor: Actor, permission: string, unit: RawBuilder<unknown>, { today: day, city }: Pick<Surroundings, 'today' | 'city'>): RawBuilder<unknown> {
  const roots = rootsOf(actor, permission);
  if (roots === 'everywhere' || (city !== undefined && roots.includes(city))) return sql`true`;
  if (roots.length === 0) return sql`false`;
  return sql`${unit} in (
    select above.unit_id
    from kernel.unit_ancestor as above
    where above.ancestor_id = any(${roots}::uuid[])
      and above.valid_from <= ${day}
      and above.valid_to > ${day})`;
}

function either(conditions: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`;
}
