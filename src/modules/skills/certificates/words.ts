import { formatNumber, translator } from '#base/text/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { BASE, frameworkContent } from '../frameworks/index.ts';

/** The words in which certificates speak of what was measured. */
export function wordsFor({ services, locale }: Pick<Ctx, 'services' | 'locale'>) {
  const framework = frameworkContent(services.root).frameworks.find(({ id }) => id === BASE);
  const pick = (vi: string, en: string) => (locale === 'en' ? en : vi);
  return {
    t: translator(locale, services.root),
    number: (n: number) => formatNumber(n, locale, 2),
    framework: framework === undefined ? BASE : pick(framework.title_vi, framework.title_en),
    /** Name of an area or competence; its code when the framework does not know it. */
    partName: (code: string): string => {
      const part = framework?.parts.find((one) => one.code === code);
      return part === undefined ? code : pick(part.name_vi, part.name_en);
    },
  };
}
