import { expect, test } from 'vitest';
import { newId } from '#base/id/index.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';

import { addDays, formatDay } from '#base/day/index.ts';
import { refusalOf } from './draft.ts';

const { db } = await testDatabase();

/** The form as it is sent, rightly filled in but for what is named. */
function formWith(more: Record<string, string>): FormData {
  const form = new FormData();
  const right = {
    unitId: newId(),
    title: 'Bảo vệ dữ liệu của người dân',
    why: 'Ai cũng cầm dữ liệu của người dân.',
    'message-1': newId(),
    starts: formatDay(TODAY),
    joinersUntil: formatDay(addDays(TODAY, 10)),
    ends: formatDay(addDays(TODAY, 30)),
    steps: '1',
    'rung-in-app': '0',
  };
  for (const [name, value] of Object.entries({ ...right, ...more })) form.set(name, value);
  return form;
}

const faultsOf = (more: Record<string, string>) => refusalOf(formWith(more), testCtx(db))?.data.errors.map(({ at }) => at);

test('a form that is right is not refused', () => expect(faultsOf({})).toBeUndefined());

test.each([
  [{ 'rung-email': 'mai' }, ['/rung-email']],
  [{ 'rung-in-app': '', 'rung-email': '99' }, ['/rung-email']],
  [{ 'rung-in-app': '' }, ['/ladder']],
  [{ title: '', 'rung-email': 'mai', 'rung-letter': '-1' }, ['/title', '/rung-email', '/rung-letter']],
  [{ why: 'ngắn', 'message-1': '', starts: '1/1/2020', ends: 'sau Tết', 'rung-letter': '1,5' }, ['/why', '/messages', '/ends', '/starts', '/rung-letter']],
  [{ starts: formatDay(addDays(TODAY, 40)), 'rung-email': 'x' }, ['/joinersUntil', '/ends', '/stepDays', '/rung-email']],
])('%j is refused at %j in one answer', (more, places) => expect(faultsOf(more)?.toSorted()).toEqual(places.toSorted()));
