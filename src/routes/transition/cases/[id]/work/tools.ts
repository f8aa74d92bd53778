import type { RequestEvent } from '@sveltejs/kit';
import { mayAnywhere } from '#kernel/org/index.ts';
import { listCourses } from '#modules/learning/index.ts';
import { listMentors, searchWork } from '#modules/transition/index.ts';
import { orNull } from '../../../initiative.ts';

/** What whoever handles the case proposes from: openings, courses, mentors; null for anybody else. */
export async function toolsOf(event: Pick<RequestEvent, 'locals'>, id: string, from: number) {
  if (!mayAnywhere(event.locals.ctx.actor, 'transition.handle-cases')) return null;
  const found = await orNull(event, searchWork, { id, from });
  if (found === null) return null;
  const courses = (await orNull(event, listCourses, {})) ?? [];
  return { ...found, courses: courses.map(({ id: value, title }) => ({ value, label: title })), mentors: (await orNull(event, listMentors, {})) ?? [] };
}
