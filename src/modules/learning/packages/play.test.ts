import { expect } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { drafted, house } from '#tests/authors.ts';
import { testDatabase } from '#tests/database.ts';
import { BROKEN, CMI5, SCORM12, SCORM2004, zipOf } from '#tests/packages.ts';
import { declareTown } from '#tests/town.ts';
import {
  addPackage,
  changeBlocks,
  fetchCredential,
  finishLesson,
  keepState,
  launchUnit,
  learning,
  openPackage,
  openPackageFile,
  PACKAGE_PURPOSE,
  publishDraft,
  readCourse,
  readLesson,
  readOpening,
  readPackageReport,
  retirePackage,
  saveBlock,
  submitDraft,
} from '../index.ts';
import { asking } from '../records/testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

async function putIn(ctx: Ctx, unitId: string, bytes: Buffer) {
  const document = await keepDocument(ctx, { name: 'goi.zip', bytes: [bytes], purpose: PACKAGE_PURPOSE, mediaType: 'application/zip', maxBytes: 300 * 1_048_576 });
  return perform(addPackage, ctx, { unitId, documentId: document.id });
}

const verbsOf = async (ctx: Ctx): Promise<string[]> =>
  (await all(ctx.db, sql<{ verb: string }>`select statement.body::jsonb -> 'verb' ->> 'id' as verb from learning.statement order by statement.place`)).map(
    ({ verb }) => verb.split('/').at(-1) ?? '',
  );

const state = { item: 'i1', done: false, passed: null, score: null, ended: false };

rolledBack('an author puts a package in, sees the report, and plays it; a learner may not open it without a lesson', async (tx) => {
  const { town, hanh, dung } = await house(tx);
  const { code, usable } = await putIn(hanh(), town.ward, zipOf(SCORM12));
  expect(usable).toBe(true);
  expect(await perform(readPackageReport, hanh(), { code })).toMatchObject({ title: 'Gói thử', standard: 'scorm-1.2', findings: [], begun: 0 });
  // The same bytes again are the same package.
  expect(await putIn(hanh(), town.ward, zipOf(SCORM12))).toEqual({ code, usable: true });
  await expect(perform(readPackageReport, dung(), { code })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(openPackage, dung(), { code })).rejects.toMatchObject({ kind: 'forbidden', code: 'learning-packages.only-from-lesson' });
});

rolledBack('a package with a fault is kept with its report and cannot be opened', async (tx) => {
  const { town, hanh } = await house(tx);
  const { code, usable } = await putIn(hanh(), town.ward, BROKEN['a program']?.bytes ?? Buffer.alloc(0));
  expect(usable).toBe(false);
  expect((await perform(readPackageReport, hanh(), { code })).findings).toEqual([{ name: 'runs', values: { path: 'cai-dat.exe' } }]);
  await expect(perform(openPackage, hanh(), { code })).rejects.toMatchObject({ code: 'learning-packages.not-usable' });
});

rolledBack('states count once, time is never lost nor counted twice, what is done stays done', async (tx) => {
  const { town, hanh, binh } = await house(tx);
  const { code } = await putIn(hanh(), town.ward, zipOf(SCORM12));
  const { session: id } = await perform(openPackage, hanh(), { code });
  await perform(keepState, hanh(), { ...state, id, number: 1, cmi: '{"cmi":{"suspend_data":"nua"}}', seconds: 40 });
  const done = { ...state, id, number: 2, cmi: '{"cmi":{"suspend_data":"xong"}}', seconds: 90, done: true, passed: true, score: 0.8, ended: true };
  expect(await perform(keepState, hanh(), done)).toEqual({ done: true, passed: true, score: 0.8, seconds: 90 });
  // Sent again, and an older one that comes late.
  await perform(keepState, hanh(), done);
  expect(await perform(keepState, hanh(), { ...state, id, number: 1, cmi: '{"cmi":{"suspend_data":"cu"}}', seconds: 40 })).toMatchObject({ done: true, seconds: 90 });
  const { session: again } = await perform(openPackage, hanh(), { code });
  expect((await perform(readOpening, hanh(), { id: again })).items[0]).toMatchObject({ done: true, cmi: '{"cmi":{"suspend_data":"xong"}}' });
  expect(await perform(keepState, hanh(), { ...state, id: again, number: 1, cmi: '{"cmi":{"suspend_data":"moi"}}', seconds: 10 })).toMatchObject({ done: true, seconds: 100 });
  // What the first opening kept without network arrives after the second: its time counts, its older data do not win.
  expect(await perform(keepState, hanh(), { ...state, id, number: 3, cmi: '{"cmi":{"suspend_data":"muon"}}', seconds: 95 })).toMatchObject({ seconds: 105 });
  expect((await perform(readOpening, hanh(), { id: again })).items[0]?.cmi).toContain('moi');
  expect(await verbsOf(hanh())).toEqual(['initialized', 'completed', 'passed', 'terminated', 'completed']);
  await expect(perform(readOpening, binh(), { id })).rejects.toMatchObject({ kind: 'missing' });
  await expect(perform(keepState, binh(), { ...state, id, number: 9, cmi: '{}', seconds: 1 })).rejects.toMatchObject({ kind: 'missing' });
});

