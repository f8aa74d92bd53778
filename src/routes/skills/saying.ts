import type { OutcomeView } from '#modules/skills/index.ts';
import type { Text } from '#ui/context.ts';

/** A measured level in words with how far to rely on it: never a bare score. */
export function saying({ level, beside, certainty }: OutcomeView['overall'], t: Text['t']): string {
  const name = (one: number): string => t(`skills-sittings.level-${one}`);
  if (certainty === 'sure' || beside === null) return t('skills-sittings.sure', { level: name(level) });
  return t(certainty === 'likely' ? 'skills-sittings.likely' : 'skills-sittings.may-be', { level: name(level), beside: name(beside) });
}

/** The name of an area or competence with its code, as the framework has it; the code alone where it has none. */
export function partName(code: string, parts: readonly { code: string; name_vi: string; name_en: string }[], locale: string): string {
  const part = parts.find((one) => one.code === code);
  return part === undefined ? code : `${code}. ${locale === 'vi' ? part.name_vi : part.name_en}`;
}
