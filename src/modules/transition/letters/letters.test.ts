import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { Problem } from '#base/problem/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { prepareSignature, verifyUpload, withSignature } from '#kernel/sign/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { testFolder } from '#tests/folder.ts';
import { announce, asSigner, consult, declareAll, draft, go, makeScene, signBy, assessment, type Scene } from '#tests/transition.ts';
import { caseRead, caseStep } from '#kernel/case/index.ts';
import {
  calculateInCase,
  draftLetter,
  fileSignedPaper,
  listCaseLetters,
  listUnionLetters,
  openConsultation,
  openLetterFile,
  openPersonCases,
  prepareLetter,
  printInCase,
  readLetter,
  readOwnCases,
  receiveLetter,
  requiredFor,
  signLetter,
  transition,
  writeAssessment,
  writeUnionLetter,
} from '../index.ts';
import { writeStatement } from '../index.ts';
import { LETTER_KINDS, LETTERS } from './kinds.ts';
import { filled, textOf } from './texts.ts';

const { rolledBack } = await testDatabase();
beforeAll(declareAll);

async function refusal(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.errors.length > 0 ? error.errors.map(({ code }) => code) : [error.code];
  }
}

const facts = { day: '2027-02-01', kind: 'contract' as const, reason: 'technology' as const, monthlyPay: 12_000_000, workedMonths: 120, unemploymentInsuredMonths: 60 };

/** The case of the second clerk, with retraining declined and a calculation: notice comes next. */
async function beforeNotice(scene: Scene): Promise<string> {
  await announce(scene);
  await perform(openPersonCases, scene.ctx('employer'), { initiative: scene.initiative, title: 'Đăng ký tự động' });
  const id = (await perform(readOwnCases, scene.ctx('second'), {}))[0]?.id ?? '';
  await go(scene.ctx('employer'), id, 'offer-retraining');
  await go(scene.ctx('second'), id, 'decline-retraining', 'Tôi đã 58 tuổi');
  await perform(calculateInCase, scene.ctx('second'), { id, facts });
  return id;
}

async function bytesOf(ctx: Ctx, documentId: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of (await openDocument(ctx, documentId)).bytes) parts.push(part);
  return Buffer.concat(parts);
}

describe('words of letters', () => {
  test.each(LETTER_KINDS.map((kind) => [kind]))('%s has its words, and a sentence for when it is missing', (kind) => {
    const text = textOf(process.cwd(), kind);
    expect(text.body.length).toBeGreaterThan(0);
    const t = translatorOf(catalogues(process.cwd()), 'vi');
    if (LETTERS[kind].required) expect(t(`transition-letters.needs-${kind}`)).not.toContain('transition-letters.');
  });

  test('every step that a required letter carries is a step of its procedure from the state in which it is drafted', () => {
    const procedures = new Map((transition.procedures ?? []).flatMap(({ versions }) => versions.map((one) => [one.name, one] as const)));
    for (const kind of LETTER_KINDS)
      for (const name of LETTERS[kind].procedures)
        for (const step of LETTERS[kind].steps) {
          const from = procedures.get(name)?.steps[step]?.from ?? [];
          expect([kind, LETTERS[kind].states.every((state) => from.includes(state))]).toEqual([kind, true]);
        }
    expect(requiredFor('transition.person', 'keep')).toBeUndefined();
  });

  test('a paragraph that is one name becomes as many as there are, an unknown name stays for the drafter to see', () => {
    expect(filled('{points}', { points: ['1. a', '2. b'] })).toEqual(['1. a', '2. b']);
    expect(filled('{who} và {gì}', { who: 'Bà Lan' })).toEqual(['Bà Lan và {gì}']);
  });
});