rolledBack('a token opens the files of its package and nothing else', async (tx) => {
  const { town, hanh } = await house(tx);
  const { code } = await putIn(hanh(), town.ward, zipOf(SCORM12));
  const { token } = await perform(readOpening, hanh(), { id: (await perform(openPackage, hanh(), { code })).session });
  const file = await openPackageFile(hanh(), token, 'bai.html');
  const read = async (start: number, end: number) => Buffer.concat(await Array.fromAsync(file.open(start, end))).toString('utf8');
  expect(await read(0, file.size - 1)).toBe(SCORM12[1]?.text);
  expect(await read(3, 9)).toBe(SCORM12[1]?.text.slice(3, 10));
  for (const path of ['../bai.html', 'khong-co.html', '']) await expect(openPackageFile(hanh(), token, path)).rejects.toMatchObject({ kind: 'missing' });
  await expect(openPackageFile(hanh(), 'doan-mo', 'bai.html')).rejects.toMatchObject({ kind: 'missing' });
  const later: Ctx = { ...hanh(), now: hanh().now.add({ hours: 25 }) };
  await expect(openPackageFile(later, token, 'bai.html')).rejects.toMatchObject({ kind: 'missing' });
});

rolledBack('a unit of cmi5 fetches its credential once, reports to the store, and is done by its rule', async (tx) => {
  const { town, hanh } = await house(tx);
  // The store asks the clock of the database whether a credential still holds.
  const live = (): Ctx => ({ ...hanh(), now: Temporal.Now.instant() });
  const { code } = await putIn(hanh(), town.ward, zipOf(CMI5));
  const { session: id } = await perform(openPackage, live(), { code });
  const { token, attempt, items } = await perform(readOpening, live(), { id });
  const item = items[0]?.id ?? '';
  const { launch, activity, actor } = await perform(launchUnit, live(), { id, item });
  const credential = await fetchCredential(live(), token, launch);
  expect(credential).toBeTypeOf('string');
  expect(await fetchCredential(live(), token, launch)).toBeUndefined();
  const unit = asking(tx, `Basic ${credential ?? ''}`);
  const data = await unit('GET', 'activities/state', { query: { stateId: 'LMS.LaunchData', activityId: activity, agent: actor, registration: attempt } });
  expect(data.status).toBe(200);
  const say = (verb: string, result?: object) =>
    unit('POST', 'statements', {
      body: {
        actor: JSON.parse(actor),
        verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
        object: { id: activity },
        context: { registration: attempt },
        ...(result && { result }),
      },
    });
  await say('completed', { completion: true });
  const beat = (number: number) => perform(keepState, live(), { ...state, id, item, number, cmi: '{}', seconds: 20 });
  expect(await beat(1)).toMatchObject({ done: false });
  await say('passed', { success: true, score: { scaled: 0.9 } });
  expect(await beat(2)).toEqual({ done: true, passed: true, score: 0.9, seconds: 20 });
  // Launched again without having terminated: the first launch is abandoned.
  await perform(launchUnit, live(), { id, item });
  expect(await verbsOf(live())).toEqual(['launched', 'completed', 'passed', 'satisfied', 'satisfied', 'abandoned', 'launched']);
});

