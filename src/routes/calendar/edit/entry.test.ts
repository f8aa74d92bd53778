import { expect, test } from 'vitest';
import { Problem } from '#base/problem/index.ts';
import { listEdits, previewChange, putDay } from '#kernel/calendar/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { askedDay, inputOf, placesInForm, queryOf, readEntry } from './entry.ts';

const { rolledBack, inRolledBack } = await testDatabase();

const typed = { day: '24/11/2026', kind: 'off', nameVi: 'Ngày Văn hóa Việt Nam', nameEn: '', status: 'to confirm', source: 'Báo Nhân Dân' };
const covers = { from: '2023-01-01', to: '2031-01-01' };

rolledBack('what was typed, carried in an address and back, is what is entered', async (tx) => {
  const again = readEntry(new URLSearchParams(queryOf(typed)));
  await perform(putDay, testCtx(tx), inputOf(again));
  expect((await listEdits(tx)).map(({ edit }) => edit)).toEqual([
    { day: '2026-11-24', kind: 'off', name: { vi: typed.nameVi, en: typed.nameVi }, status: 'to confirm', source: 'Báo Nhân Dân' },
  ]);
});

test.each([
  [{ kind: '' }, ['/kind required']],
  [{ kind: 'half' }, ['/kind enum']],
  [{ nameVi: '' }, ['/nameVi required']],
  [{ status: 'computed' }, ['/status enum']],
  [{ source: '', status: '' }, ['/source required', '/status required']],
  [{ day: '31/02/2026' }, ['/day format']],
])('with %j the form is refused at %j', (change, places) =>
  inRolledBack(async (tx) => {
    const entry = { ...typed, ...change };
    const refused: unknown = await perform(previewChange, testCtx(tx), { put: [inputOf(entry)] }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    if (refused instanceof Problem)
      expect(
        placesInForm(refused.errors, entry)
          .map(({ at, code }) => `${at} ${code.replace('operation.input.', '')}`)
          .sort(),
      ).toEqual(places);
  }),
);

test.each([
  ['', undefined, undefined],
  ['day=24/11/2026', '2026-11-24', undefined],
  ['day=2026-11-24', '2026-11-24', undefined],
  ['day=', undefined, 'operation.input.required'],
  ['day=hôm nay', undefined, 'calendar.no-day'],
  ['day=1/1/2031', undefined, 'calendar.outside'],
])('“%s” names the day %s or is refused with %s', (query, day, code) => {
  const asked = askedDay(new URLSearchParams(query), covers);
  expect([asked.day, asked.refusal?.errors[0]?.code]).toEqual([day, code]);
});
