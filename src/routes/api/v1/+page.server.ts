import type { PageServerLoad } from './$types';
import { reference } from './reference.ts';

export const load: PageServerLoad = ({ locals }) => {
  const { base, modules } = reference(locals.ctx.services);
  return { base, modules: modules.map(({ module, operations }) => ({ module, n: operations.length })) };
};