rolledBack('a lesson that shows a package closes when the package is done, for who opened it from there', async (tx) => {
  const { town, hanh, binh, dung, course } = await drafted(tx);
  const { code } = await putIn(hanh(), town.ward, zipOf(SCORM12));
  const lesson = 'tra-ket-qua';
  const at = { course, lesson };
  const add = await perform(changeBlocks, hanh(), { ...at, revision: 1, act: 'add', kind: 'package' });
  const wrong = await perform(saveBlock, hanh(), { ...at, revision: add.revision, block: add.block ?? '', fields: { title: 'Gói', code: 'khong-co' } });
  await expect(perform(submitDraft, hanh(), { course, changed: 'Có gói' })).rejects.toMatchObject({ kind: 'conflict' });
  await perform(saveBlock, hanh(), { ...at, revision: wrong.revision, block: add.block ?? '', fields: { title: 'Gói', code } });
  await perform(submitDraft, hanh(), { course, changed: 'Có gói' });
  await perform(publishDraft, binh(), { course, learners: 'finish', note: 'Đã chạy thử gói' });
  const { session: id } = await perform(openPackage, dung(), { ...at, code });
  await perform(keepState, dung(), { ...state, id, number: 1, cmi: '{}', seconds: 5 });
  expect(await perform(finishLesson, dung(), at)).toEqual({ closed: false });
  expect((await perform(readLesson, dung(), at)).blocks.at(-1)).toMatchObject({ kind: 'package', package: { code, done: false } });
  await perform(keepState, dung(), { ...state, id, number: 2, cmi: '{}', seconds: 60, done: true, passed: true, score: 0.8, ended: true });
  expect((await perform(readLesson, dung(), at)).doneOn).toBe('2026-11-23');
  // The other lesson does not show it.
  const other = (await perform(readCourse, dung(), { course })).modules[0]?.lessons[0]?.id ?? '';
  await expect(perform(openPackage, dung(), { course, lesson: other, code })).rejects.toMatchObject({ kind: 'missing' });
});

rolledBack('a package taken out of use: who is in the midst goes on with it, others open the one in its place, and with none the lesson waits no longer', async (tx) => {
  const { town, hanh, binh, dung, as, course } = await drafted(tx);
  const { code } = await putIn(hanh(), town.ward, zipOf(SCORM12));
  const { code: next } = await putIn(hanh(), town.ward, zipOf(SCORM2004));
  const at = { course, lesson: 'tra-ket-qua' };
  const add = await perform(changeBlocks, hanh(), { ...at, revision: 1, act: 'add', kind: 'package' });
  await perform(saveBlock, hanh(), { ...at, revision: add.revision, block: add.block ?? '', fields: { title: 'Gói', code } });
  await perform(submitDraft, hanh(), { course, changed: 'Có gói' });
  await perform(publishDraft, binh(), { course, learners: 'finish', note: 'Đã chạy thử gói' });
  const inTheMidst = await perform(openPackage, dung(), { ...at, code });
  const retire = { code, retired: true, note: 'Có bản mới' };
  await expect(perform(retirePackage, as(town.hanh, 'trainer', town.other), retire)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(retirePackage, hanh(), { ...retire, replacedBy: code })).rejects.toMatchObject({
    errors: [{ at: '/replacedBy', code: 'learning-packages.no-replacement' }],
  });
  await perform(retirePackage, hanh(), { ...retire, replacedBy: next });
  await expect(perform(retirePackage, hanh(), retire)).rejects.toMatchObject({ code: 'learning-packages.retired-already' });
  const opened = async (ctx: Ctx) => (await perform(readOpening, ctx, { id: (await perform(openPackage, ctx, { ...at, code })).session })).code;
  expect([await opened(dung()), await opened(binh())]).toEqual([code, next]);
  await perform(keepState, dung(), { ...state, id: inTheMidst.session, number: 1, cmi: '{}', seconds: 60, done: true, passed: true, score: 0.8, ended: true });
  expect((await perform(readLesson, dung(), at)).doneOn).toBe('2026-11-23');
  await perform(retirePackage, hanh(), { code, retired: false, note: 'Nhầm' });
  await perform(retirePackage, hanh(), retire);
  const learner = as(town.hanh, 'official', town.inner);
  expect((await perform(readLesson, learner, at)).blocks.at(-1)).toMatchObject({ package: { done: null, gone: true } });
  await expect(perform(openPackage, learner, { ...at, code })).rejects.toMatchObject({ code: 'learning-packages.retired' });
  expect(await perform(finishLesson, learner, at)).toEqual({ closed: true });
});
