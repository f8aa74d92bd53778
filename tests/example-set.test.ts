import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Formula } from '#content/schema.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listMembersOperation, listSets, markChangedDefinitions, refresh } from '#kernel/set/index.ts';
import { directory, startPostings } from '#modules/directory/index.ts';
import { defineIndicator, loadIndicators, programme, readIndicatorChildren, readIndicatorTrend, readIndicatorValues } from '#modules/programme/index.ts';
import { testCtx, TODAY } from './ctx.ts';
import { testDatabase } from './database.ts';
import { highCoefficient } from './example-set.ts';
import { makeTown } from './town.ts';

const { rolledBack } = await testDatabase();
const page = readFileSync('docs/developers/sets.md', 'utf8');
const blocks = [...page.matchAll(/```(ts|json)\n([\s\S]*?)```/g)].map(([, kind = '', text = '']) => ({ kind, text: text.trim() }));
const code = blocks.find(({ kind }) => kind === 'ts')?.text ?? '';
const shown = blocks.find(({ kind }) => kind === 'json')?.text ?? '{}';
const formula = Value.Parse(Formula, JSON.parse(shown));

test('the set that the page for developers shows is the one that is tried here; with its indicator it takes fewer than 30 lines', () => {
  expect(readFileSync('tests/example-set.ts', 'utf8').trim()).toBe(code);
  expect(code.split('\n').length + shown.split('\n').length).toBeLessThan(30);
});

rolledBack('it counts, rolls up, opens onto its records and carries the indicator, without another line of code', async (db) => {
  declare([{ ...directory, sets: [...directory.sets, highCoefficient] }, programme]);
  const { city, ward, gone, vacant } = await makeTown(db);
  await loadIndicators(testCtx(db));
  await startPostings(testCtx(db), [{ id: newId(), postId: vacant.ward, unitId: ward, personId: gone, main: true, coefficient: 4.4, validFrom: '2026-01-01' }]);
  await markChangedDefinitions(db, listSets());
  await refresh(db, listSets());
  const definition = { nameVi: 'Tỷ lệ hệ số từ 4', definitionVi: 'Số người có hệ số lương từ 4 chia cho số người đang giữ vị trí.', source: 'Danh sách cán bộ', unitVi: '%' };
  const kind = { measure: 'percent' as const, direction: 'higher' as const, periodicity: 'month' as const, decimals: 1, termWorkingDays: 5, verified: false };
  const { key } = await perform(defineIndicator, testCtx(db), { ...definition, ...kind, formula, ownerId: city, from: '2026-01-01', basedOn: 0 });
  const ask = { indicator: key, unitId: ward, day: TODAY };
  const ctx = testCtx(db);
  expect(await readIndicatorValues(ctx, [ask, { ...ask, unitId: city }])).toMatchObject([
    { state: 'counted', numerator: 1, denominator: 3 },
    { state: 'counted', numerator: 1, denominator: 4, value: 25 },
  ]);
  expect((await readIndicatorChildren(ctx, { ...ask, unitId: city })).map(({ numerator }) => numerator)).toContain(1);
  expect((await readIndicatorTrend(ctx, { indicator: key, unitId: city, from: '2026-10-01', to: TODAY, period: 'month' })).map(({ value }) => value)).toEqual([25, 25]);
  expect((await perform(listMembersOperation, ctx, { name: highCoefficient.name, unitId: city, day: TODAY })).members.map(({ record }) => record)).toEqual([gone]);
});
