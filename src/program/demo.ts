import { demoCity } from '#demo/index.ts';
import { makeDemo } from '#demo/make.ts';
import { readContent } from '#content/index.ts';
import { fixedClock } from '#base/clock/index.ts';
import { system } from '#kernel/org/index.ts';
import { importStaffNow } from './import-now.ts';
import { listSets, refresh } from '#kernel/set/index.ts';
import type { Program } from './index.ts';

/** How large the demo city is: people in post today (3,000), months of history (24), seed (1). */
export type DemoSize = { people?: number; months?: number; seed?: number };

/** Fills a city whose units are loaded with the imaginary staff of the demonstration, then computes all figures. */
export async function fillDemo(program: Program, tell: (line: string) => void, size: DemoSize): Promise<void> {
  const today = program.clock.today();
  const city = demoCity({ ...size, today, content: readContent() });
  const ctxOn = (day: string) => program.ctx(system('demo'), { clock: fixedClock(day) });
  await makeDemo({ ctxOn, importStaff: importStaffNow, tell: (what) => tell(`Demo city: ${what} …`) }, city);
  tell('Demo city: computing the figures …');
  await refresh(program.db, listSets());
}