describe('a letter of a case', () => {
  rolledBack('the step that the law wants in writing waits for the signed letter; the last signature takes it and the person is told', async (db) => {
    const scene = await makeScene(db);
    const id = await beforeNotice(scene);
    const { number } = await caseRead.run(testCtx(db), { id });
    expect(await refusal(perform(caseStep, scene.ctx('employer'), { id, expected: number, step: 'give-notice' }))).toEqual(['transition-letters.needs-notice']);
    const first = await perform(prepareLetter, scene.ctx('employer'), { caseId: id, kind: 'notice' });
    expect(first.body).toContain('60.000.000');
    expect(first.body).not.toMatch(/\{\w+\}/);
    const letter = await draft(scene.ctx('employer'), id, 'notice');
    expect(await refusal(perform(caseStep, scene.ctx('employer'), { id, expected: number, step: 'give-notice' }))).toEqual(['transition-letters.needs-notice']);
    await signBy(scene.ctx('employer'), letter);
    expect((await caseRead.run(testCtx(db), { id })).state.name).toBe('noticed');
    expect((await listAwaiting(scene.ctx('second'), [transition])).map(({ key }) => key)).toContain('transition-letters.to-receive');
    const seen = await perform(readLetter, asSigner(scene.ctx('second')), { id: letter });
    expect([seen.letter.state, seen.mayReceive, seen.report?.verdict, seen.content.to]).toEqual(['signed', true, 'valid', ['Ông Vũ Văn Nam']]);
    await perform(receiveLetter, scene.ctx('second'), { id: letter });
    expect((await perform(readLetter, scene.ctx('second'), { id: letter })).receipts.map(({ name, receivedAt }) => [name, receivedAt !== null])).toEqual([['Vũ Văn Nam', true]]);
    expect(await refusal(perform(receiveLetter, scene.ctx('employer'), { id: letter }))).toEqual(['transition-letters.not-to-you']);
  });

  rolledBack('is the business of its parties alone: others find none, a look at the person’s asks why', async (db) => {
    const scene = await makeScene(db);
    const id = await beforeNotice(scene);
    const letter = await draft(scene.ctx('employer'), id, 'notice');
    const { letter: line } = await perform(readLetter, scene.ctx('second'), { id: letter });
    expect(await refusal(perform(readLetter, scene.ctx('stranger'), { id: letter }))).not.toEqual([]);
    expect(await refusal(perform(openLetterFile, scene.ctx('clerk', { purpose: 'Xem' }), { id: line.documentId }))).toEqual(['case.no-case']);
    expect(await refusal(perform(readLetter, scene.ctx('union'), { id: letter }))).toEqual(['operation.purpose-missing']);
    expect((await perform(readLetter, scene.ctx('union', { purpose: 'Bảo vệ đoàn viên' }), { id: letter })).personId).toBe(scene.second);
    for (const who of ['second', 'union', 'stranger'] as const)
      expect(await refusal(perform(prepareLetter, scene.ctx(who), { caseId: id, kind: 'notice' }))).toEqual([who === 'stranger' ? 'case.no-case' : 'case.not-yours']);
  });

  rolledBack('out of order, with a signer who may not, on a day ahead: refused with a sentence, nothing lost', async (db) => {
    const scene = await makeScene(db);
    const id = await beforeNotice(scene);
    const given = { caseId: id, number: '1/TB', place: 'Hà Nội', abstract: 'Thông báo', body: 'Nội dung', kind: 'notice' as const };
    expect(await refusal(perform(draftLetter, scene.ctx('employer'), { ...given, kind: 'decision', employerId: scene.hanh }))).toEqual(['transition-letters.not-now']);
    expect(await refusal(perform(draftLetter, scene.ctx('employer'), { ...given, employerId: scene.binh }))).toEqual(['transition-letters.no-signer']);
    expect(await refusal(perform(draftLetter, scene.ctx('employer'), given))).toEqual(['transition-letters.no-signer']);
    expect(await refusal(perform(draftLetter, scene.ctx('employer'), { ...given, employerId: scene.hanh, day: '2027-01-01' }))).toEqual(['case.day-ahead']);
    expect(await refusal(perform(draftLetter, scene.ctx('employer'), { ...given, employerId: scene.hanh, step: 'keep' }))).toEqual(['transition-letters.no-step']);
    const { id: letter } = await perform(draftLetter, scene.ctx('employer'), { ...given, employerId: scene.hanh });
    expect((await perform(draftLetter, scene.ctx('employer'), { ...given, body: 'Sửa lại', employerId: scene.hanh })).id).toBe(letter);
    await go(scene.ctx('employer'), id, 'keep', 'Vẫn cần vị trí này');
    expect(await refusal(signBy(scene.ctx('employer'), letter))).not.toEqual([]);
    expect((await caseRead.run(testCtx(db), { id })).state.name).toBe('stayed');
    expect((await perform(listCaseLetters, scene.ctx('second'), { caseId: id })).letters.map(({ state }) => state)).toEqual(['overtaken']);
  });

  rolledBack('signed by hand takes the step with the scan; anything but a PDF is refused', async (db) => {
    const scene = await makeScene(db);
    const id = await beforeNotice(scene);
    const letter = await draft(scene.ctx('employer'), id, 'notice');
    const paper = { id: letter, day: '2026-11-23', content: Buffer.from('%PDF-1.7 quét').toString('base64') };
    expect(await refusal(perform(fileSignedPaper, scene.ctx('employer'), { ...paper, content: Buffer.from('ảnh').toString('base64') }))).toEqual(['sign.pdf-only']);
    expect(await refusal(perform(fileSignedPaper, scene.ctx('second'), paper))).toEqual(['case.not-yours']);
    await perform(fileSignedPaper, scene.ctx('employer'), paper);
    expect((await perform(listCaseLetters, scene.ctx('second'), { caseId: id })).letters.at(-1)?.state).toBe('on-paper');
    expect((await caseRead.run(testCtx(db), { id })).state.name).toBe('noticed');
  });
});

