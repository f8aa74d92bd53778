import { expect } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { entries, unpack } from '#base/table-file/index.ts';
import { writeZip } from '#base/zip/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { drafted, house, PNG, published } from '#tests/authors.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  addFile,
  changeBlocks,
  copyCourse,
  exportCourse,
  exportDraft,
  importCourse,
  importMarkdown,
  learning,
  listAuthored,
  openDraft,
  openDraftPackage,
  openFile,
  publishDraft,
  readDraft,
  readDraftLesson,
  saveBlock,
  saveOutline,
  submitDraft,
} from '../index.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

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
  expect(await perform(readDraftLesson, hanh(), { course: made.course, lesson })).toMatchObject({ lesson: { fields: { title: 'Nhận hồ sơ' } } });
});

rolledBack('a draft leaves as one file as it stands, unfinished, and comes in again as a draft; only who writes for its unit takes it', async (tx) => {
  const { town, as, hanh, course } = await drafted(tx);
  const { name } = await perform(addFile, hanh(), { course, name: 'Ảnh quầy.PNG', content: PNG.toString('base64') });
  const { outline } = await perform(readDraft, hanh(), { course });
  const lesson = outline.modules[0]?.lessons[0] ?? '';
  const at = { course, lesson };
  const { block, revision } = await perform(changeBlocks, hanh(), { ...at, revision: 1, act: 'add', kind: 'image' });
  await perform(saveBlock, hanh(), { ...at, revision, block: block ?? '', fields: { file: name, alt: '' } });
  await perform(saveOutline, hanh(), { course, revision: 1, fields: { forWhom: '' } });
  const left = await perform(readDraft, hanh(), { course });
  expect(left.faults.map(({ field }) => field).toSorted()).toEqual(['alt', 'forWhom']);

  const { name: called, content } = await perform(exportDraft, hanh(), { course });
  expect(called).toBe(`${course}-draft-${TODAY}.khue.zip`);
  const made = await perform(importCourse, hanh(), { unitId: town.ward, content });
  const again = await perform(readDraft, hanh(), { course: made.course });
  const of = ({ id, title, blocks, minutes }: (typeof again.lessons)[number]) => ({ id, title, blocks, minutes });
  expect(again).toMatchObject({ state: 'drafting', basedOn: null, outline: { modules: left.outline.modules }, files: left.files });
  expect(again.faults).toEqual(left.faults);
  expect(again.lessons.map(of)).toEqual(left.lessons.map(of));
  const { lesson: before } = await perform(readDraftLesson, hanh(), at);
  expect((await perform(readDraftLesson, hanh(), { course: made.course, lesson })).lesson).toEqual(before);

  const elsewhere = () => as(town.dung, 'trainer', town.other);
  await expect(perform(exportDraft, elsewhere(), { course })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(openDraftPackage, elsewhere(), { course })).rejects.toMatchObject({ kind: 'forbidden' });
});

rolledBack('a draft whose file was changed by hand is refused where it has another form, and a lesson without a place is left out', async (tx) => {
  const { town, hanh, course } = await drafted(tx);
  const { manifest } = await perform(openDraftPackage, hanh(), { course });
  const take = (text: string) => perform(importCourse, hanh(), { unitId: town.ward, content: Buffer.from(writeZip([{ path: 'khue-course.json', text }])).toString('base64') });
  const ids = (await perform(readDraft, hanh(), { course })).outline.modules[0]?.lessons ?? [];
  for (const [text, code] of [
    [manifest.replace('khue-course-draft/1', 'khue-course-draft/2'), 'package-version'],
    [manifest.replace('"fields"', '"felder"'), 'package-form'],
    [manifest.replace('"fields": {', '"fields": {"../x": "1",'), 'package-form'],
    [manifest.replaceAll(`"${ids[0]}"`, '"../bai"'), 'package-form'],
    [manifest.replace('"pictures": {}', '"pictures": {"a.svg": "<svg ><script/></svg>"}'), 'package-picture'],
  ] as const)
    await expect(take(text), code).rejects.toMatchObject({ errors: [{ at: '/file', code: `learning-authoring.${code}` }] });
  expect(await take(manifest.replace(`"${ids[0]}"`, '"bai-la"'))).toMatchObject({ lessons: 1 });
  expect(await take(manifest.replace(`"${ids[0]}"`, `"${ids[1]}"`))).toMatchObject({ lessons: 1 });
});

rolledBack('with the draft of a next version leave its files and those new to it, not those that only an earlier version shows', async (tx) => {
  const { hanh, binh, course } = await drafted(tx);
  const add = async (name: string, bytes: Buffer) => (await perform(addFile, hanh(), { course, name, content: bytes.toString('base64') })).name;
  const lesson = (await perform(readDraft, hanh(), { course })).outline.modules[0]?.lessons[0] ?? '';
  const show = async (at: number, file: string) => {
    const { block, revision } = await perform(changeBlocks, hanh(), { course, lesson, revision: at, act: 'add', kind: 'file' });
    await perform(saveBlock, hanh(), { course, lesson, revision, block: block ?? '', fields: { file, title: file } });
    return block ?? '';
  };
  const kept = await add('giu.png', PNG);
  await show(1, kept);
  const old = await show(3, await add('bo.txt', Buffer.from('bản một')));
  await perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' });
  await perform(publishDraft, binh(), { course, learners: 'finish', note: 'Đã đọc hết' });
  await perform(openDraft, hanh(), { course });
  await perform(changeBlocks, hanh(), { course, lesson, revision: 1, act: 'remove', block: old });
  const fresh = await add('moi.txt', Buffer.from('bản hai'));
  const { files } = await perform(openDraftPackage, hanh(), { course });
  expect(files.map(({ name }) => name)).toEqual([kept, fresh]);
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
