import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storedZip, writeZip } from '#base/zip/index.ts';
import { folderStore, keepDocument } from '#kernel/document/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { drafted, house, PNG, published } from '#tests/authors.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  addFile,
  addStoredFile,
  changeBlocks,
  COURSE_PURPOSE,
  exportCourse,
  FILE_PURPOSE,
  importCourse,
  importStoredCourse,
  learning,
  listAuthored,
  openCoursePackage,
  openDraftPackage,
  openFile,
  packageParts,
  publishDraft,
  readDraft,
  saveBlock,
  submitDraft,
} from '../index.ts';

const { db, rolledBack } = await testDatabase();
declareTown(skills, learning);

/** A video of so many mebibytes, made as it is read; more than its first bytes nobody looks at. */
function* video(megabytes: number) {
  yield Buffer.from('000000206674797069736f6d', 'hex');
  for (let n = 0; n < megabytes * 4; n++) yield Buffer.alloc(262_144, n % 251);
}

const kept = async (ctx: Ctx, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, purpose: string, name = 'khoa.khue.zip') =>
  (await keepDocument(ctx, { name, bytes, purpose, mediaType: purpose === COURSE_PURPOSE ? 'application/zip' : 'video/mp4', maxBytes: 1e9 })).id;

const inFile = (code: string) => ({ code: 'learning-authoring.import-refused', errors: [{ at: '/file', code: `learning-authoring.${code}` }] });

rolledBack('a course with a video larger than a request leaves piece by piece, and comes in again from what was kept', async (tx) => {
  const { town, hanh, binh, dung, course } = await drafted(tx);
  const { name, size, sha256 } = await perform(addStoredFile, hanh(), { course, documentId: await kept(hanh(), video(50), FILE_PURPOSE, 'quay.mp4') });
  const lesson = (await perform(readDraft, hanh(), { course })).outline.modules[0]?.lessons[0] ?? '';
  const { block, revision } = await perform(changeBlocks, hanh(), { course, lesson, revision: 1, act: 'add', kind: 'file' });
  await perform(saveBlock, hanh(), { course, lesson, revision, block: block ?? '', fields: { file: name, title: 'Video về quầy tiếp nhận' } });
  await perform(submitDraft, hanh(), { course, changed: 'Bản đầu tiên' });
  await perform(publishDraft, binh(), { course, learners: 'finish', note: 'Đã đọc hết' });

  await expect(perform(exportCourse, hanh(), { course })).rejects.toMatchObject({ kind: 'limit', code: 'learning-authoring.package-by-page', values: { megabytes: 40 } });
  await expect(perform(openCoursePackage, dung(), { course })).rejects.toMatchObject({ kind: 'forbidden' });
  const packed = await perform(openCoursePackage, hanh(), { course });
  expect(packed.files).toEqual([{ name, size, sha256 }]);
  const documentId = await kept(hanh(), storedZip(packageParts(packed, (digest) => hanh().services.blobs.get(digest))), COURSE_PURPOSE);
  const made = await perform(importStoredCourse, hanh(), { unitId: town.ward, documentId });
  expect(await perform(openFile, hanh(), { course: made.course, name })).toMatchObject({ size, sha256, mediaType: 'video/mp4' });
  expect((await perform(readDraft, hanh(), { course: made.course })).faults).toEqual([]);

  const before = (await perform(listAuthored, hanh(), {})).length;
  await expect(perform(importStoredCourse, binh(), { unitId: town.ward, documentId })).rejects.toMatchObject({ kind: 'missing' });
  const video1 = await kept(hanh(), video(1), FILE_PURPOSE, 'a.mp4');
  await expect(perform(importStoredCourse, hanh(), { unitId: town.ward, documentId: video1 })).rejects.toMatchObject({ kind: 'missing' });
  const cut = await kept(hanh(), (await hanh().services.blobs.get(sha256)) ?? [], COURSE_PURPOSE);
  await expect(perform(importStoredCourse, hanh(), { unitId: town.ward, documentId: cut })).rejects.toMatchObject(inFile('package-no-zip'));
  expect((await perform(listAuthored, hanh(), {})).length).toBe(before);
});

