import type { Translate } from '#base/text/catalogue.ts';

/** The labels of the fields of a meeting and of a conclusion, by their names. */
export function labelsOf(t: Translate): Record<string, string> {
  return {
    title: t('meetings.name'),
    day: t('meetings.day'),
    place: t('meetings.place'),
    agenda: t('meetings.agenda'),
    members: t('meetings.members'),
    noticeDays: t('meetings.notice-days'),
    reason: t('meetings.reason'),
    task: t('meetings.task'),
    personCode: t('meetings.person'),
    unitId: t('meetings.unit'),
    due: t('meetings.due'),
    note: t('meetings.step-note'),
    file: t('meetings.step-file'),
  };
}
