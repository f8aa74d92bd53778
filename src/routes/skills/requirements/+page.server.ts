import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { listOwnUnits } from '#modules/directory/index.ts';
import { endRequirement, listFrameworks, listRequirementsOperation, readFramework, setRequirement } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** What is required in a framework, and for training officers the form to change it. */
export const load: PageServerLoad = async (event) => {
  const personId = signedIn(event);
  const { ctx } = event.locals;
  const asked = (name: string): string => event.url.searchParams.get(name) ?? '';
  const frameworkId = asked('framework') || 'civil-service-8';
  const history = asked('history') === 'yes';
  const { framework } = await read(event, readFramework, { id: frameworkId });
  const [frameworks, lines] = await Promise.all([read(event, listFrameworks, {}), read(event, listRequirementsOperation, { frameworkId, history })]);
  const mayEdit = mayAnywhere(ctx.actor, 'skills.edit-requirements');
  return {
    framework,
    frameworks,
    lines,
    history,
    mayEdit,
    units: mayEdit ? await listOwnUnits(ctx.db, personId, ctx.today) : [],
    done: asked('done'),
    today: ctx.today,
    requestId: newId(),
  };
};

const back = (url: URL, done: string): never =>
  redirect(303, `/skills/requirements?framework=${encodeURIComponent(url.searchParams.get('framework') ?? 'civil-service-8')}&done=${done}`);

export const actions: Actions = {
  set: async ({ request, locals, url }) => {
    const answer = await submit(setRequirement, locals.ctx, await request.formData());
    return answer.ok ? back(url, 'set') : answer.failure;
  },
  end: async ({ request, locals, url }) => {
    const answer = await submit(endRequirement, locals.ctx, await request.formData());
    return answer.ok ? back(url, 'ended') : answer.failure;
  },
};
