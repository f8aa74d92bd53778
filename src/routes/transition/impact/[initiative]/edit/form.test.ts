import { expect, test } from 'vitest';
import { contentFrom } from './form.ts';

/** A form with these fields typed into. */
function typed(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ 'task0-effect': 'stays', 'task1-effect': 'stays', 'task2-effect': 'goes', ...fields })) form.set(name, value);
  return form;
}

test('rows left empty are no tasks, and faults stand in the row in which they were typed', () => {
  const { content, fieldOf } = contentFrom(typed({ 'task0-title': 'Đăng ký', 'task2-title': 'Photo', 'task2-before': 'mười', 'alternative1-why': 'Tốn kém' }));
  expect(content['tasks']).toEqual([
    { title: 'Đăng ký', effect: 'stays', hoursBefore: 0, hoursAfter: 0 },
    { title: 'Photo', effect: 'goes', hoursBefore: 'mười', hoursAfter: 0 },
  ]);
  expect(['/tasks/1/hoursBefore', '/tasks/1', '/alternatives/0/title', '/tasks', '/about'].map((at) => fieldOf(at))).toEqual([
    'task2-before',
    'task2-title',
    'alternative1-title',
    'task0-title',
    'about',
  ]);
});

test('hours without a task are not dropped: the task is asked for', () => {
  const { content } = contentFrom(typed({ 'task1-after': '4' }));
  expect(content['tasks']).toEqual([{ title: '', effect: 'stays', hoursBefore: 0, hoursAfter: 4 }]);
});
