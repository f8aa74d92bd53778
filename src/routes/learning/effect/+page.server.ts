import { listCourses, readEffect } from '#modules/learning/index.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../units.ts';
import type { PageServerLoad } from './$types';

/** What a course does in a unit: completion, hours, ratings, skills before and after. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.assign');
  const { units, unit } = await unitsWith(event, 'learning.assign');
  const courses = await read(event, listCourses, {});
  const course = courses.find(({ id }) => id === event.url.searchParams.get('course')) ?? courses[0];
  return { units, unit, courses, course, effect: unit && course ? await read(event, readEffect, { unitId: unit.id, course: course.id }) : undefined };
};
