import type { Plan } from '#modules/programme/index.ts';
import type { Text } from '#ui/context.ts';

/** What stands of a programme, as it would be typed into its form. */
export function typedFrom(plan: Plan, { date }: Pick<Text, 'date'>): Record<string, string> {
  const rows = (prefix: string, all: readonly Record<string, string>[]) =>
    all.flatMap((one, row) => Object.entries(one).map(([field, value]) => [`${prefix}${row}-${field}`, value] as const));
  return {
    titleVi: plan.titleVi,
    titleEn: plan.titleEn,
    aboutVi: plan.aboutVi,
    aboutEn: plan.aboutEn,
    unitId: plan.unitId,
    starts: date(plan.starts),
    ends: date(plan.ends),
    retired: plan.retired ? 'yes' : 'no',
    ...Object.fromEntries(
      rows(
        'b',
        plan.bases.map((basis) => ({ ...basis, day: basis.day === null ? '' : date(basis.day), verified: basis.verified ? 'yes' : 'no' })),
      ),
    ),
    ...Object.fromEntries(rows('g', plan.goals)),
  };
}