/** What `pdfsig` of poppler says of each signature; undefined where it is not installed. */
function pdfsig(bytes: Uint8Array): string[] | undefined {
  const file = join(testFolder('pdfsig'), 'letter.pdf');
  writeFileSync(file, bytes);
  const { stdout, error } = spawnSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
  return error === undefined ? [...stdout.matchAll(/Signature Validation: (.*)/g)].map(([, said = '']) => said) : undefined;
}

describe('minutes signed by both sides', () => {
  rolledBack('bear two valid signatures in their order, also for pdfsig; one byte changed is refused', async (db) => {
    const scene = await makeScene(db);
    await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
    const { id } = await perform(openConsultation, scene.ctx('employer'), { initiative: scene.initiative, about: 'impact', title: 'Đăng ký văn bản tự động' });
    await go(scene.ctx('union'), id, 'receive');
    await perform(writeStatement, scene.ctx('employer'), { id, kind: 'minutes', body: 'Hai bên thống nhất đào tạo lại trước.' });
    await go(scene.ctx('employer'), id, 'meet');
    const letter = await draft(scene.ctx('employer'), id, 'minutes');
    const union = asSigner(scene.ctx('union'));
    const { signing } = await perform(readLetter, scene.ctx('union'), { id: letter });
    expect(signing.refusal).toBe('sign.not-your-turn');
    await expect(prepareSignature(union, signing.documentId, { transport: 'test' }, { reason: '', location: '' })).rejects.toMatchObject({ code: 'sign.not-your-turn' });
    const documentId = await signBy(scene.ctx('union'), letter);
    const bytes = await bytesOf(union, documentId);
    const check = async (some: Uint8Array) => perform(verifyUpload, union, { content: Buffer.from(some).toString('base64') });
    const report = await check(bytes);
    expect(report.signatures.map(({ signer, reason, location, verdict }) => [signer, reason, location, verdict])).toEqual([
      ['Nguyễn Thị Minh Hạnh', 'Biên bản họp với công đoàn', 'Hà Nội', 'valid'],
      ['Trần Văn Bình', 'Biên bản họp với công đoàn', 'Hà Nội', 'valid'],
    ]);
    const changed = Buffer.from(bytes);
    const at = 900;
    changed[at] = (changed[at] ?? 0) ^ 1;
    const bad = await check(changed).then(
      ({ verdict, signatures }) => [verdict, ...signatures.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'bad').map(({ code }) => code))],
      (problem: unknown) => [problem instanceof Problem ? problem.code : 'defect'],
    );
    expect(bad[0]).toMatch(/^(invalid|sign\.not-a-pdf)$/);
    const said = pdfsig(bytes);
    if (said !== undefined) expect(said).toEqual(['Signature is Valid.', 'Signature is Valid.']);
    expect(pdfsig(changed) ?? []).not.toContain('Signature is Valid.');
  });

  rolledBack('a signature in hand for another version, or of another person, is not kept', async (db) => {
    const scene = await makeScene(db);
    const id = await beforeNotice(scene);
    const letter = await draft(scene.ctx('employer'), id, 'notice');
    const employer = asSigner(scene.ctx('employer'));
    const { signing } = await perform(readLetter, scene.ctx('employer'), { id: letter });
    const ready = await prepareSignature(employer, signing.documentId, { transport: 'test' }, { reason: '', location: '' });
    const input = { id: letter, documentId: signing.documentId };
    expect(await refusal(perform(signLetter, employer, input))).toEqual(['sign.confirm-first']);
    expect(await refusal(perform(signLetter, withSignature(asSigner(scene.ctx('union', { purpose: 'Xem' })), ready), input))).toEqual(['sign.confirm-first']);
    await perform(signLetter, withSignature(asSigner(scene.ctx('employer')), ready), input);
    expect(await refusal(perform(signLetter, withSignature(asSigner(scene.ctx('employer')), ready), input))).toEqual(['sign.newer-version']);
  });
});

