import { addDays, addMonths, formatDay } from '#base/day/index.ts';
import { found, Problem, type InputError, type Values } from '#base/problem/index.ts';
import type { Translate } from '#base/text/index.ts';
import { endOf } from './decrees.ts';
import type { Facts, RegimeKey } from './model.ts';
import { knownOf, type Law } from './person.ts';
import { regimes } from './compute.ts';
import { ageOf, exactOf, wholeMonths } from './service.ts';

/** Age from which one may work, in years (Labour Code art. 3 para 1). */
const WORKING_AGE = 15;
/** The day on which unemployment insurance began (Law on Social Insurance 2006, art. 140). */
const UNEMPLOYMENT_BEGAN = '2009-01-01';

/** Throws `invalid` with every place that is wrong: days out of order, service longer than age allows, insurance longer than work, no base salary on the day. */
export function mustBeSound(law: Law, facts: Facts): void {
  const errors = findFaults(law, facts);
  if (errors.length > 0) throw new Problem('invalid', 'transition-entitlement.wrong', {}, errors);
}

/** Every place of the facts that is wrong, with its sentence. */
export function findFaults(law: Law, facts: Facts): InputError[] {
  return [...wrongDays(facts), ...wrongService(facts), ...wrongPay(law, facts)];
}

/** Throws when regimes are wanted together that exclude each other, or one that does not hold on the day; each with document and article. */
export function mustBeChoosable(law: Law, facts: Facts, t: Translate): void {
  const wanted = [...new Set(facts.regimes ?? [])];
  if (wanted.length === 0) return;
  const at = '/regimes';
  const name = (key: RegimeKey): string => t(`transition-entitlement.regime-${key}`);
  if (wanted.length > 1) {
    const values = { regimes: wanted.map(name).join('; ') };
    throw new Problem('invalid', 'transition-entitlement.wrong-exclusive', values, [fault(at, 'exclusive', values)]);
  }
  const known = knownOf(law, facts);
  for (const regime of regimes.filter(({ key }) => wanted.includes(key))) {
    const decree = found(law.decrees.get(regime.decree(known)), 'transition-entitlement.no-decree');
    const end = endOf(decree, facts.leaveDecisionDay);
    if (decree.valid_from <= facts.day && (end === 'infinity' || facts.day < end)) continue;
    const until = end === 'infinity' ? '…' : formatDay(addDays(end, -1));
    const values = { regime: name(regime.key), document: decree.title_vi, from: formatDay(decree.valid_from), until, day: formatDay(facts.day), cites: decree.cites };
    throw new Problem('invalid', 'transition-entitlement.wrong-outside-days', values, [fault(at, 'outside-days', values)]);
  }
}

function fault(at: string, name: string, values: Values = {}): InputError {
  return { at, code: `transition-entitlement.wrong-${name}`, values };
}

function wrongDays({ day, birthDate, decisionDay, leaveDecisionDay }: Facts): InputError[] {
  const errors: InputError[] = [];
  if (birthDate !== undefined && day <= birthDate) errors.push(fault('/birthDate', 'birth', { day: formatDay(day), birth: formatDay(birthDate) }));
  else if (birthDate !== undefined && ageOf(birthDate, day) < WORKING_AGE) errors.push(fault('/birthDate', 'young', { age: ageOf(birthDate, day), least: WORKING_AGE }));
  else if (birthDate !== undefined && ageOf(birthDate, day) > 100) errors.push(fault('/birthDate', 'old', { age: ageOf(birthDate, day) }));
  if (decisionDay !== undefined && decisionDay > day) errors.push(fault('/decisionDay', 'decision', { day: formatDay(day) }));
  if (leaveDecisionDay !== undefined && leaveDecisionDay > day) errors.push(fault('/leaveDecisionDay', 'leave-decision', { day: formatDay(day) }));
  return errors;
}

function wrongService({ day, birthDate, insuredMonths = 0, workedMonths = 0, unemploymentInsuredMonths = 0, paidMonths = 0 }: Facts): InputError[] {
  const errors: InputError[] = [];
  if (birthDate !== undefined && ageOf(birthDate, day) >= WORKING_AGE) {
    const most = wholeMonths(addMonths(birthDate, WORKING_AGE * 12), day);
    if (insuredMonths > most) errors.push(fault('/insuredMonths', 'service', { months: insuredMonths, most, age: ageOf(birthDate, day), least: WORKING_AGE }));
    if (workedMonths > most) errors.push(fault('/workedMonths', 'service', { months: workedMonths, most, age: ageOf(birthDate, day), least: WORKING_AGE }));
  }
  if (unemploymentInsuredMonths + paidMonths > workedMonths) {
    errors.push(fault('/unemploymentInsuredMonths', 'unemployment', { months: unemploymentInsuredMonths + paidMonths, worked: workedMonths }));
  }
  const since = wholeMonths(UNEMPLOYMENT_BEGAN, addDays(day, 1));
  if (unemploymentInsuredMonths > since) errors.push(fault('/unemploymentInsuredMonths', 'unemployment-began', { months: unemploymentInsuredMonths, most: since }));
  return errors;
}

function wrongPay({ book }: Law, { day, monthlyPay, basePay, averagePay, coefficient }: Facts): InputError[] {
  if (monthlyPay !== undefined) return [];
  const none = exactOf(coefficient).units === 0n;
  if (none) return averagePay === undefined ? [fault('/coefficient', 'pay')] : [];
  const base = book.parameters.get('base-salary')?.values ?? [];
  const texts = book.texts.get('base-salary') ?? [];
  const stands = base.some(({ valid_from, valid_to }) => valid_from <= day && day < valid_to) || texts.some(({ validFrom, validTo }) => validFrom <= day && day < validTo);
  return basePay === undefined && !stands ? [fault('/basePay', 'base', { day: formatDay(day) })] : [];
}
