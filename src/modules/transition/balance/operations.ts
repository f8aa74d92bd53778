import Type from 'typebox';
import { Value } from 'typebox/value';
import { addDays, type Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { translator } from '#base/text/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import type { Moment } from '#kernel/procedure/index.ts';
import { at, currentBook, decimalText } from '#kernel/rule/index.ts';
import { findCalculation, listPersonCases, listStepDays, type PersonCase } from '../cases/store.ts';
import { countingRegime } from '../entitlement/index.ts';
import { Calculation, Facts } from '../entitlement/model.ts';
import { prose } from '../impact/index.ts';
import { closed } from '../model.ts';
import { addDue, addPayment, findDue, listPayments } from './store.ts';

const caseId = Type.String({ format: 'uuid', description: 'Case of the person' });
const dong = (description: string) => Type.Integer({ minimum: 0, maximum: 100_000_000_000, description: `${description}, đồng` });

async function getCase(ctx: Pick<Ctx, 'db'>, id: string): Promise<PersonCase> {
  return found((await listPersonCases(ctx.db, { caseId: id }))[0], 'case.no-case');
}

/** Fixes what is due by a regime of the calculation kept in the case; the one that counts unless another is named. Last day to pay: `allowance-payment-days` after leaving (Labour Code art. 48). */
async function fix(ctx: Ctx, held: PersonCase, { regime, left, reason }: { regime: string | undefined; left: Day; reason: string }): Promise<{ amount: number }> {
  const kept = found(await findCalculation(ctx.db, held.caseId), 'transition-balance.no-calculation');
  const calculation = Value.Parse(Calculation, kept.result);
  const applies = calculation.regimes.filter(({ standing }) => standing !== 'not-applicable');
  const chosen = regime === undefined ? countingRegime(Value.Parse(Facts, kept.facts), calculation) : applies.find((one) => one.regime === regime);
  if (regime !== undefined && chosen === undefined) throw new Problem('conflict', 'transition-balance.no-regime');
  const days = Number(decimalText(at(await currentBook(ctx.db, ctx.services.root), 'allowance-payment-days', left).value));
  const number = ((await findDue(ctx.db, held.caseId))?.number ?? 0) + 1;
  const amount = chosen?.total ?? 0;
  const [factId = ''] = await record(ctx, [{ kind: 'transition.due-fixed', subject: held.caseId, unitId: held.unitId, day: ctx.today, value: amount, data: { number } }]);
  const due = { number, regime: chosen?.regime ?? 'none', amount, verified: chosen?.verified ?? false, payBy: addDays(left, days), reason, fixedOn: ctx.today };
  await addDue(ctx.db, { ...due, caseId: held.caseId, by: personOf(ctx.actor) ?? null, factId });
  return { amount };
}

/** After the step that ends the employment, what is due stands fixed by the calculation that everybody saw. */
export async function fixDueAtEnd(ctx: Ctx, { caseId: id, happened }: Moment): Promise<void> {
  if (happened.step !== 'end') return;
  await fix(ctx, await getCase(ctx, id), { regime: undefined, left: happened.day, reason: translator('vi', ctx.services.root)('transition-balance.fixed-at-end') });
}

/** Fixes what is due anew. */
export const fixDue = operation({
  name: 'transition.fix-due',
  summary: 'Fix anew what is due to a person who left: by a regime of the latest calculation in the case, never by a typed sum. What stood before stays readable.',
  kind: 'write',
  http: 'POST /transition/cases/{id}/due',
  permission: 'transition.handle-cases',
  unit: async (ctx, given) => (await getCase(ctx, given.id)).unitId,
  input: Type.Object(
    {
      id: caseId,
      regime: Type.String({ pattern: '^[a-z-]{2,40}$', description: 'Regime of the calculation' }),
      reason: prose('Why it is fixed anew', 1000),
    },
    closed,
  ),
  output: Type.Object({ amount: dong('What is due') }, closed),
  trace: ({ id }, { amount }) => ({ subject: id, detail: { amount } }),
  run: async (ctx, { id, regime, reason }) => {
    const held = await getCase(ctx, id);
    const left = (await listStepDays(ctx.db, id)).get('end');
    if (left === undefined) throw new Problem('conflict', 'transition-balance.not-left');
    return fix(ctx, held, { regime, left, reason });
  },
});

/** Notes a payment. */
export const notePayment = operation({
  name: 'transition.note-payment',
  summary: 'Note what was paid to a person who left, with the number of the voucher; never more than is due. The person is told.',
  kind: 'write',
  http: 'POST /transition/cases/{id}/payments',
  permission: 'transition.handle-cases',
  unit: async (ctx, given) => (await getCase(ctx, given.id)).unitId,
  input: Type.Object(
    {
      id: caseId,
      amount: Type.Integer({ minimum: 1, maximum: 100_000_000_000, description: 'What was paid, đồng' }),
      day: Type.String({ format: 'date', description: 'When it was paid, not after today' }),
      voucher: Type.String({ minLength: 1, maxLength: 80, description: 'Number of the voucher' }),
    },
    closed,
  ),
  output: Type.Object({ open: dong('What remains to be paid') }, closed),
  trace: ({ id, amount }) => ({ subject: id, detail: { amount } }),
  run: async (ctx, { id, amount, day, voucher }) => {
    const held = await getCase(ctx, id);
    if (day > ctx.today) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/day', code: 'transition-balance.day-ahead' }]);
    const due = await findDue(ctx.db, id);
    if (due === undefined) throw new Problem('conflict', 'transition-balance.not-left');
    const paid = (await listPayments(ctx.db, id)).reduce((sum, one) => sum + one.amount, 0);
    const open = due.amount - paid - amount;
    if (open < 0) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/amount', code: 'transition-balance.too-much', values: { most: due.amount - paid } }]);
    const payment = newId();
    const [factId = ''] = await record(ctx, [{ kind: 'transition.paid', subject: id, unitId: held.unitId, day, value: amount, data: {} }]);
    await addPayment(ctx.db, { id: payment, caseId: id, amount, day, voucher, by: personOf(ctx.actor) ?? null, at: ctx.now, factId });
    await notify(ctx, { to: [held.personId], key: 'transition-balance.told-paid', values: { amount }, href: `/transition/cases/${id}/work`, email: true });
    return { open };
  },
});

/** What is due to the person of a case and what was paid. */
export const Money = Type.Object(
  {
    due: Type.Union(
      [
        Type.Object(
          {
            number: Type.Integer({ description: 'How often it was fixed' }),
            regime: Type.String({ description: 'Regime; none: nothing is due' }),
            amount: dong('What is due'),
            verified: Type.Boolean({ description: 'Whether official texts confirm all of it' }),
            payBy: Type.String({ description: 'Last day to pay' }),
            reason: Type.String({ description: 'Why it was fixed so' }),
            fixedOn: Type.String({ description: 'When it was fixed' }),
          },
          closed,
        ),
        Type.Null(),
      ],
      { description: 'What is due; null before the employment ended' },
    ),
    payments: Type.Array(
      Type.Object({ amount: dong('What was paid'), day: Type.String({ description: 'When' }), voucher: Type.String({ description: 'Number of the voucher' }) }, closed),
      { description: 'What was paid, oldest first' },
    ),
    open: dong('What remains to be paid'),
  },
  closed,
);

/** The money of a case. */
export async function moneyOf(ctx: Pick<Ctx, 'db'>, id: string): Promise<Type.Static<typeof Money>> {
  const due = (await findDue(ctx.db, id)) ?? null;
  const payments = (await listPayments(ctx.db, id)).map(({ amount, day, voucher }) => ({ amount, day, voucher }));
  const open = (due?.amount ?? 0) - payments.reduce((sum, { amount }) => sum + amount, 0);
  return { due, payments, open: Math.max(0, open) };
}