describe('the calculation on paper', () => {
  rolledBack('is one PDF with one code for person, union and employer; whoever has no part gets none', async (db) => {
    const scene = await makeScene(db);
    const id = await beforeNotice(scene);
    const own = await perform(printInCase, scene.ctx('second'), { id });
    const union = await perform(printInCase, scene.ctx('union', { purpose: 'Bảo vệ đoàn viên' }), { id });
    expect(Buffer.from(own.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect([own.digest, JSON.parse(own.receipt).statement]).toEqual([union.digest, JSON.parse(union.receipt).statement]);
    expect(await refusal(perform(printInCase, scene.ctx('union'), { id }))).toEqual(['operation.purpose-missing']);
    expect(await refusal(perform(printInCase, scene.ctx('clerk', { purpose: 'Tò mò' }), { id }))).toEqual(['case.no-case']);
  });
});

describe('letters of the union', () => {
  rolledBack('are written from a model, signed by their writer, and seen by the union alone', async (db) => {
    const scene = await makeScene(db);
    const given = { unitId: scene.other, to: 'Ủy ban nhân dân phường', place: 'Hà Nội', abstract: 'đề nghị gửi hồ sơ', body: 'Đề nghị gửi hồ sơ tham vấn.' };
    expect(await refusal(perform(writeUnionLetter, scene.ctx('union'), { ...given, body: 'Kính gửi [đơn vị]' }))).toEqual(['transition-letters.brackets-left']);
    for (const who of ['employer', 'clerk', 'decider'] as const) expect(await refusal(perform(writeUnionLetter, scene.ctx(who), given))).toEqual(['operation.not-allowed']);
    const { id } = await perform(writeUnionLetter, scene.ctx('union'), given);
    expect(await refusal(perform(readLetter, scene.ctx('employer'), { id }))).toEqual(['transition-letters.none']);
    await signBy(scene.ctx('union'), id);
    expect((await perform(listUnionLetters, scene.ctx('union'), {})).letters.map(({ state }) => state)).toEqual(['signed']);
  });
});

rolledBack('a consultation cannot go on without minutes, opinion, reply and decision in writing', async (db) => {
  const scene = await makeScene(db);
  await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
  const id = await consult(scene, 'impact');
  const { letters } = await perform(listCaseLetters, scene.ctx('union'), { caseId: id });
  expect(letters.map(({ title, state }) => [title, state])).toEqual([
    ['Biên bản họp với công đoàn', 'signed'],
    ['Ý kiến bằng văn bản của công đoàn', 'signed'],
    ['Trả lời ý kiến của công đoàn', 'signed'],
  ]);
});
