import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Block, Lesson } from '#content/learning/course.ts';
import { readCourses } from '#content/learning/index.ts';
import { blockFaults, blockOf, draftBlockOf } from './blocks.ts';
import { draftLessonOf, lessonFaults, lessonOf } from './lessons.ts';
import { slugOf } from './names.ts';

const lessons = readCourses(process.cwd()).flatMap((file) => file.lessons);

test('every block of the shipped courses can be written in the form, and comes out of it as it was', () => {
  for (const block of lessons.flatMap(({ blocks }) => blocks)) {
    const draft = draftBlockOf(block);
    expect(blockFaults(draft), block.id).toEqual([]);
    const again = blockOf(draft);
    expect(Value.Check(Block, again), block.id).toBe(true);
    // A short answer that is a number may lose its tolerance, and texts the blanks at their ends.
    if (block.kind !== 'exercise' || block.item.kind !== 'short') expect(draftBlockOf(again)).toEqual(draftBlockOf({ ...block }));
  }
});

test('every shipped lesson can be written in the form, and comes out of it as a lesson', () => {
  for (const lesson of lessons) {
    const draft = draftLessonOf(lesson);
    expect(lessonFaults(draft.fields), lesson.id).toEqual([]);
    const again = lessonOf(lesson.id, draft, { today: '2026-11-23', author: 'Phường Ba Đình' });
    expect(Value.Check(Lesson, again), lesson.id).toBe(true);
    expect(again.check).toEqual(lesson.check);
    expect(again.outcomes).toEqual(lesson.outcomes);
  }
});

test.each([
  ['text', {}, ['text empty']],
  ['link', { title: 'x', href: 'http://a.vn' }, ['href address']],
  ['image', { file: 'a.png', alt: 'ảnh' }, ['alt alt-short']],
  ['video', { title: 'x', file: 'a.mp4' }, ['captions captions']],
  ['video', { title: 'x', file: 'a.mp4', transcript: 'Lời' }, []],
  ['key-points', { lines: 'một\nhai' }, ['lines three-lines']],
  ['situation', { title: 'a', happens: 'b', question: 'c', choice1: 'x', follows1: 'y', best: '2', ends: 'd' }, ['choice1 two-choices', 'best best']],
  [
    'exercise',
    { type: 'single', prompt: 'Chọn cách đúng', option1: 'a', option2: 'b', option3: 'c', right1: 'on', right2: 'on', rationale: 'Vì luật quy định rõ như vậy' },
    ['right1 one-right'],
  ],
  [
    'exercise',
    { type: 'multiple', prompt: 'Chọn cách đúng', option1: 'a', option2: 'b', option3: 'c', right1: 'on', rationale: 'Vì luật quy định rõ như vậy' },
    ['right1 more-right'],
  ],
  ['exercise', { type: 'short', prompt: 'Mấy ngày làm việc?', rationale: 'Vì luật quy định rõ như vậy' }, ['accept accept']],
  ['assignment', { title: 'a', brief: 'b', handIn: 'text', criterion1: 'c', low1: 'd', mid1: 'e', pass: '3' }, ['high1 empty', 'pass pass']],
] as const)('%s %j lacks %j', (kind, fields, faults) => {
  expect(blockFaults({ id: 'x', kind, fields: { ...fields } }).map(({ field, code }) => `${field} ${code.replace('learning-authoring.fault-', '')}`)).toEqual(faults);
});

test.each([
  ['outcomes', '1.2 | 9 | x', 'outcome-line'],
  ['check', '1.2 | 4 | 1', 'check-line'],
  ['sources', 'Luật', 'source-line'],
  ['sources', 'Luật | tất cả | javascript:x', 'source-line'],
  ['minutes', '0', 'minutes'],
  ['sheetTitle', 'Tờ', 'few-lines'],
])('a lesson with %s %j is not right', (field, text, code) => {
  const fields = { title: 'a', summary: 'b', minutes: '10', reading: 'office', [field]: text };
  expect(lessonFaults(fields).map((fault) => fault.code)).toContain(`learning-authoring.fault-${code}`);
});

test('names are small letters, digits and dashes', () => {
  expect(['Đăng ký Hồ sơ số 1!', '  ', 'É'].map(slugOf)).toEqual(['dang-ky-ho-so-so-1', '', 'e']);
});
