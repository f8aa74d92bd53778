import type { Translate } from '#base/text/index.ts';
import type { Audience, AudiencePart } from './model.ts';

/** What a description needs: the translator, and the name of a unit by its id. */
export type Naming = { t: Translate; unit: (id: string) => string; unitKind: (kind: string) => string };

/** An audience in words: one sentence for who is meant, one for who is not, when somebody is not. Pure. */
export function describeAudience(audience: Audience, naming: Naming): string[] {
  const { t } = naming;
  const list = (parts: readonly AudiencePart[]): string => parts.map((part) => partInWords(part, naming)).join(t('audience.or'));
  return [t('audience.meant', { who: list(audience.include) }), ...(audience.exclude.length === 0 ? [] : [t('audience.not-meant', { who: list(audience.exclude) })])];
}

function partInWords({ units, unitKinds, postKinds, people, gaps, required }: AudiencePart, { t, unit, unitKind }: Naming): string {
  const who = postKinds === undefined ? t('audience.everybody') : postKinds.map((kind) => t(`audience.post-${kind}`)).join(t('audience.comma'));
  return [
    who,
    ...(unitKinds === undefined ? [] : [t('audience.of-kinds', { kinds: unitKinds.map(unitKind).join(t('audience.comma')) })]),
    ...(units === undefined ? [] : [t('audience.in-units', { units: units.map(unit).join(t('audience.comma')) })]),
    ...(required === undefined ? [] : [t('audience.required', { area: t(`audience.area-${required.area}`), level: t(`audience.level-${required.level}`) })]),
    ...(gaps === undefined ? [] : [t('audience.gaps', { areas: gaps.map((area) => t(`audience.area-${area}`)).join(t('audience.comma')) })]),
    ...(people === undefined ? [] : [t('audience.people', { n: people.length })]),
  ].join(' ');
}
