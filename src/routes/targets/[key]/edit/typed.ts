import type { Text } from '#ui/context.ts';
import type { PageProps } from '../$types';

type Now = Omit<PageProps['data'], 'today' | 'done'>;

/** What stands of a target, as it would be typed into its form. */
export function typedFrom(
  now: Pick<Now, 'target' | 'baseline' | 'milestones' | 'coUnits' | 'personCode' | 'noteVi' | 'noteEn' | 'source'>,
  { date }: Pick<Text, 'date'>,
): Record<string, string> {
  const { target, baseline, milestones, coUnits } = now;
  const number = (value: number | null): string => (value === null ? '' : String(value).replace('.', ','));
  return {
    goal: target.goal?.key ?? '',
    indicator: target.indicator,
    titleVi: target.titleVi,
    titleEn: target.titleEn,
    unitId: target.unit.unitId,
    personCode: now.personCode ?? '',
    direction: target.direction,
    value: number(target.value),
    due: date(target.due),
    baselineDay: baseline === null ? '' : date(baseline.day),
    baselineValue: baseline === null ? '' : number(baseline.value),
    ...Object.fromEntries(milestones.flatMap(({ day, value }, row) => [[`m${row}-day`, date(day)] as const, [`m${row}-value`, number(value)] as const])),
    ...Object.fromEntries(coUnits.map(({ unitId }, row) => [`coUnit${row}`, unitId])),
    document: target.document,
    source: now.source,
    verified: target.verified ? 'yes' : 'no',
    noteVi: now.noteVi,
    noteEn: now.noteEn,
  };
}
