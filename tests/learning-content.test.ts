import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { PROGRAMMES } from '../content/learning/course.ts';
import { CourseFile, courseFaults, readCourses, shippedFaults, wordsOf } from '../content/learning/index.ts';
import { ItemFile } from '../content/skills/item.ts';

const root = join(import.meta.dirname, '..');
const courses = readCourses(root);
const lessons = courses.flatMap((file) => file.lessons);
const bankFiles = readdirSync(join(root, 'content', 'skills', 'bank'));
const bank = bankFiles.flatMap((file) => Value.Parse(ItemFile, JSON.parse(readFileSync(join(root, 'content', 'skills', 'bank', file), 'utf8'))).items);

const first = () => {
  const [file] = structuredClone(courses);
  if (file === undefined) throw new Error('no course');
  return file;
};

test.each(courses.map((file) => [file.course.id, file] as const))('%s holds: ids, keys, pictures, checks, guides, minutes', (_, file) => {
  expect([...courseFaults(file, bank), ...shippedFaults(file)]).toEqual([]);
  expect(Value.Check(CourseFile, file)).toBe(true);
});

test('the five programmes are there, each with at least five lessons, and ids are unique among all', () => {
  expect(courses.map((file) => file.course.programme)).toEqual([...PROGRAMMES]);
  for (const file of courses) expect(file.lessons.length, file.course.id).toBeGreaterThanOrEqual(5);
  expect(new Set(lessons.map((lesson) => lesson.id)).size).toBe(lessons.length);
  expect(new Set(courses.map((file) => file.course.id)).size).toBe(courses.length);
});

test.each(lessons.map((lesson) => [lesson.id, lesson] as const))('%s has 600 to 1,000 words, a situation, a picture, three to five exercises, points to keep', (_, lesson) => {
  const count = (kind: string) => lesson.blocks.filter((block) => block.kind === kind).length;
  expect(wordsOf(lesson)).toBeGreaterThanOrEqual(600);
  expect(wordsOf(lesson)).toBeLessThanOrEqual(1000);
  expect(count('situation')).toBeGreaterThanOrEqual(1);
  expect(count('picture')).toBeGreaterThanOrEqual(1);
  expect(count('key-points')).toBe(1);
  expect(count('exercise')).toBeGreaterThanOrEqual(3);
  expect(count('exercise')).toBeLessThanOrEqual(5);
});

test('keys are not betrayed: the right option is seldom the longest, and no place holds more than two in five', () => {
  const singles = lessons.flatMap((lesson) =>
    lesson.blocks.flatMap((block) =>
      block.kind === 'exercise' && block.item.kind === 'single' && Array.isArray(block.item.key)
        ? [{ key: block.item.key[0] ?? '', options: block.item.text.vi.options ?? {} }]
        : [],
    ),
  );
  const longest = singles.filter(({ key, options }) => Object.values(options).every((option) => option.length <= (options[key] ?? '').length));
  expect(longest.length / singles.length).toBeLessThanOrEqual(0.4);
  for (const place of ['a', 'b', 'c', 'd']) expect(singles.filter(({ key }) => key === place).length / singles.length, place).toBeLessThanOrEqual(0.4);
});

test('all words are composed Unicode, and every picture of the folder is used', () => {
  for (const file of courses) expect(JSON.stringify(file).normalize('NFC')).toBe(JSON.stringify(file));
  const used = new Set(courses.flatMap((file) => Object.keys(file.pictures)));
  expect(readdirSync(join(root, 'content', 'learning', 'pictures')).filter((name) => !used.has(name))).toEqual([]);
});

test.each<[string, (file: CourseFile) => void, RegExp]>([
  ['a lesson that no module names', (file) => file.course.modules.pop(), /in no module/],
  ['a picture that is not there', (file) => (file.pictures = {}), /picture is missing/],
  ['a picture with a script', (file) => Object.keys(file.pictures).forEach((name) => (file.pictures[name] += '<script/>')), /more than shapes/],
  ['a plan that takes longer', (file) => file.lessons.forEach((lesson) => lesson.guide && (lesson.guide.minutes += 5)), /plan of the guide/],
  ['a check of families that are not', (file) => file.lessons.forEach((lesson) => lesson.check?.draw.forEach((part) => (part.families = ['1.1-none']))), /1\.1-none/],
  ['minutes that cannot be', (file) => file.lessons.forEach((lesson) => (lesson.minutes = lesson.minutes > 12 ? 10 : 15)), /minutes are stated/],
  [
    'a key outside the options',
    (file) => file.lessons.forEach((lesson) => lesson.blocks.forEach((block) => block.kind === 'exercise' && block.item.kind !== 'short' && (block.item.key = ['z']))),
    /no option/,
  ],
  ['two best choices', (file) => file.lessons.forEach((l) => l.blocks.forEach((b) => b.kind === 'situation' && b.choices.forEach((choice) => (choice.best = true)))), /one best/],
  ['HTML in a text', (file) => file.lessons.forEach((l) => l.blocks.forEach((b) => b.kind === 'text' && (b.text += ' <b>x</b>'))), /small Markdown/],
  ['a link elsewhere', (file) => file.lessons.forEach((l) => l.blocks.forEach((b) => b.kind === 'text' && (b.text += ' [x](https://example.com)'))), /official/],
  ['the same block id twice', (file) => file.lessons.forEach((l) => l.blocks.forEach((b) => (b.id = 'x'))), /block id twice/],
  ['a task that is not in the bank', (file) => file.lessons.forEach((l) => l.blocks.push({ kind: 'task', id: 'y', item: '1.1-none-1', intro: 'y' })), /no doing task/],
])('the rules find %s', (_, spoil, fault) => {
  const file = first();
  spoil(file);
  expect(courseFaults(file, bank).join('\n')).toMatch(fault);
});
