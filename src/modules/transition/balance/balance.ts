import { all, sql } from '#base/db/index.ts';
import type { Balance, BalanceLine } from '#kernel/balance/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';

/** Whoever holds one of these in the unit of an initiative sees its balance also where few people are concerned. */
const SEERS = ['transition.assess', 'transition.handle-cases', 'transition.speak-for-union', 'transition.decide-plan'];

/** The figures of one initiative; đồng, and terms as numbers. */
type Figures = {
  initiative: string;
  affected: number;
  consulted: number;
  retrained: number;
  redeployed: number;
  left: number;
  entitled: number;
  behind: number;
  due: number;
  paid: number;
  termsDue: number;
  termsKept: number;
  sees: boolean;
};

/** What initiatives mean for the people whose posts they change, as it stands today. Of fewer than ten people only their number is shown, and that nobody may be left behind. */
export const humanBalance: Balance = async (ctx, initiatives) => new Map((await listFigures(ctx, initiatives)).map((figures) => [figures.initiative, linesOf(figures)]));

/** The lines of a balance; what a small group must keep to itself is null. Pure. */
export function linesOf(figures: Omit<Figures, 'initiative'>): BalanceLine[] {
  const may = figures.sees || figures.affected >= MINIMUM_GROUP;
  const mayMoney = figures.sees || figures.left >= MINIMUM_GROUP;
  const line = (name: string, value: number | null, unit: BalanceLine['unit'] = 'people', mustBeNone = false): BalanceLine => ({
    title: `transition-balance.line.${name}`,
    value,
    unit,
    mustBeNone,
  });
  const share = figures.termsDue === 0 ? null : Math.round((100 * figures.termsKept) / figures.termsDue);
  return [
    line('affected', figures.affected),
    line('consulted', may ? figures.consulted : null),
    line('retrained', may ? figures.retrained : null),
    line('redeployed', may ? figures.redeployed : null),
    line('left', may ? figures.left : null),
    line('entitled', may ? figures.entitled : null),
    line('behind', figures.behind, 'people', true),
    line('due', mayMoney ? figures.due : null, 'dong'),
    line('paid', mayMoney ? figures.paid : null, 'dong'),
    ...(share === null ? [] : [line('terms', share, 'percent')]),
  ];
}

/** Whether a case took a step. */
const took = (step: string) => sql`exists (select 1 from kernel.case_step as done where done.case_id = held.case_id and done.step = ${step})`;

/** The plan of the initiative was talked over to the end. */
const consulted = sql`exists (
  select 1
  from transition.consultation as talk
  join kernel.case_step as done
    on done.case_id = talk.case_id
    and done.step = 'conclude'
  where talk.initiative_id = held.initiative_id
    and talk.about = 'plan')`;

/** Somebody stands without what was promised. */
const behind = sql`exists (
  select 1
  from transition.left_behind as known
  where known.case_id = held.case_id
    and known.until = 'infinity')`;

/** What is due (`fixed`), was paid (`money`) and which terms of the case and its parts passed before a day (`clock`). */
const besides = (day: string) => sql`
  left join lateral (
    select due.amount
    from transition.due
    where due.case_id = held.case_id
    order by due.number desc
    limit 1
  ) as fixed on true
  cross join lateral (
    select coalesce(sum(payment.amount), 0) as paid
    from transition.payment
    where payment.case_id = held.case_id
  ) as money
  cross join lateral (
    select count(*) as terms_due, count(*) filter (where term.stopped <= term.due) as terms_kept
    from kernel.case_term as term
    join kernel.case_file as part on part.id = term.case_id
    where (part.id = held.case_id or part.parent_id = held.case_id)
      and term.due < ${day}
  ) as clock`;

async function listFigures({ db, actor, today }: Ctx, initiatives: readonly string[]): Promise<Figures[]> {
  const sees = SEERS.map((permission) => scope(actor, permission, sql`file.unit_id`, today));
  return all(
    db,
    sql<Figures>`
      select one.initiative, count(*) as affected, count(*) filter (where one.consulted) as consulted, count(*) filter (where one.retrained) as retrained,
        count(*) filter (where one.redeployed) as redeployed, count(*) filter (where one."left") as "left", count(*) filter (where one."left" and one.paid >= one.due) as entitled,
        count(*) filter (where one.behind) as behind, coalesce(sum(one.due), 0)::bigint as due, coalesce(sum(one.paid), 0)::bigint as paid,
        coalesce(sum(one.terms_due), 0)::bigint as "termsDue", coalesce(sum(one.terms_kept), 0)::bigint as "termsKept", bool_or(one.sees) as sees
      from (
        select held.initiative_id as initiative, ${took('accept-retraining')} as retrained, ${took('end')} as "left",
          file.state = 'redeployed' or (file.state = 'closed' and not ${took('end')}) as redeployed, ${consulted} as consulted, ${behind} as behind,
          fixed.amount as due, money.paid, clock.terms_due, clock.terms_kept, (${sql.join(sees, sql` or `)}) as sees
        from transition.person_case as held
        join kernel.case_file as file on file.id = held.case_id
        ${besides(today)}
        where held.initiative_id = any(${initiatives}::uuid[])
      ) as one
      group by one.initiative`,
  );
}
