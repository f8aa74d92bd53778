import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { Course, Lesson, PROGRAMMES } from './course.ts';
import type { CourseFile } from './course.ts';

export { CourseFile } from './course.ts';
export { courseFaults, minutesOf, shippedFaults, wordsOf } from './rules.ts';

/** The courses under `<root>/content/learning`, in the order of the programmes, each as one file; throws typebox's `ParseError` when a file has another form. */
export function readCourses(root: string): CourseFile[] {
  const here = join(root, 'content', 'learning');
  return PROGRAMMES.filter((programme) => existsSync(join(here, programme, 'course.json'))).map((programme) => readCourse(here, programme));
}

function readCourse(here: string, programme: string): CourseFile {
  const course = Value.Parse(Course, json(join(here, programme, 'course.json')));
  const files = readdirSync(join(here, programme)).filter((file) => file.endsWith('.json') && file !== 'course.json');
  const lessons = files.map((file) => Value.Parse(Lesson, json(join(here, programme, file))));
  const order = course.modules.flatMap((module) => module.lessons);
  return { form: 'khue-course/1', course, lessons: lessons.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)), pictures: picturesOf(here, lessons) };
}

function picturesOf(here: string, lessons: Lesson[]): Record<string, string> {
  const files = lessons.flatMap((lesson) => lesson.blocks.flatMap((block) => (block.kind === 'picture' ? [block.file] : [])));
  return Object.fromEntries(files.filter((file) => existsSync(join(here, 'pictures', file))).map((file) => [file, readFileSync(join(here, 'pictures', file), 'utf8')]));
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
