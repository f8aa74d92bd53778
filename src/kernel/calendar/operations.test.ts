import { describe, expect, test } from 'vitest';
import { all, brokenConstraint, sql, type Db } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import cases from './due-cases.json' with { type: 'json' };
import { dueOperation, listDays, listEdits, previewChange, putDay, removeDay, type OpenTerm } from './index.ts';

const { inRolledBack, rolledBack } = await testDatabase();

const culture = {
  day: '2026-11-24',
  kind: 'off',
  name: { vi: 'Ngày Văn hóa Việt Nam', en: 'Việt Nam Culture Day' },
  status: 'to confirm',
  source: 'a decision',
} as const;
const HOUR = Temporal.Instant.from('2026-11-23T02:00:00Z');

const ctxOf = (db: Db, more: Partial<Omit<Ctx, 'services'>> = {}, openTerms: OpenTerm[] = []): Ctx =>
  testCtx(db, { now: HOUR, ...more, services: { openTerms: [async () => openTerms] } });

describe('calendar.due', () => {
  test.each(cases)('$name: $workingDays from $start → $due', ({ start, workingDays, pauses, ...expected }) =>
    inRolledBack(async (tx) => {
      const found = await perform(dueOperation, ctxOf(tx, { actor: ANONYMOUS }), { start, workingDays, pauses });
      expect(found.due).toBe(expected.due);
      expect(Object.fromEntries(found.skipped.map(({ day, why }) => [day, why]))).toEqual(expected.skipped);
      expect(found.skipped.filter(({ why, source }) => (why === 'holiday') !== (source !== undefined))).toEqual([]);
    }),
  );

  rolledBack('follows what an administrator entered, at once and after it is taken away', async (tx) => {
    const dueDay = async () => (await perform(dueOperation, ctxOf(tx), { start: '2026-11-23', workingDays: 1 })).due;
    expect(await dueDay()).toBe('2026-11-24');
    await perform(putDay, ctxOf(tx), culture);
    expect(await dueDay()).toBe('2026-11-25');
    await perform(removeDay, ctxOf(tx), { day: culture.day });
    expect(await dueDay()).toBe('2026-11-24');
  });
});

describe('the days an administrator enters', () => {
  rolledBack('are kept with who and when, replaced by a second entry, and listed', async (tx) => {
    await perform(putDay, ctxOf(tx), culture);
    await perform(putDay, ctxOf(tx), { ...culture, status: 'published' });
    expect(await listEdits(tx)).toEqual([{ edit: { ...culture, status: 'published' }, enteredBy: undefined, enteredAt: '2026-11-23T02:00:00.000Z' }]);
    const listed = await perform(listDays, ctxOf(tx), { from: '2026-09-01', to: '2026-12-01' });
    expect(listed.days.map(({ day }) => day)).toEqual(['2026-09-01', '2026-09-02', '2026-11-24']);
    expect(listed.edits.map(({ edit }) => edit.day)).toEqual(['2026-11-24']);
    expect(listed.covers).toEqual({ from: '2023-01-01', to: '2031-01-01' });
  });

  rolledBack('can make a holiday an ordinary day', async (tx) => {
    await perform(putDay, ctxOf(tx), { ...culture, day: '2026-08-31', kind: 'ordinary' });
    const listed = await perform(listDays, ctxOf(tx), { from: '2026-08-31', to: '2026-09-03' });
    expect(listed.days.map(({ day }) => day)).toEqual(['2026-09-01', '2026-09-02']);
    expect(listed.edits.map(({ edit }) => edit.kind)).toEqual(['ordinary']);
  });

  rolledBack('leave an audit line each', async (tx) => {
    await perform(putDay, ctxOf(tx), culture);
    await perform(removeDay, ctxOf(tx), { day: culture.day });
    const lines = await all(tx, sql`select audit.operation, audit.detail from kernel.audit order by audit.at`);
    expect(lines).toEqual([
      { operation: 'calendar.put-day', detail: { day: '2026-11-24', kind: 'off', status: 'to confirm' } },
      { operation: 'calendar.remove-day', detail: { day: '2026-11-24' } },
    ]);
  });

  test.each([
    ['nobody signed in', putDay, culture, 'operation.sign-in-first'],
    ['a day beyond the calendar', putDay, { ...culture, day: '2031-01-02' }, 'calendar.outside'],
    ['a day that does not exist', putDay, { ...culture, day: '2026-02-30' }, 'operation.input-invalid'],
    ['no source', putDay, { ...culture, source: '' }, 'operation.input-invalid'],
    ['a status only this program gives', putDay, { ...culture, status: 'computed' }, 'operation.input-invalid'],
    ['a day that was never entered', removeDay, { day: '2026-11-24' }, 'calendar.no-edit'],
  ])('are refused: %s', (what, op, input, code) =>
    inRolledBack(async (tx) => {
      const ctx = ctxOf(tx, what === 'nobody signed in' ? { actor: ANONYMOUS } : {});
      const attempt = op === putDay ? perform(putDay, ctx, input) : perform(removeDay, ctx, input);
      await expect(attempt).rejects.toMatchObject({ code });
      expect(await listEdits(tx)).toEqual([]);
    }),
  );

  test('the table refuses what the schema would', () =>
    inRolledBack(async (tx) => {
      const broken = await sql`
        insert into kernel.calendar_day (day, kind, name_vi, name_en, status, source)
        values ('2026-11-24', 'half', 'x', 'x', 'published', 'x')`
        .execute(tx)
        .catch(brokenConstraint);
      expect(broken).toBe('calendar_day_kind_check');
    }));
});

describe('calendar.preview-change', () => {
  const terms: OpenTerm[] = [
    { id: 'a', title: 'Hồ sơ 1', start: '2026-11-23', workingDays: 1, pauses: [] },
    { id: 'b', title: 'Hồ sơ 2', start: '2026-11-25', workingDays: 1, pauses: [] },
  ];

  rolledBack('names the terms that entering a day would move, and enters nothing', async (tx) => {
    const preview = await perform(previewChange, ctxOf(tx, {}, terms), { put: [culture] });
    expect(preview).toEqual({ checked: 2, moved: [{ id: 'a', title: 'Hồ sơ 1', dueBefore: '2026-11-24', dueAfter: '2026-11-25' }] });
    expect(await listEdits(tx)).toEqual([]);
  });

  rolledBack('names the terms that taking an entry away would move', async (tx) => {
    await perform(putDay, ctxOf(tx), culture);
    const preview = await perform(previewChange, ctxOf(tx, {}, terms), { remove: [culture.day] });
    expect(preview.moved).toEqual([{ id: 'a', title: 'Hồ sơ 1', dueBefore: '2026-11-25', dueAfter: '2026-11-24' }]);
  });
});
