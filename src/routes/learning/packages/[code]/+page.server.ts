import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listPackages, openPackage, readPackageReport, retirePackage } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A package with the report of its checks, and those that could take its place. */
export const load: PageServerLoad = async (event) => {
  const { code } = event.params;
  const report = await read(event, readPackageReport, { code });
  const others = (await read(event, listPackages, {})).filter((one) => one.usable && one.retiredAt === null && one.code !== code);
  return { ...report, others: others.map((one) => ({ value: one.code, label: `${one.title} (${one.code})` })), requestId: newId() };
};

export const actions: Actions = {
  open: async ({ request, locals, params }) => {
    const answer = await submit(openPackage, locals.ctx, await request.formData(), { code: params.code });
    return answer.ok ? redirect(303, `/learning/packages/play/${answer.output.session}`) : answer.failure;
  },
  retire: async ({ request, locals, params }) => {
    const answer = await submit(retirePackage, locals.ctx, await request.formData(), { code: params.code });
    return answer.ok ? redirect(303, `/learning/packages/${params.code}`) : answer.failure;
  },
};
