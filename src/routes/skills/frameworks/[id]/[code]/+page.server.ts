import { error } from '@sveltejs/kit';
import { readFramework } from '#modules/skills/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** One area or competence of a framework, with what those it is the same as ask at their levels. */
export const load: PageServerLoad = async (event) => {
  const view = await read(event, readFramework, { id: event.params.id });
  const part = view.framework.parts.find(({ code }) => code === event.params.code);
  if (part === undefined) error(404, { message: event.locals.t('skills-frameworks.no-part') });
  return { ...view, part, related: view.related.filter(({ code }) => code === part.code) };
};
