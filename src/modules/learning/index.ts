import type { Manifest } from '#kernel/manifest/index.ts';
import { loadCourses } from './courses/load.ts';
import { facts, permissions } from './model.ts';

/** Courses, the progress of learners, and who must learn what. */
export const learning: Manifest = {
  name: 'learning',
  operations: [],
  permissions,
  facts,
  sets: [],
  ratios: [],
  jobs: [],
  start: loadCourses,
};
