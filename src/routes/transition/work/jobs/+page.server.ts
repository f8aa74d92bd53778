import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { getRoot, mayAnywhere, rootsOf } from '#kernel/org/index.ts';
import { importOutside, listOutsideJobs } from '#modules/transition/index.ts';
import { refuse, submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { filesOf } from '#web/scores.ts';
import type { Actions, PageServerLoad } from './$types';

const PERMISSION = 'transition.handle-cases';

/** Jobs outside, and taking them in for whoever handles cases. */
export const load: PageServerLoad = async (event) => ({
  jobs: await run(event, listOutsideJobs, {}),
  mayImport: mayAnywhere(event.locals.ctx.actor, PERMISSION),
  imported: event.url.searchParams.get('imported'),
  requestId: newId(),
});

export const actions: Actions = {
  default: async ({ request, locals: { ctx } }) => {
    const form = await request.formData();
    const [file] = await filesOf(form, 'file');
    if (file === undefined) return refuse(new Problem('invalid', 'transition-work.file-needed', {}, [{ at: '/file', code: 'transition-work.file-needed' }]), form);
    const roots = rootsOf(ctx.actor, PERMISSION);
    const unitId = roots === 'everywhere' ? undefined : roots[0];
    const answer = await submit(importOutside, ctx, form, { ...file, unitId: unitId ?? (await getRoot(ctx.db, ctx.today)).id });
    if (!answer.ok) return answer.failure;
    redirect(303, `/transition/work/jobs?imported=${answer.output.jobs}`);
  },
};