rolledBack('who may not write takes nothing in', async (tx) => {
  const { town, hanh, dung } = await house(tx);
  const documentId = await kept(hanh(), [Buffer.from('x')], COURSE_PURPOSE);
  await expect(perform(importStoredCourse, dung(), { unitId: town.ward, documentId })).rejects.toMatchObject({ kind: 'forbidden' });
});

rolledBack('of a course that is refused no byte stays, however late it is refused; of a file of no accepted kind neither', async (tx) => {
  const { town, hanh, course } = await drafted(tx);
  const folder = mkdtempSync(join(tmpdir(), 'khue-refused-'));
  const ctx = (): Ctx => ({ ...hanh(), services: { ...hanh().services, blobs: folderStore(folder) } });
  const stored = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  const { manifest } = await perform(openDraftPackage, ctx(), { course });
  const file = (files: [string, Buffer][]) => {
    const listed = files.map(([name, bytes]) => ({ name, sha256: createHash('sha256').update(bytes).digest('hex') }));
    const named = manifest.replace('"files": []', `"files": ${JSON.stringify(listed)}`);
    return Buffer.from(writeZip([{ path: 'khue-course.json', text: named }, ...files.map(([name, bytes]) => ({ path: `files/${name}`, bytes }))])).toString('base64');
  };
  const [good, long]: [string, Buffer][] = [
    ['anh.png', PNG],
    [`${'a'.repeat(60)}.txt`, Buffer.from('tên dài')],
  ] as const;
  for (const bad of [
    ['ma.pdf', Buffer.from('MZ\0')],
    ['trong.txt', Buffer.alloc(0)],
    ['anh-hai.jpg', Buffer.concat([PNG, PNG])],
  ] as [string, Buffer][])
    await expect(perform(importCourse, ctx(), { unitId: town.ward, content: file([good, bad]) })).rejects.toMatchObject({ code: 'learning-authoring.import-refused' });
  await expect(perform(addFile, ctx(), { course, name: 'a.exe', content: Buffer.from('MZ..').toString('base64') })).rejects.toMatchObject({ code: 'document.kind-not-accepted' });
  expect(stored()).toBe(0);
  await perform(importCourse, ctx(), { unitId: town.ward, content: file([good, long]) });
  expect(stored()).toBe(2);
});

// The last of this file, for it keeps what it does: only so a refusal that comes late shows that it takes everything back.
test('a file exported when all was packed still comes in; one with too much, twice the same or of no kind is told and leaves nothing', async () => {
  const { town, hanh, course } = await published(db);
  const { manifest } = await perform(openCoursePackage, hanh(), { course });
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const file = (files: [string, Buffer][], words = manifest) => {
    const listed = files.map(([name, bytes]) => ({ name, sha256: digest(bytes) }));
    const named = words.replace('"files": []', `"files": ${JSON.stringify(listed)}`);
    const bytes = writeZip([{ path: 'khue-course.json', text: named }, ...files.map(([name, content]) => ({ path: `files/${name}`, bytes: content }))]);
    return Buffer.from(bytes).toString('base64');
  };
  const take = (content: string) => perform(importCourse, hanh(), { unitId: town.ward, content });
  const { course: old } = await take(file([['anh.png', PNG]]));
  expect((await perform(readDraft, hanh(), { course: old })).files).toMatchObject([{ name: 'anh.png', mediaType: 'image/png' }]);
  const before = (await perform(listAuthored, hanh(), {})).length;
  for (const [content, code] of [
    [file([['anh.jpg', PNG]]), 'package-name'],
    [
      file([
        ['a.png', PNG],
        ['b.png', PNG],
      ]),
      'package-name',
    ],
    [file([['a.pdf', Buffer.from('MZ\0 chương trình')]]), 'package-kind'],
    [file([['a.txt', Buffer.alloc(0)]]), 'package-kind'],
    [file([], `${manifest}${randomBytes(6 * 1_048_576).toString('base64')}`), 'package-words'],
  ] as const)
    await expect(take(content), code).rejects.toMatchObject(inFile(code));
  expect((await perform(listAuthored, hanh(), {})).length).toBe(before);
});
