import { readContent } from '#content/index.ts';
import { fixedClock } from '#base/clock/index.ts';
import { writeCsv } from '#base/table-file/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { system } from '#kernel/org/index.ts';
import { listSets, refresh } from '#kernel/set/index.ts';
import { imports } from '#modules/directory/index.ts';
import { loadIndicatorsOperation } from '#modules/programme/index.ts';
import { STAFF_COLUMNS, type StaffRow } from '#modules/directory/import/columns.ts';
import { demoCity } from '#demo/index.ts';
import { makeCertifications } from '#demo/certifications.ts';
import { makeClasses } from '#demo/classes.ts';
import { makeCurricula } from '#demo/curricula.ts';
import { makeCourses } from '#demo/courses.ts';
import { makeCampaigns } from '#demo/campaigns.ts';
import { makeLearning } from '#demo/learning.ts';
import { makeDemo } from '#demo/make.ts';
import { makeMeetings, publishSome } from '#demo/meetings.ts';
import { makePool } from '#demo/pool.ts';
import { makeRoadmap } from '#demo/roadmap.ts';
import { makeTransition } from '#demo/transition.ts';
import type { Program } from './index.ts';

/** How large the demo city is: people in post today (3,000), months of history (24), seed (1). */
export type DemoSize = { people?: number; months?: number; seed?: number };

/** Fills a city whose units are loaded with the imaginary staff of the demonstration, then computes all figures. */
export async function fillDemo(program: Program, tell: (line: string) => void, size: DemoSize): Promise<void> {
  const today = program.clock.today();
  const city = demoCity({ ...size, today, content: readContent() });
  const ctxOn = (day: string) => program.ctx(system('demo'), { clock: fixedClock(day) });
  await perform(loadIndicatorsOperation, program.ctx(system('demo')), {});
  await makeDemo({ ctxOn, importStaff, tell: (what) => tell(`Demo city: ${what} …`) }, city);
  tell('Demo city: a certification session, certificates, contests …');
  await makeCertifications(ctxOn, city);
  tell('Demo city: what people have learned …');
  await makeLearning(ctxOn, today, new Set(city.accounts.map(({ staffCode }) => staffCode)));
  await makeCurricula(ctxOn, today);
  await makeCourses(ctxOn, today);
  await makePool(ctxOn, today);
  await makeClasses(ctxOn, city);
  tell('Demo city: what people have understood …');
  await makeCampaigns(ctxOn, today);
  tell('Demo city: computing the figures …');
  await refresh(program.db, listSets());
  tell('Demo city: programmes, targets and the roadmap …');
  await makeRoadmap(ctxOn, city);
  tell('Demo city: meetings and published figures …');
  await makeMeetings(ctxOn, city);
  await publishSome(ctxOn, city);
  tell('Demo city: people whose posts change …');
  await makeTransition(ctxOn, city);
}

/** The import that real staff lists go through, from a spreadsheet's bytes. */
async function importStaff(ctx: Ctx, rows: StaffRow[]): Promise<void> {
  const headers = STAFF_COLUMNS.map(({ labels }) => labels[0]);
  const cells = rows.map((row) => STAFF_COLUMNS.map(({ name }) => row[name]));
  const bytes = new Uint8Array(await new Response(writeCsv(headers, cells)).arrayBuffer());
  const { item, errors } = await imports.importFile(ctx, { kind: 'staff', name: 'demo.csv', bytes });
  if (item.state !== 'done') throw new Error(`The demo staff was not imported (${item.state}): ${JSON.stringify(errors.slice(0, 5))}`);
}
