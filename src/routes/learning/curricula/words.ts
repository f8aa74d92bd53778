import type { Day } from '#base/day/index.ts';
import type { Translate } from '#base/text/catalogue.ts';
import type { PartView } from '#modules/learning/index.ts';
import type { Task } from '#ui/types.ts';

const TONES = { met: 'good', open: 'info', waits: 'none' } as const;

/** A part as a task: a link while it can be learned, with what it was met by, what comes first and what replaces it. */
export function partTask(part: PartView, { t, date }: { t: Translate; date: (day: Day) => string }): Task {
  const { course, title, minutes, state, how, metOn, afterTitle, testArea, testLevel } = part;
  const test = testArea === null ? '' : t('learning-who.part-test', { area: t(`audience.area-${testArea}`), level: t(`audience.level-${testLevel ?? 1}`) });
  const hints = {
    met: metOn === null ? '' : t(`learning-who.part-how-${how ?? 'course'}`, { day: date(metOn) }),
    open: [t('learning.minutes', { n: minutes }), test].filter(Boolean).join('. '),
    waits: [t('learning-who.part-after', { title: afterTitle ?? '' }), test].filter(Boolean).join('. '),
  };
  return { title, href: state === 'waits' ? undefined : `/learning/${course}`, hint: hints[state], tag: { tone: TONES[state], text: t(`learning-who.part-${state}`) } };
}

type Path = { kind: string; course: string | null; title: string | null; testArea: string | null; testLevel: number | null; minutes: number | null };

/** A way to renew in words, with where it is gone. */
export function renewalWords(path: Path, { t, number }: { t: Translate; number: (n: number) => string }): { text: string; href: string | undefined } {
  const { kind, course, title, testArea, testLevel, minutes } = path;
  const values = {
    title: title ?? '',
    area: testArea === null ? '' : t(`audience.area-${testArea}`),
    level: testLevel === null ? '' : t(`audience.level-${testLevel}`),
    hours: number(Math.round((minutes ?? 0) / 6) / 10),
  };
  const places: Record<string, string> = {
    checks: '#mandatory',
    course: `/learning/${course ?? ''}`,
    measure: '/skills',
    outside: '/learning/hours#outside',
    hours: '/learning/hours',
  };
  return { text: t(`learning-who.renewal-${kind}`, values), href: places[kind] };
}
