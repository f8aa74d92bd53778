import type { Text } from '#ui/context.ts';
import type { PageProps } from './[key]/$types';

type Now = Pick<PageProps['data'], 'initiative' | 'aboutVi' | 'aboutEn' | 'personCode' | 'risks'>;

/** What stands of an initiative, as it would be typed into its form. */
export function typedFrom({ initiative: one, aboutVi, aboutEn, personCode, risks }: Now, { date }: Pick<Text, 'date'>): Record<string, string> {
  const marks = one.milestones.flatMap(({ id, title, due }, row) => [[`m${row}-id`, id] as const, [`m${row}-title`, title] as const, [`m${row}-due`, date(due)] as const]);
  const dangers = risks.flatMap(({ text, likelihood, impact, mitigation }, row) => [
    [`r${row}-text`, text] as const,
    [`r${row}-likelihood`, String(likelihood)] as const,
    [`r${row}-impact`, String(impact)] as const,
    [`r${row}-mitigation`, mitigation] as const,
  ]);
  return {
    titleVi: one.titleVi,
    titleEn: one.titleEn,
    aboutVi,
    aboutEn,
    goal: one.plan === null ? '' : `${one.plan.key}/${one.goal?.key ?? ''}`,
    unitId: one.unit.unitId,
    personCode: personCode ?? '',
    starts: date(one.starts),
    ends: date(one.ends),
    planned: String(one.planned),
    changesPosts: one.changesPosts ? 'yes' : 'no',
    ...Object.fromEntries(marks),
    ...Object.fromEntries(dangers),
    ...Object.fromEntries(one.targets.map(({ key }, row) => [`target${row}`, key])),
    ...Object.fromEntries(one.dependsOn.map(({ key }, row) => [`need${row}`, key])),
  };
}
