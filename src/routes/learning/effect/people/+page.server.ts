import { listCoursePeople, listCourses } from '#modules/learning/index.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../units.ts';
import type { PageServerLoad } from './$types';

/** The people behind a figure of a course in a unit. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.see-team');
  const { unit } = await unitsWith(event, 'learning.see-team');
  const query = event.url.searchParams;
  const courses = await read(event, listCourses, {});
  const course = courses.find(({ id }) => id === query.get('course')) ?? courses[0];
  const which = query.get('which') === 'completed' ? ('completed' as const) : ('begun' as const);
  const page = Math.max(1, Math.min(10_000, Number.parseInt(query.get('page') ?? '', 10) || 1));
  return { unit, course, which, list: unit && course ? await read(event, listCoursePeople, { unitId: unit.id, course: course.id, which, page }) : undefined };
};
