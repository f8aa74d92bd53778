import { addDays, formatDay, type Day } from '#base/day/index.ts';
import { translator } from '#base/text/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { Value } from 'typebox/value';
import { findCalculation, readinessOf } from '../cases/index.ts';
import { listConsultations, listStatements } from '../consultation/index.ts';
import { countingRegime } from '../entitlement/index.ts';
import { Calculation, Facts } from '../entitlement/model.ts';
import { findPlan, listPlanPeople } from '../plan/index.ts';
import { LISTS } from '../plan/model.ts';
import type { CaseOfLetter } from './store.ts';
import type { Fill } from './texts.ts';

/** What a letter about a case can say: names, days, what was written, what is due; everything in Vietnamese, the language of letters. */
export async function fillOf(ctx: Ctx, file: CaseOfLetter, unit: string, day: Day): Promise<Fill> {
  const shared = { unit, day: formatDay(day), matter: file.title.replace(/ · \d+$/, '') };
  const statements = await listStatements(ctx.db, file.caseId);
  const bodies = (kind: string) => statements.filter((one) => one.kind === kind).map(({ body }) => body);
  const written = {
    handover: bodies('hand-over').flatMap(paragraphs),
    grounds: bodies('grounds').flatMap(paragraphs),
    minutes: bodies('minutes').slice(-1).flatMap(paragraphs),
    opinion: bodies('opinion').slice(-1).flatMap(paragraphs),
    points: bodies('point').map((body, index) => `${index + 1}. ${body}`),
    replies: statements.filter(({ kind }) => kind === 'point').map((point, index) => `${index + 1}. ${point.body} Trả lời: ${replyTo(statements, point.id)}`),
  };
  return { ...shared, ...written, ...(file.person === null ? await planFill(ctx, file) : await personFill(ctx, file, file.person, day)) };
}

function replyTo(statements: { aboutId: string | null; body: string }[], id: string): string {
  return statements.find(({ aboutId }) => aboutId === id)?.body ?? '';
}

/** The paragraphs of a text: separated by an empty line, or each on a line of its own. */
export function paragraphs(text: string): string[] {
  return text
    .split(/\r?\n+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

async function personFill(ctx: Ctx, file: CaseOfLetter, person: NonNullable<CaseOfLetter['person']>, day: Day): Promise<Fill> {
  const { noticeDays } = await readinessOf(ctx, { caseId: person.caseId, initiative: file.initiative ?? '', personId: person.personId }, day);
  return {
    person: person.name,
    honorific: honorificOf(person.sex),
    post: person.post,
    noticeDays: String(noticeDays),
    noticeOver: formatDay(addDays(day, noticeDays)),
    due: await dueSentence(ctx, person.caseId),
  };
}

/** How a letter addresses somebody. */
export function honorificOf(sex: string | null): string {
  return sex === 'female' ? 'Bà' : sex === 'male' ? 'Ông' : 'Ông (Bà)';
}

/** What the calculation of the case comes to, in figures and words, with its digest: the letter and the case cannot say different amounts. */
async function dueSentence(ctx: Ctx, caseId: string): Promise<string> {
  const t = translator('vi', ctx.services.root);
  const kept = await findCalculation(ctx.db, caseId);
  if (kept === undefined) return t('transition-letters.due-none');
  const facts = Value.Parse(Facts, kept.facts);
  const due = countingRegime(facts, Value.Parse(Calculation, kept.result));
  const digest = kept.digest.slice(0, 16);
  if (due === undefined) return t('transition-letters.due-nothing', { digest });
  const how = facts.regimes?.includes(due.regime) ? 'chosen' : 'highest';
  const values = { how, regime: t(`transition-entitlement.regime-${due.regime}`), total: due.total, words: due.totalInWords, number: kept.number, digest };
  return t(due.verified ? 'transition-letters.due' : 'transition-letters.due-unverified', values);
}

async function planFill(ctx: Ctx, file: CaseOfLetter): Promise<Fill> {
  const [held] = await listConsultations(ctx.db, { caseId: file.caseId });
  const plan = held?.about === 'plan' ? await findPlan(ctx.db, held.initiative, held.number) : undefined;
  if (held === undefined || plan === undefined) return {};
  const t = translator('vi', ctx.services.root);
  const people = [...new Map((await listPlanPeople(ctx.db, held.initiative, held.number)).map((one) => [one.personId, one])).values()];
  const lists = LISTS.map((list) => ({ list, n: people.filter((one) => one.list === list).length })).filter(({ n }) => n > 0);
  return {
    lists: lists.map(({ list, n }) => `${t(`transition-plan.list-${list}`)}: ${n} người`).join('; '),
    rights: plan.rights,
    measures: plan.measures,
    money: new Intl.NumberFormat('vi-VN').format(plan.money),
    moneySource: plan.moneySource,
  };
}
