import Type from 'typebox';
import { found } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { Registered, registeredOf } from '../entitlement/registered.ts';
import { closed } from '../model.ts';
import { listPersonCases } from './store.ts';

/** What the register knows of the person of a case, for whoever computes there. */
export const readCaseFacts = operation({
  name: 'transition.read-case-facts',
  summary:
    'What the register knows of the person of a case that a calculation can start from, for whoever handles the case; all of it can be corrected. The person is told who looked.',
  kind: 'read',
  http: 'GET /transition/cases/{id}/facts',
  permission: 'transition.handle-cases',
  unit: async (ctx, { id }) => found((await listPersonCases(ctx.db, { caseId: id }))[0], 'case.no-case').unitId,
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Case' }) }, closed),
  output: Type.Object({ personId: Type.String({ description: 'Person' }), facts: Registered }, closed),
  looksAt: (_input, { personId }) => [personId],
  run: async (ctx, { id }) => {
    const { personId } = found((await listPersonCases(ctx.db, { caseId: id }))[0], 'case.no-case');
    return { personId, facts: found(await registeredOf(ctx, personId), 'transition-entitlement.no-facts') };
  },
});
