import Type from 'typebox';
import { Value } from 'typebox/value';
import { found } from '#base/problem/index.ts';
import { caseRead } from '#kernel/case/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { printCalculation } from '../entitlement/index.ts';
import { Calculation, Facts } from '../entitlement/model.ts';
import { closed } from '../model.ts';
import { findCalculation, listPersonCases } from './store.ts';

/** The calculation of a case on paper. */
export const printInCase = operation({
  name: 'transition.print-case-calculation',
  summary: 'The latest calculation of a case as a PDF, and its signed receipt: the very same for the person, the union and the employer. The person is told who fetched it.',
  kind: 'read',
  http: 'GET /transition/cases/{id}/calculation-paper',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Case' }) }, closed),
  output: Type.Object(
    {
      personId: Type.String({ description: 'Person' }),
      digest: Type.String({ description: 'SHA-256 of facts and result' }),
      content: Type.String({ description: 'The PDF, base64' }),
      receipt: Type.String({ description: 'The receipt, JSON; khue verify --receipt checks it' }),
    },
    closed,
  ),
  asksPurpose: async (ctx, { id }) => (await listPersonCases(ctx.db, { caseId: id }))[0]?.personId !== personOf(ctx.actor),
  looksAt: (_input, { personId }) => [personId],
  trace: ({ id }, { digest }) => ({ subject: id, detail: { digest } }),
  run: async (ctx, { id }) => {
    await caseRead.run(ctx, { id });
    const held = found((await listPersonCases(ctx.db, { caseId: id }))[0], 'case.no-case');
    const kept = found(await findCalculation(ctx.db, id), 'transition-cases.no-calculation');
    const whose = { name: held.name, post: held.post, number: kept.number, digest: kept.digest };
    const { bytes, receipt } = await printCalculation(ctx, Value.Parse(Facts, kept.facts), Value.Parse(Calculation, kept.result), whose);
    return { personId: held.personId, digest: kept.digest, content: Buffer.from(bytes).toString('base64'), receipt: `${JSON.stringify(receipt, null, 2)}\n` };
  },
});
