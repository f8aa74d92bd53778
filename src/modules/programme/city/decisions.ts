import { earlierFirst } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';
import { seesAll } from '../meetings/seen.ts';
import { listConclusions } from '../meetings/store.ts';
import { countReports } from '../reports/store.ts';
import { situationOf } from '../roadmap/operations.ts';
import { lateWith, obstacles } from '../roadmap/rules.ts';
import { listStoredInitiatives } from '../roadmap/store.ts';
import { countToAppraise } from '../scorecards/awaiting.ts';
import type { Decision } from './model.ts';

/**
 * What needs a decision: conclusions whose day has passed, initiatives that wait for approval (or for the assessment before it), initiatives that are late,
 * reported values and scores that wait for an appraiser. Conclusions are named to those who read all meetings, and to whoever carries them out.
 */
export async function listDecisions(ctx: Ctx): Promise<Decision[]> {
  const initiatives = await listStoredInitiatives(ctx.db, ctx.today);
  const titleOf = (one: { titleVi: string; titleEn: string }) => (ctx.locale === 'vi' ? one.titleVi : one.titleEn);
  const proposed = initiatives
    .filter(({ state }) => state === 'proposed')
    .map((one): Decision => {
      const ready = obstacles(situationOf(one, initiatives, ctx.locale), 'approved').length === 0;
      return {
        key: ready ? 'city.decide-approval' : 'city.decide-impact',
        values: { title: titleOf(one) },
        href: `/roadmap/${one.key}`,
        due: one.starts,
        late: one.starts < ctx.today,
      };
    });
  const late = initiatives.flatMap((one): Decision[] => {
    const [first] = one.state === 'proposed' ? [] : lateWith(one, ctx.today).toSorted((a, b) => earlierFirst(a.due, b.due));
    return first === undefined ? [] : [{ key: 'city.decide-late', values: { title: titleOf(one) }, href: `/roadmap/${one.key}`, due: first.due, late: true }];
  });
  const reports = await countReports(ctx.db, { state: 'self-reported', limit: 1 });
  const scores = await countToAppraise(ctx.db);
  const counted = [
    ...(reports === 0
      ? []
      : [
          {
            key: 'city.decide-reports',
            values: { n: reports },
            href: mayAnywhere(ctx.actor, 'programme.appraise-values') ? '/reports/appraise' : '/indicators',
            due: null,
            late: false,
          },
        ]),
    ...(scores === 0 ? [] : [{ key: 'city.decide-scores', values: { n: scores }, href: '/scorecards', due: null, late: false }]),
  ];
  return [...(await overdueConclusions(ctx)), ...late, ...proposed, ...counted].toSorted((a, b) => Number(b.late) - Number(a.late));
}

async function overdueConclusions(ctx: Ctx): Promise<Decision[]> {
  const mine = seesAll(ctx) ? sql<boolean>`true` : sql<boolean>`conclusion.person_id = ${personOf(ctx.actor) ?? null}::uuid`;
  const open = await listConclusions(ctx.db, ctx.today, mine, { open: true });
  return open
    .filter(({ state }) => state === 'overdue')
    .map(({ task, person, meeting, due }) => ({ key: 'city.decide-conclusion', values: { task, person: person.name }, href: `/meetings/${meeting}`, due, late: true }));
}
