import type { RequestEvent } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { listOwnUnits } from '#modules/directory/index.ts';
import { listFrameworks, listRequirementsOperation, readFramework } from '#modules/skills/index.ts';
import { load as read, signedIn } from '#web/load.ts';

/** The framework whose levels are required when the address names none. */
export const CIVIL_SERVICE = 'civil-service-8';

/** Everything on the page of requirements: the framework of the address, what it requires, and the units whose requirements the asker may set. */
export async function readRequirements(event: Pick<RequestEvent, 'locals' | 'url'>) {
  const personId = signedIn(event);
  const { ctx } = event.locals;
  const asked = (name: string): string => event.url.searchParams.get(name) ?? '';
  const frameworkId = asked('framework') || CIVIL_SERVICE;
  const history = asked('history') === 'yes';
  const { framework } = await read(event, readFramework, { id: frameworkId });
  const [frameworks, lines] = await Promise.all([read(event, listFrameworks, {}), read(event, listRequirementsOperation, { frameworkId, history })]);
  const mayEdit = mayAnywhere(ctx.actor, 'skills.edit-requirements');
  const units = mayEdit ? await listOwnUnits(ctx.db, personId, ctx.today, ctx.locale) : [];
  return { framework, frameworks, lines, history, mayEdit, units, done: asked('done'), today: ctx.today, requestId: newId() };
}
