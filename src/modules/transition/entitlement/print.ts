import { createHash } from 'node:crypto';
import { formatDay } from '#base/day/index.ts';
import { translator, type Translate } from '#base/text/index.ts';
import { typeset } from '#base/typeset/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { signStatement, type Signed } from '#kernel/proof/index.ts';
import type { Calculation, Facts } from './model.ts';

/** The digest by which everybody sees that they look at the same calculation: SHA-256 of facts and result, hexadecimal. */
export function digestOf(facts: unknown, result: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([facts, result]))
    .digest('hex');
}

type Regime = Calculation['regimes'][number];

/** Whose calculation a paper shows; left out for a private one. */
export type Whose = { name: string; post: string; number: number; digest: string };

/** A calculation as a signed receipt and as a PDF that bears it: the parts with article, arithmetic and standing, the code, the note. Nothing of it is kept. */
export async function printCalculation(ctx: Ctx, facts: Facts, calculation: Calculation, whose?: Whose): Promise<{ bytes: Uint8Array; receipt: Signed }> {
  const receipt = await signStatement(ctx, 'calculation', { facts, calculation });
  const t = translator(ctx.locale, ctx.services.root);
  const money = (amount: number): string => new Intl.NumberFormat(ctx.locale === 'vi' ? 'vi-VN' : 'en-GB').format(amount);
  const chosen = (one: Regime): boolean => facts.regimes?.includes(one.regime) === true;
  const open = calculation.regimes.filter(({ standing }) => standing !== 'not-applicable').toSorted((a, b) => Number(chosen(b)) - Number(chosen(a)));
  const data = {
    lang: ctx.locale,
    title: t('transition-letters.calculation-title'),
    rows: [
      ...(whose === undefined
        ? []
        : [
            [t('transition-letters.calculation-for'), whose.name],
            [t('transition-letters.calculation-post'), whose.post],
          ]),
      [t('transition-letters.calculation-day'), formatDay(calculation.day)],
      [t('transition-letters.calculation-pay'), `${money(calculation.pay.amount)} ${t('rule.unit-dong')}`],
      ...calculation.regimes.filter(chosen).map((one) => [t('transition.chosen'), chosenLine(one, t, money)]),
    ],
    pay: calculation.pay.arithmetic,
    choice: open.length > 1 ? t('transition.only-one') : null,
    regimes: open.map((one) => regimeOf(one, chosen(one), t, money)),
    none: t('transition-letters.calculation-none'),
    digest: [t('transition-letters.calculation-code'), whose?.digest ?? digestOf(facts, calculation)],
    same: t(whose === undefined ? 'transition-letters.calculation-private' : 'transition-letters.calculation-same'),
    receipt: { label: t('transition-letters.calculation-note'), note: receipt.note.trimEnd() },
    footer: `Khuê · ${formatDay(ctx.today)}`,
  };
  const { bytes } = await typeset(ctx.services.root, { template: 'calculation', data, at: ctx.now });
  return { bytes, receipt };
}

/** What the head says of a regime that was chosen: its sum, or why it does not apply. */
function chosenLine(one: Regime, t: Translate, money: (amount: number) => string): string {
  const title = t(`transition-entitlement.regime-${one.regime}`);
  if (one.standing !== 'not-applicable') return `${title}: ${money(one.total)} ${t('rule.unit-dong')}`;
  return [t('transition.chosen-closed', { regime: title }), ...one.because.map(({ sentence }) => sentence)].join('. ');
}

function regimeOf(one: Regime, chosen: boolean, t: Translate, money: (amount: number) => string) {
  const part = (name: string): string => t(`transition-entitlement.part-${name}`);
  return {
    title: [t(`transition-entitlement.regime-${one.regime}`), ...(chosen ? [t('transition.chosen').toLocaleLowerCase('vi')] : [])].join(' · '),
    decree: one.decree,
    standing: one.standing === 'due' ? null : t(`transition.standing-${one.standing}`),
    unverified: one.verified ? null : t('transition-letters.calculation-unverified'),
    head: [t('transition-letters.calculation-parts'), t('transition-letters.calculation-article'), t('transition-letters.calculation-amount')],
    parts: one.parts.map((each) => [part(each.part), `${each.article}. ${each.arithmetic}`, money(each.amount)]),
    sum: [t('transition-letters.calculation-total'), money(one.total), one.totalInWords],
    missing: one.missing.length === 0 ? null : t('transition-letters.calculation-missing', { parts: one.missing.map(part).join('; ') }),
  };
}
