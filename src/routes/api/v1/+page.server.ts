import { operations } from '#program/index.ts';
import { openApi } from '#web/openapi.ts';
import type { PageServerLoad } from './$types';
import { modulesOf } from './describe.ts';

const description = openApi(operations);

export const load: PageServerLoad = ({ locals }) => {
  const base = `${locals.ctx.services.publicUrl}/api/v1`;
  return { base, modules: modulesOf(description, base) };
};
