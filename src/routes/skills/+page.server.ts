import { mayAnywhere } from '#kernel/org/index.ts';
import { listFrameworks } from '#modules/skills/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Where one begins with digital skills: the frameworks, and for authors the bank. */
export const load: PageServerLoad = async (event) => ({
  frameworks: await read(event, listFrameworks, {}),
  mayWrite: mayAnywhere(event.locals.ctx.actor, 'skills.edit-items'),
  mayIssue: mayAnywhere(event.locals.ctx.actor, 'skills.issue-certificates'),
  mayRequire: mayAnywhere(event.locals.ctx.actor, 'skills.edit-requirements'),
});
