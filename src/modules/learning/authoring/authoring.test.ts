import { expect } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { entries, unpack, writeZip } from '#base/table-file/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { loadBank, skills } from '#modules/skills/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown } from '#tests/town.ts';
import { loadCourses } from '../courses/load.ts';
import {
  addFile,
  archiveCourse,
  assignCourse,
  changeBlocks,
  changeOutline,
  contestMarks,
  copyCourse,
  createCourse,
  discardDraft,
  exportCourse,
  finishLesson,
  handIn,
  importCourse,
  importMarkdown,
  learning,
  listAuthored,
  listCourses,
  listHandIns,
  markHandIn,
  moveToNewest,
  openDraft,
  openFile,
  previewLesson,
  publishDraft,
  readCourse,
  readDraft,
  readDraftLesson,
  readHandIn,
  readHandIns,
  readLesson,
  returnDraft,
  returnHandIn,
  saveBlock,
  saveLesson,
  saveOutline,
  startCourse,
  submitDraft,
  withdrawDraft,
} from '../index.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const TEXT = `# Nhận hồ sơ ở quầy
Tóm tắt: Khóa học ngắn cho cán bộ một cửa.
Dành cho: cán bộ một cửa
## Chương 1
### Nhận hồ sơ
Tóm tắt: Cách nhận hồ sơ đúng.
Thời lượng: 12
Kiểm tra **mã định danh** của người nộp.
:::cau-hoi Thiếu một giấy tờ thì làm gì?
- [ ] Trả lại | Dân phải đi lại.
- [x] Hướng dẫn một lần | Đúng.
- [ ] Cứ nhận
Giải thích: Người nộp được hướng dẫn đầy đủ một lần.
:::
### Trả kết quả
Tóm tắt: Cách trả kết quả.
Trả đúng hẹn.
`;

async function house(tx: Db) {
  const town = await makeTown(tx);
  await loadBank(testCtx(tx));
  await loadCourses(testCtx(tx));
  const as = (person: string, role = 'official', unitId = town.ward): Ctx => testCtx(tx, { actor: actorWith(person, { role, unitId }) });
  // Hạnh writes, Bình reviews, Dũng learns.
  return { town, as, hanh: () => as(town.hanh, 'trainer'), binh: () => as(town.binh, 'training-officer'), dung: () => as(town.dung, 'official', town.other) };
}

/** A draft of the text above, ready to be submitted. */
async function drafted(tx: Db, text = TEXT) {
  const all = await house(tx);
  const { course } = await perform(importMarkdown, all.hanh(), { unitId: all.town.ward, text });
  return { ...all, course };
}

/** The same, published. */
async function published(tx: Db, text = TEXT) {
  const all = await drafted(tx, text);
  await perform(submitDraft, all.hanh(), { course: all.course, changed: 'Bản đầu tiên' });
  await perform(publishDraft, all.binh(), { course: all.course, learners: 'finish', note: 'Đã đọc hết' });
  return all;
}

rolledBack('a course is written, submitted, sent back, reviewed by a second person, published, assigned and learned to its end', async (tx) => {
  const { town, hanh, binh, dung, as, course } = await drafted(tx);
  expect((await perform(readDraft, hanh(), { course })).faults).toEqual([]);
  await perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' });
  await expect(perform(publishDraft, as(town.hanh, 'training-officer'), { course, learners: 'finish', note: 'Tự duyệt' })).rejects.toMatchObject({
    code: 'learning-authoring.own-work',
  });
  await perform(returnDraft, binh(), { course, reason: 'Thêm ví dụ ở bài hai' });
  await perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' });
  expect((await learning.listAwaiting?.(binh()))?.map(({ key }) => key)).toContain('learning-authoring.awaiting');
  expect((await learning.listAwaiting?.(as(town.hanh, 'training-officer')))?.map(({ key }) => key)).not.toContain('learning-authoring.awaiting');
  expect(await perform(publishDraft, binh(), { course, learners: 'finish', note: 'Đã đọc hết' })).toEqual({ version: 1, moved: 0 });
  expect((await perform(listCourses, dung(), {})).find(({ id }) => id === course)).toMatchObject({ reviewed: true, lessons: 2, author: 'Phường Ba Đình' });
  const assigned = await perform(assignCourse, as(town.binh, 'training-officer', town.city), {
    course,
    unitId: town.city,
    audience: { include: [{ postKinds: ['staff'] }], exclude: [] },
    starts: '2026-11-23',
    dueDays: 10,
    reason: 'Kế hoạch năm',
  });
  expect(assigned.people).toBe(2);
  await perform(startCourse, dung(), { course });
  const [first = '', second = ''] = (await perform(readCourse, dung(), { course })).modules.flatMap(({ lessons }) => lessons.map(({ id }) => id));
  const lesson = await perform(readLesson, dung(), { course, lesson: first });
  expect(lesson.checkItems).toBe(0);
  const exercise = lesson.blocks.find(({ kind }) => kind === 'exercise')?.id ?? '';
  await expect(perform(finishLesson, dung(), { course, lesson: first })).rejects.toMatchObject({ errors: [{ at: `/${exercise}`, code: 'learning.answer-first' }] });
  const { answerBlock } = await import('../index.ts');
  expect(await perform(answerBlock, dung(), { course, lesson: first, block: exercise, answer: { answer: ['b'] } })).toEqual({ correct: true });
  expect(await perform(finishLesson, dung(), { course, lesson: first })).toEqual({ closed: true });
  expect(await perform(finishLesson, dung(), { course, lesson: second })).toEqual({ closed: true });
  expect((await perform(readCourse, dung(), { course })).line.state).toBe('done');
  const line = await one(tx, sql<{ done: string | null }>`select assigned.completed_on::text as done from learning.assigned where assigned.person_id = ${town.dung}`);
  expect(line?.done).toBe('2026-11-23');
});

rolledBack('what is missing is named with its place, and a draft with faults is not submitted', async (tx) => {
  const { hanh, town } = await house(tx);
  const { course } = await perform(createCourse, hanh(), { unitId: town.ward, title: 'Khóa thử', programme: 'digital-society' });
  const { lesson } = await perform(changeOutline, hanh(), { course, revision: 1, act: 'add-lesson', module: 'chuong-1', title: 'Bài một' });
  const at = { course, lesson: lesson ?? '' };
  const added = await perform(changeBlocks, hanh(), { ...at, revision: 1, act: 'add', kind: 'link' });
  await perform(saveBlock, hanh(), { ...at, revision: added.revision, block: added.block ?? '', fields: { title: 'Cổng', href: 'javascript:alert(1)' } });
  const { faults } = await perform(readDraft, hanh(), { course });
  expect(faults.map(({ lesson: where, field, code }) => [where === null, field, code.replace('learning-authoring.fault-', '')])).toEqual([
    [true, 'summary', 'empty'],
    [true, 'forWhom', 'empty'],
    [false, 'summary', 'empty'],
    [false, 'href', 'address'],
  ]);
  await expect(perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' })).rejects.toMatchObject({ code: 'learning-authoring.not-ready', values: { n: 4 } });
  // What is not finished is not shown in the preview.
  expect(await perform(previewLesson, hanh(), at)).toMatchObject({ leftOut: 1, blocks: [] });
});

rolledBack('of two authors at once the second one is told who was faster, and nothing is lost', async (tx) => {
  const { town, hanh, as, course } = await drafted(tx);
  const other = () => as(town.binh, 'trainer');
  const lesson = (await perform(readDraft, hanh(), { course })).outline.modules[0]?.lessons[0] ?? '';
  const { revision } = await perform(readDraftLesson, hanh(), { course, lesson });
  const saved = await perform(saveLesson, hanh(), { course, lesson, revision, fields: { minutes: '9' } });
  const late = { course, lesson, revision, fields: { minutes: '20' } };
  await expect(perform(saveLesson, other(), late)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'learning-authoring.saved-meanwhile',
    values: { name: 'Nguyễn Thị Minh Hạnh' },
  });
  expect((await perform(readDraftLesson, hanh(), { course, lesson })).lesson.fields['minutes']).toBe('9');
  // Another lesson of the same course has a lock of its own.
  const second = (await perform(readDraft, hanh(), { course })).outline.modules[0]?.lessons[1] ?? '';
  await perform(saveLesson, other(), { course, lesson: second, revision: 1, fields: { minutes: '7' } });
  await expect(perform(saveOutline, other(), { course, revision: 9, fields: { title: 'Khác' } })).rejects.toMatchObject({ code: 'learning-authoring.outline-meanwhile' });
  expect(saved.revision).toBe(revision + 1);
});

rolledBack('blocks are moved, copied and removed, and an earlier state of the lesson comes back', async (tx) => {
  const { hanh, course } = await drafted(tx);
  const lesson = (await perform(readDraft, hanh(), { course })).outline.modules[0]?.lessons[0] ?? '';
  const ids = async () => (await perform(readDraftLesson, hanh(), { course, lesson })).lesson.blocks.map(({ id }) => id);
  const before = await ids();
  const act = async (name: 'down' | 'copy' | 'remove', block: string) => {
    const { revision } = await perform(readDraftLesson, hanh(), { course, lesson });
    return perform(changeBlocks, hanh(), { course, lesson, revision, act: name, block });
  };
  await act('down', before[0] ?? '');
  expect(await ids()).toEqual(before.toReversed());
  const { block } = await act('copy', before[1] ?? '');
  expect(await ids()).toEqual([before[1], block, before[0]]);
  await act('remove', before[0] ?? '');
  const { history, revision } = await perform(readDraftLesson, hanh(), { course, lesson });
  await perform(changeBlocks, hanh(), { course, lesson, revision, act: 'restore', to: history.at(-1)?.revision ?? 0 });
  expect(await ids()).toEqual(before);
  await expect(perform(changeBlocks, hanh(), { course, lesson, revision: revision + 1, act: 'restore', to: 999 })).rejects.toMatchObject({ code: 'learning-authoring.no-earlier' });
});

rolledBack('who has begun a version finishes it or moves; lessons in both stay done; `move` moves all who are not done', async (tx) => {
  const { town, hanh, binh, dung, as, course } = await published(tx);
  const gone = () => as(town.hanh, 'official');
  const lessons = (await perform(readCourse, dung(), { course })).modules.flatMap((module) => module.lessons.map(({ id }) => id));
  for (const learner of [dung, gone]) {
    await perform(startCourse, learner(), { course });
    await perform(finishLesson, learner(), { course, lesson: lessons[1] ?? '' });
  }
  const next = async (learners: 'finish' | 'move') => {
    await perform(openDraft, hanh(), { course });
    const { revision, outline } = await perform(readDraft, hanh(), { course });
    const { lesson } = await perform(changeOutline, hanh(), { course, revision, act: 'add-lesson', module: outline.modules[0]?.id ?? '', title: 'Bài mới' });
    const at = { course, lesson: lesson ?? '' };
    const { block, revision: then } = await perform(changeBlocks, hanh(), { ...at, revision: 1, act: 'add', kind: 'text' });
    await perform(saveBlock, hanh(), { ...at, revision: then, block: block ?? '', fields: { text: 'Nội dung mới.' } });
    await perform(saveLesson, hanh(), { ...at, revision: then + 1, fields: { summary: 'Mới' } });
    await perform(submitDraft, hanh(), { course, changed: 'Thêm một bài' });
    return perform(publishDraft, binh(), { course, learners, note: 'Đã đọc hết' });
  };
  expect(await next('finish')).toEqual({ version: 2, moved: 0 });
  expect(await perform(readCourse, dung(), { course })).toMatchObject({ version: 1, newer: 2, line: { lessons: 2 } });
  expect(await perform(moveToNewest, dung(), { course })).toEqual({ version: 2 });
  expect(await perform(readCourse, dung(), { course })).toMatchObject({ version: 2, newer: null, line: { lessons: 3, done: 1 } });
  await expect(perform(moveToNewest, dung(), { course })).rejects.toMatchObject({ code: 'learning.newest-already' });
  expect(await next('move')).toEqual({ version: 3, moved: 2 });
  expect(await perform(readCourse, gone(), { course })).toMatchObject({ version: 3, line: { lessons: 4, done: 1 }, changes: [{ version: 1 }, { version: 2 }, { version: 3 }] });
});

rolledBack('a shipped course is copied with its drawings and can be submitted as it is', async (tx) => {
  const { town, hanh } = await house(tx);
  const [shipped] = await perform(listAuthored, hanh(), { state: 'published' });
  const { course } = await perform(copyCourse, hanh(), { course: shipped?.id ?? '', unitId: town.ward, title: 'Bản của phường' });
  expect((await perform(readDraft, hanh(), { course })).faults).toEqual([]);
  expect((await perform(listAuthored, hanh(), { query: 'ban cua phuong' })).map(({ id }) => id)).toEqual([course]);
});

rolledBack('a course leaves as one file and comes back the same, files included', async (tx) => {
  const { town, hanh, binh, course } = await drafted(tx);
  const { name } = await perform(addFile, hanh(), { course, name: 'Ảnh quầy.PNG', content: PNG.toString('base64') });
  expect(name).toBe('anh-quay.png');
  const lesson = (await perform(readDraft, hanh(), { course })).outline.modules[0]?.lessons[0] ?? '';
  const { block, revision } = await perform(changeBlocks, hanh(), { course, lesson, revision: 1, act: 'add', kind: 'image' });
  await perform(saveBlock, hanh(), { course, lesson, revision, block: block ?? '', fields: { file: name, alt: 'Quầy tiếp nhận hồ sơ của phường' } });
  await perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' });
  await perform(publishDraft, binh(), { course, learners: 'finish', note: 'Đã đọc hết' });
  const { content } = await perform(exportCourse, hanh(), { course });
  const made = await perform(importCourse, hanh(), { unitId: town.ward, content });
  const again = await perform(readDraft, hanh(), { course: made.course });
  expect(again).toMatchObject({ faults: [], files: [{ name, mediaType: 'image/png' }] });
  const [one_, two] = await Promise.all([course, made.course].map(async (id) => (id === course ? undefined : perform(readDraftLesson, hanh(), { course: id, lesson }))));
  expect(one_ ?? two).toMatchObject({ lesson: { fields: { title: 'Nhận hồ sơ' } } });
});

rolledBack('files of others: bombs, ways out, strangers, changed bytes, other forms are refused with a sentence, and nothing is kept', async (tx) => {
  const { town, hanh, course } = await published(tx);
  const { content } = await perform(exportCourse, hanh(), { course });
  const bytes = Buffer.from(content, 'base64');
  const entry = [...entries(bytes).values()][0];
  if (entry === undefined) throw new Error('an empty package');
  const pieces: Uint8Array[] = [];
  for await (const piece of unpack(bytes, entry, { bytes: 1e8 })) pieces.push(piece);
  const manifest = Buffer.concat(pieces).toString('utf8');
  const withFile = manifest.replace('"files": []', `"files": [{"name": "a.png", "sha256": "${'0'.repeat(64)}"}]`);
  const cases: [Uint8Array, string][] = [
    [Buffer.from('không phải zip'), 'package-no-zip'],
    [writeZip([{ path: 'readme.txt', text: 'x' }]), 'package-no-manifest'],
    [
      writeZip([
        { path: 'khue-course.json', text: manifest },
        { path: '../../etc/passwd', text: 'x' },
      ]),
      'package-path',
    ],
    [
      writeZip([
        { path: 'khue-course.json', text: manifest },
        { path: '/x', text: 'x' },
      ]),
      'package-path',
    ],
    [
      writeZip([
        { path: 'khue-course.json', text: manifest },
        { path: 'files/la.png', text: 'x' },
      ]),
      'package-stray',
    ],
    [writeZip([{ path: 'khue-course.json', text: withFile }]), 'package-missing'],
    [
      writeZip([
        { path: 'khue-course.json', text: withFile },
        { path: 'files/a.png', text: 'x' },
      ]),
      'package-digest',
    ],
    [writeZip([{ path: 'khue-course.json', text: '{' }]), 'package-no-json'],
    [writeZip([{ path: 'khue-course.json', text: manifest.replace('khue-course/1', 'khue-course/9') }]), 'package-version'],
    [writeZip([{ path: 'khue-course.json', text: manifest.replace('"lessons"', '"lesson"') }]), 'package-form'],
    [writeZip([{ path: 'khue-course.json', text: manifest.replace('"pictures": {}', '"pictures": {"a.svg": "<svg ><script/></svg>"}') }]), 'package-picture'],
    [
      writeZip([
        { path: 'khue-course.json', text: manifest },
        { path: 'files/b.bin', text: ' '.repeat(170 * 1024 * 1024) },
      ]),
      'package-bomb',
    ],
    [writeZip(Array.from({ length: 302 }, (_, at) => ({ path: `files/${at}`, text: '' }))), 'package-many'],
    [bytes.subarray(0, bytes.length - 30), 'package-damaged'],
  ];
  const count = async () => (await all(tx, sql`select 1 from learning.course`)).length;
  const before = await count();
  for (const [file, code] of cases) {
    const importing = perform(importCourse, hanh(), { unitId: town.ward, content: Buffer.from(file).toString('base64') });
    await expect(importing, code).rejects.toMatchObject({ code: 'learning-authoring.import-refused', errors: [{ at: '/file', code: `learning-authoring.${code}` }] });
  }
  expect(await count()).toBe(before);
});

rolledBack('files of a draft are its authors’ until they are published', async (tx) => {
  const { hanh, dung, course } = await drafted(tx);
  const { name } = await perform(addFile, hanh(), { course, name: 'a.png', content: PNG.toString('base64') });
  await expect(perform(openFile, dung(), { course, name })).rejects.toMatchObject({ kind: 'missing' });
  expect(await perform(openFile, hanh(), { course, name })).toMatchObject({ mediaType: 'image/png', size: PNG.length });
  await expect(perform(addFile, hanh(), { course, name: 'a.exe', content: Buffer.from('MZ..').toString('base64') })).rejects.toMatchObject({ code: 'document.kind-not-accepted' });
});

rolledBack('a Markdown text with faults is told line by line, and nothing is taken in', async (tx) => {
  const { town, hanh } = await house(tx);
  const text = '# Khóa\n### Bài lạc\n## Chương\n### Bài\n<b>x</b>\n:::cau-hoi Hỏi gì đó vậy?\n- [x] a\n:::\n:::la\n:::';
  await expect(perform(importMarkdown, hanh(), { unitId: town.ward, text })).rejects.toMatchObject({
    code: 'learning-authoring.import-refused',
    errors: [
      { at: '/text', code: 'learning-authoring.text-lesson-first', values: { line: 2 } },
      { code: 'learning-authoring.text-not-known', values: { line: 5 } },
      { code: 'learning-authoring.text-box', values: { line: 6, what: 'empty' } },
      { code: 'learning-authoring.text-box', values: { line: 6, what: 'rationale_short' } },
      { code: 'learning-authoring.text-box', values: { line: 6, what: 'three_options' } },
      { code: 'learning-authoring.text-no-box', values: { line: 9 } },
    ],
  });
  expect(await perform(listAuthored, hanh(), { state: 'drafting' })).toEqual([]);
});

rolledBack('an archived course is begun by nobody and comes back; a draft is thrown away', async (tx) => {
  const { hanh, binh, dung, course } = await published(tx);
  await perform(archiveCourse, binh(), { course, archived: true, note: 'Đã lỗi thời' });
  await expect(perform(startCourse, dung(), { course })).rejects.toMatchObject({ code: 'learning.no-course' });
  await expect(perform(archiveCourse, binh(), { course, archived: true, note: 'Lần nữa' })).rejects.toMatchObject({ kind: 'conflict' });
  await perform(archiveCourse, binh(), { course, archived: false, note: 'Vẫn cần' });
  await perform(startCourse, dung(), { course });
  await perform(openDraft, hanh(), { course });
  await expect(perform(openDraft, hanh(), { course })).rejects.toMatchObject({ code: 'learning-authoring.has-draft' });
  expect(await perform(discardDraft, hanh(), { course })).toEqual({ left: true });
});

rolledBack('nobody changes a draft in review, and authors take it back', async (tx) => {
  const { hanh, course } = await drafted(tx);
  await perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' });
  await expect(perform(saveOutline, hanh(), { course, revision: 1, fields: { title: 'Khác' } })).rejects.toMatchObject({ code: 'learning-authoring.in-review' });
  await expect(perform(discardDraft, hanh(), { course })).rejects.toMatchObject({ code: 'learning-authoring.in-review' });
  await perform(withdrawDraft, hanh(), { course });
  await perform(saveOutline, hanh(), { course, revision: 1, fields: { title: 'Khác' } });
});

rolledBack('roles and units: who may write, review and mark', async (tx) => {
  const { town, as, course } = await drafted(tx);
  const attempts: [string, string, string, boolean][] = [
    ['official', town.ward, 'read', false],
    ['head-of-unit', town.ward, 'read', false],
    ['trainer', town.other, 'read', false],
    ['trainer', town.ward, 'read', true],
    ['training-officer', town.city, 'read', true],
    ['trainer', town.ward, 'return', false],
  ];
  for (const [role, unitId, what, allowed] of attempts) {
    const ctx = as(town.dung, role, unitId);
    const work = what === 'read' ? perform(readDraft, ctx, { course }) : perform(returnDraft, ctx, { course, reason: 'Cần sửa thêm' });
    if (allowed) await work;
    else await expect(work, `${role} ${what}`).rejects.toMatchObject({ kind: 'forbidden' });
  }
});

const WITH_PAPER = `${TEXT}:::bai-nop Kế hoạch của anh chị
Viết kế hoạch nửa trang.
Tiêu chí: Đủ bước | thiếu nhiều | thiếu ít | đủ
Tiêu chí: Khả thi | không | một phần | có
Cách nộp: văn bản
Điểm đạt: 3
:::
`;

rolledBack('an assignment is handed in, given back, marked with reasons, contested once, decided by a second person; only then the lesson closes', async (tx) => {
  const { town, hanh, binh, as, course } = await published(tx, WITH_PAPER);
  const learner = () => as(town.binh, 'official', town.inner);
  const lesson = (await perform(readCourse, learner(), { course })).modules.flatMap(({ lessons }) => lessons.map(({ id }) => id))[1] ?? '';
  const block = (await perform(readLesson, learner(), { course, lesson })).blocks.find(({ kind }) => kind === 'assignment')?.id ?? '';
  const at = { course, lesson, block };
  await expect(perform(handIn, learner(), { ...at, text: 'ngắn' })).rejects.toMatchObject({ errors: [{ at: '/text', code: 'learning-handins.text-missing' }] });
  const first = await perform(handIn, learner(), { ...at, text: 'Kế hoạch của tôi gồm ba bước rõ ràng.' });
  await expect(perform(handIn, learner(), { ...at, text: 'Kế hoạch của tôi gồm bốn bước rõ ràng.' })).rejects.toMatchObject({ code: 'learning-handins.handed-in-already' });
  await perform(returnHandIn, hanh(), { id: first.id, reason: 'Thiếu thời hạn từng bước' });
  const { id } = await perform(handIn, learner(), { ...at, text: 'Kế hoạch của tôi gồm ba bước và thời hạn.' });
  expect(await perform(listHandIns, hanh(), {})).toMatchObject([{ id, attempt: 2, state: 'waiting' }]);
  expect(await perform(listHandIns, as(town.hanh, 'trainer', town.other), {})).toEqual([]);
  const mark = (level: 'low' | 'mid' | 'high') => ['c1', 'c2'].map((criterion) => ({ criterion, level, reason: 'Nêu rõ ở trang một' }));
  await expect(perform(markHandIn, hanh(), { id, marks: mark('mid').slice(1), comment: 'Khá tốt' })).rejects.toMatchObject({
    errors: [{ at: '/level-c1', code: 'learning-handins.mark-missing' }],
  });
  await expect(perform(markHandIn, as(town.binh, 'trainer'), { id, marks: mark('high'), comment: 'Tự chấm' })).rejects.toMatchObject({ code: 'learning-handins.own' });
  expect(await perform(finishLesson, learner(), { course, lesson })).toEqual({ closed: false });
  expect(await perform(markHandIn, hanh(), { id, marks: mark('mid'), comment: 'Khá tốt' })).toEqual({ points: 2, passed: false });
  await perform(contestMarks, learner(), { id, reason: 'Tiêu chí khả thi đã được nêu ở phần hai' });
  await expect(perform(markHandIn, hanh(), { id, marks: mark('high'), comment: 'Chấm lại' })).rejects.toMatchObject({ kind: 'forbidden', code: 'learning-handins.second-person' });
  expect((await perform(readHandIn, as(town.dung, 'trainer', town.city), { id })).mayMark).toBe(true);
  expect(await perform(markHandIn, as(town.dung, 'trainer', town.city), { id, marks: mark('high'), comment: 'Đủ và khả thi' })).toEqual({ points: 4, passed: true });
  await expect(perform(contestMarks, learner(), { id, reason: 'Tiêu chí khả thi đã được nêu ở phần hai' })).rejects.toMatchObject({ code: 'learning-handins.no-contest' });
  expect((await perform(readLesson, learner(), { course, lesson })).doneOn).toBe('2026-11-23');
  const { attempts, mayHandIn } = await perform(readHandIns, learner(), at);
  expect([attempts.map(({ state }) => state), mayHandIn]).toEqual([['passed', 'returned'], false]);
  expect(attempts[0]?.events.map(({ kind }) => kind)).toEqual(['marked', 'contested', 'decided']);
  // Another learner sees nothing of it.
  await expect(perform(contestMarks, binh(), { id: first.id, reason: 'Không phải bài của tôi nhưng vẫn thử' })).rejects.toMatchObject({ kind: 'conflict' });
});
