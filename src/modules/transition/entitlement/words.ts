import type { Locale, Translate } from '#base/text/index.ts';

const GROUPS = ['', 'thousand', 'million', 'billion'] as const;

/** An amount in đồng in words, as a decision writes it below the figure; whole numbers from 0 to below 10^18. The words stand in `locales`. */
export function inWords(amount: bigint | number, t: Translate, locale: Locale): string {
  const digits = BigInt(amount).toString();
  const said = t('transition-entitlement.words-digits').split(' ');
  const words = locale === 'vi' ? vietnamese(digits, said, t) : english(BigInt(amount), said, t);
  const text = words.join(' ').trim();
  return t('transition-entitlement.words-dong', { words: text.slice(0, 1).toLocaleUpperCase(locale) + text.slice(1) });
}

/** Three digits at a time; billions (tỷ) of billions are said by repeating. */
function vietnamese(digits: string, said: readonly string[], t: Translate): string[] {
  if (/^0+$/.test(digits)) return [said[0] ?? ''];
  const groups = threes(digits);
  return groups.flatMap((group, index) => {
    const place = groups.length - 1 - index;
    const end = [...(place % 3 === 0 ? [] : [t(`transition-entitlement.words-${GROUPS[place % 3] ?? ''}`)]), ...Array.from({ length: Math.floor(place / 3) }, () => '')];
    const billion = place > 0 && place % 3 === 0 ? [t('transition-entitlement.words-billion')] : [];
    if (group === '000') return place === 3 ? billion : [];
    return [...three(group, index > 0, said, t), ...end.filter(Boolean), ...billion];
  });
}

function three(group: string, within: boolean, said: readonly string[], t: Translate): string[] {
  const [hundreds = 0, tens = 0, ones = 0] = [...group].map(Number);
  const digit = (n: number): string => said[n] ?? '';
  const word = (name: string): string => t(`transition-entitlement.words-${name}`);
  const first = hundreds > 0 || within ? [digit(hundreds), word('hundred')] : [];
  if (tens === 0) return ones === 0 ? first : [...first, ...(first.length > 0 ? [word('odd')] : []), digit(ones)];
  const ten = tens === 1 ? [word('ten')] : [digit(tens), word('tens')];
  const one = ones === 0 ? [] : ones === 5 ? [word('five-after')] : ones === 1 && tens > 1 ? [word('one-after')] : [digit(ones)];
  return [...first, ...ten, ...one];
}

function english(amount: bigint, said: readonly string[], t: Translate): string[] {
  if (amount === 0n) return [said[0] ?? ''];
  const groups = threes(amount.toString());
  const tens = t('transition-entitlement.words-tens').split(' ');
  return groups.flatMap((group, index) => {
    const value = Number(group);
    if (value === 0) return [];
    const name = GROUPS[groups.length - 1 - index] ?? '';
    const [hundreds, rest] = [Math.floor(value / 100), value % 100];
    const small =
      rest < 20 ? [rest === 0 ? '' : (said[rest] ?? '')] : [[tens[Math.floor(rest / 10)] ?? '', rest % 10 === 0 ? '' : (said[rest % 10] ?? '')].filter(Boolean).join('-')];
    const hundred = hundreds === 0 ? [] : [said[hundreds] ?? '', t('transition-entitlement.words-hundred')];
    return [...hundred, ...small, name === '' ? '' : t(`transition-entitlement.words-${name}`)].filter(Boolean);
  });
}

function threes(digits: string): string[] {
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  return Array.from({ length: padded.length / 3 }, (_, index) => padded.slice(index * 3, index * 3 + 3));
}
