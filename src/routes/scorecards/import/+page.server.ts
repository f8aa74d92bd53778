import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { mayAnywhere, permissionTitle } from '#kernel/org/index.ts';
import { importIndex, readIndex } from '#modules/programme/index.ts';
import { refuse, submit } from '#web/form.ts';
import { load as run, orErrorPage, signedIn } from '#web/load.ts';
import { filesOf } from '#web/scores.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form by which an index is imported; `?key=` begins with what is known of an index. */
export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  signedIn(event);
  await orErrorPage(event, async () => {
    const permission = 'programme.edit-indexes';
    if (!mayAnywhere(ctx.actor, permission)) throw new Problem('forbidden', 'operation.not-allowed', { permission: permissionTitle(permission, ctx.locale) });
  });
  const key = event.url.searchParams.get('key');
  return { requestId: newId(), known: key === null ? null : (await run(event, readIndex, { key })).index };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const [file] = await filesOf(form, 'file');
    if (file === undefined) return refuse(new Problem('invalid', 'import.file-needed', {}, [{ at: '/file', code: 'import.file-needed' }]), form);
    const answer = await submit(importIndex, locals.ctx, form, file);
    if (!answer.ok) return answer.failure;
    redirect(303, `/scorecards/${answer.output.key}/rules`);
  },
};
