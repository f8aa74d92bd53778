import type { Translate } from '#base/text/catalogue.ts';

/** The label of each field of the forms about people, for error summaries. */
export function fieldLabels(t: Translate): Record<string, string> {
  return {
    name: t('people.name'),
    staffCode: t('people.staff-code'),
    birthDate: t('people.birth-date'),
    sex: t('people.sex'),
    email: t('people.email'),
    phone: t('people.phone'),
    identityNumber: t('people.identity'),
    postId: t('people.post'),
    from: t('people.from-first'),
    lastDay: t('people.last-day'),
    coefficient: t('people.coefficient'),
    as: t('people.start-as'),
    act: t('people.union-act'),
    day: t('people.union-day'),
    consentDay: t('people.union-consent'),
    text: t('people.correction-text'),
  };
}
