import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { Course, Lesson, PROGRAMMES } from './course.ts';
import type { CourseFile } from './course.ts';

export { CourseFile } from './course.ts';
export { courseFaults, wordsOf } from './rules.ts';

const here = import.meta.dirname;

/** The courses of the project, in the order of the programmes, each as one file; throws typebox's `ParseError` when a file has another form. */
export function readCourses(): CourseFile[] {
  return PROGRAMMES.filter((programme) => existsSync(join(here, programme, 'course.json'))).map(readCourse);
}

function readCourse(programme: string): CourseFile {
  const course = Value.Parse(Course, json(programme, 'course.json'));
  const files = readdirSync(join(here, programme)).filter((file) => file.endsWith('.json') && file !== 'course.json');
  const lessons = files.map((file) => Value.Parse(Lesson, json(programme, file)));
  const order = course.modules.flatMap((module) => module.lessons);
  return { form: 'khue-course/1', course, lessons: lessons.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)), pictures: picturesOf(lessons) };
}

function picturesOf(lessons: Lesson[]): Record<string, string> {
  const files = lessons.flatMap((lesson) => lesson.blocks.flatMap((block) => (block.kind === 'picture' ? [block.file] : [])));
  return Object.fromEntries(files.filter((file) => existsSync(join(here, 'pictures', file))).map((file) => [file, readFileSync(join(here, 'pictures', file), 'utf8')]));
}

function json(programme: string, file: string): unknown {
  return JSON.parse(readFileSync(join(here, programme, file), 'utf8'));
}
