import { describe, expect } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { folderStore, getVersion, keepDocument, openDocument } from '#kernel/document/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { testFolder } from '#tests/folder.ts';
import {
  planSigners,
  prepareSignature,
  readSigning,
  showOwn,
  signDocument,
  signingOf,
  signOwn,
  verifyDocument,
  verifyOwn,
  verifyUpload,
  withSignature,
  type KeyAccess,
  type Signing,
} from './index.ts';
import { testAuthorityIn } from './test-authority.ts';
import { AT, makeAuthority, pkcs12Of, serveCsc, serveStamps } from './testing.ts';
import { fetchOverHttp } from './fetching.ts';

const { rolledBack, owner } = await testDatabase();
const authority = await makeAuthority();
const folder = testFolder('sign');
const signing: Signing = {
  config: { trusted: [authority.der], stampUrl: undefined, csc: undefined },
  test: testAuthorityIn(folder),
  ask: fetchOverHttp,
  ready: undefined,
};
const signer = async (name: string) => {
  const id = newId();
  await sql`insert into kernel.person (id, staff_code, name, name_sort) values (${id}, ${`S${id.slice(-9)}`}, ${name}, ${name})`.execute(owner);
  return id;
};
const [head, union, outsider] = [await signer('Nguyễn Văn Ưng'), await signer('Trần Thị Ờ'), await signer('Lê Văn Ữ')];
const ctxOf = (db: Db, personId: string, more: Partial<Signing> = {}): Ctx =>
  testCtx(db, { actor: actorWith(personId), now: AT, services: { blobs: folderStore(folder), signing: { ...signing, ...more } } });

const person = (name: string, capacity: string) => ({ authority: null, capacity, name });
const letter = await typeset(process.cwd(), {
  template: 'nd30',
  at: AT,
  standard: 'a-2a',
  data: {
    title: 'Biên bản đối thoại',
    parent: null,
    issuer: 'Ủy ban nhân dân phường Thử',
    number: '12/BB-UBND',
    place: 'Hà Nội',
    day: '2026-11-23',
    kind: 'Biên bản',
    abstract: 'Đối thoại tại nơi làm việc',
    to: [],
    bases: [],
    body: ['Hai bên thống nhất.'],
    signers: [person('Nguyễn Văn Ưng', 'Chủ tịch'), person('Trần Thị Ờ', 'Chủ tịch Công đoàn')],
    recipients: ['Lưu: VT.'],
  },
});
const words = { reason: 'Đồng ý', location: 'Hà Nội' };
const put = async (ctx: Ctx) => (await keepDocument(ctx, { name: 'bien-ban.pdf', bytes: [letter.bytes], purpose: 'test.minutes' })).id;
const sign = async (ctx: Ctx, documentId: string, access: KeyAccess = { transport: 'test' }) =>
  signDocument(withSignature(ctx, await prepareSignature(ctx, documentId, access, words)), documentId);
const plan = (ctx: Ctx, documentId: string) =>
  planSigners(
    ctx,
    documentId,
    [head, union].map((personId, index) => ({
      personId,
      capacity: index === 0 ? 'Chủ tịch' : 'Chủ tịch Công đoàn',
      reason: 'Ký biên bản',
      location: 'Hà Nội',
      place: letter.rooms[index],
    })),
  );

describe('signing in order', () => {
  rolledBack('each signer makes the next version, shown in the room that the letter keeps', async (tx) => {
    const [first, second] = [ctxOf(tx, head), ctxOf(tx, union)];
    const id = await put(first);
    await plan(first, id);
    const opened = await sign(first, id);
    const two = await sign(second, opened.documentId);
    expect([opened.position, two.position]).toEqual([1, 2]);
    expect(await getVersion(tx, id)).toEqual({ firstId: id, number: 1, latestId: two.documentId });
    const report = await verifyDocument(second, two.documentId);
    expect(report.signatures.map(({ signer: name, verdict, reason, test }) => [name, verdict, reason, test])).toEqual([
      ['Nguyễn Văn Ưng', 'valid', 'Ký biên bản', true],
      ['Trần Thị Ờ', 'valid', 'Ký biên bản', true],
    ]);
    const { signatures } = await readSigning(second, id);
    expect(signatures).toMatchObject([
      { position: 1, personId: head, capacity: 'Chủ tịch', transport: 'test', level: 'B-B' },
      { position: 2, personId: union, capacity: 'Chủ tịch Công đoàn' },
    ]);
  });

  rolledBack('the second one before the first is refused with the name of who is awaited; others are no signers', async (tx) => {
    const ctx = ctxOf(tx, head);
    const id = await put(ctx);
    await plan(ctx, id);
    await expect(sign(ctxOf(tx, union), id)).rejects.toMatchObject({ kind: 'conflict', code: 'sign.not-your-turn', values: { name: 'Nguyễn Văn Ưng' } });
    await expect(sign(ctxOf(tx, outsider), id)).rejects.toMatchObject({ kind: 'forbidden', code: 'sign.not-a-signer' });
    expect(await signingOf(ctxOf(tx, union), id)).toMatchObject({
      planned: true,
      refusal: 'sign.not-your-turn',
      lines: [{ name: 'Nguyễn Văn Ưng', signedAt: null }, { name: 'Trần Thị Ờ' }],
    });
    const { documentId } = await sign(ctx, id);
    await expect(sign(ctx, documentId)).rejects.toMatchObject({ code: 'sign.signed-by-you' });
    await expect(sign(ctxOf(tx, union), id)).rejects.toMatchObject({ code: 'sign.newer-version' });
    await expect(planSigners(ctx, id, [])).rejects.toMatchObject({ code: 'sign.already-signed' });
  });

  rolledBack('a signature in hand is good for its document, its person and its turn only', async (tx) => {
    const ctx = ctxOf(tx, head);
    const [id, another] = [await put(ctx), await put(ctx)];
    const ready = await prepareSignature(ctx, id, { transport: 'test' }, words);
    await expect(signDocument(ctx, id)).rejects.toMatchObject({ kind: 'forbidden', code: 'sign.confirm-first' });
    await expect(signDocument(withSignature(ctx, ready), another)).rejects.toMatchObject({ code: 'sign.confirm-first' });
    await expect(signDocument(withSignature(ctxOf(tx, union), ready), id)).rejects.toMatchObject({ code: 'sign.confirm-first' });
    await sign(ctxOf(tx, union), id);
    await expect(signDocument(withSignature(ctx, ready), id)).rejects.toMatchObject({ kind: 'conflict', code: 'sign.newer-version' });
  });

  rolledBack('what was signed can be neither changed nor taken out of the books', async (tx) => {
    const ctx = ctxOf(tx, head);
    const { signatureId } = await sign(ctx, await put(ctx));
    await expect(sql`update kernel.signature set reason = 'khác' where id = ${signatureId}`.execute(tx)).rejects.toThrow(/permission denied|refused/);
  });

  rolledBack('a document that was changed after a signature is not signed over, and the message names the signature', async (tx) => {
    const ctx = ctxOf(tx, head);
    const { documentId } = await sign(ctx, await put(ctx));
    const parts: Uint8Array[] = [];
    for await (const part of (await openDocument(ctx, documentId)).bytes) parts.push(part);
    const bytes = Buffer.concat(parts);
    bytes[2000] = (bytes[2000] ?? 0) ^ 1;
    const broken = await keepDocument(ctx, { name: 'sua.pdf', bytes: [bytes], purpose: 'test.minutes' });
    await expect(sign(ctxOf(tx, union), broken.id)).rejects.toMatchObject({ code: 'sign.earlier-broken', values: { number: 1, name: 'Nguyễn Văn Ưng' } });
  });
});

describe('keys', () => {
  const p12 = async (name: string, more: Parameters<typeof authority.issue>[1] = {}, from = authority): Promise<KeyAccess> => ({
    transport: 'pkcs12',
    file: await pkcs12Of(await from.issue(name, more), from.root, 'mật khẩu'),
    password: 'mật khẩu',
  });

  rolledBack('of a PKCS#12 file sign once; neither the file nor its password is in the database', async (tx) => {
    const ctx = ctxOf(tx, head);
    const access = await p12('NGUYỄN VĂN ƯNG');
    const { signatureId } = await sign(ctx, await put(ctx), access);
    const row = await one(tx, sql<{ all: string }>`select to_jsonb(signature)::text as all from kernel.signature where id = ${signatureId}`);
    expect(row?.all).toContain('"transport": "pkcs12"');
    expect(row?.all).not.toContain('mật khẩu');
  });

  rolledBack('that are expired, another person’s or of an unknown authority are refused before anything is signed', async (tx) => {
    const ctx = ctxOf(tx, head);
    const id = await put(ctx);
    const old = { from: AT.subtract({ hours: 48 }), until: AT.subtract({ hours: 24 }) };
    const stranger = await makeAuthority('Nơi cấp lạ');
    await expect(sign(ctx, id, await p12('Nguyễn Văn Ưng', old))).rejects.toMatchObject({ kind: 'invalid', code: 'sign.certificate-expired', values: { at: '22/11/2026' } });
    await expect(sign(ctx, id, await p12('Trần Thị Ờ'))).rejects.toMatchObject({ code: 'sign.other-person', values: { name: 'Trần Thị Ờ' } });
    await expect(sign(ctx, id, await p12('Nguyễn Văn Ưng', {}, stranger))).rejects.toMatchObject({ code: 'sign.not-trusted' });
    await expect(sign(ctxOf(tx, head, { test: undefined }), id)).rejects.toMatchObject({ code: 'sign.transport-closed' });
  });

  rolledBack('of a remote service, with a time stamp, make a signature of level B-T', async (tx) => {
    const [service, stamps] = [await serveCsc(authority, 'Nguyễn Văn Ưng'), await serveStamps(authority)];
    const ctx = ctxOf(tx, head, { config: { trusted: [authority.der], stampUrl: stamps.url, csc: service.config } });
    const { documentId } = await sign(ctx, await put(ctx), { transport: 'csc', account: 'an.nguyen', pin: '123456' });
    await Promise.all([service.close(), stamps.close()]);
    expect((await verifyDocument(ctx, documentId)).signatures[0]).toMatchObject({ level: 'B-T', signer: 'Nguyễn Văn Ưng', stampedAt: '2026-11-23T02:00:00Z', test: false });
  });

  rolledBack('without the time stamp that is configured nothing is signed: no weaker signature passes for it', async (tx) => {
    const ctx = ctxOf(tx, head, { config: { trusted: [authority.der], stampUrl: 'http://127.0.0.1:1', csc: undefined } });
    await expect(sign(ctx, await put(ctx))).rejects.toMatchObject({ kind: 'conflict', code: 'sign.stamp-unreachable' });
  });
});

describe('operations', () => {
  rolledBack('whoever put a paper in may sign, look and check; others do not learn of it', async (tx) => {
    const ctx = ctxOf(tx, head);
    const id = await put(ctx);
    expect(await perform(showOwn, ctx, { documentId: id })).toMatchObject({ signer: 'Nguyễn Văn Ưng', planned: false, refusal: null, transports: ['test', 'pkcs12'] });
    const ready = await prepareSignature(ctx, id, { transport: 'test' }, words);
    const { documentId } = await perform(signOwn, withSignature(ctx, ready), { documentId: id });
    expect((await perform(verifyOwn, ctx, { documentId })).verdict).toBe('valid');
    await expect(perform(showOwn, ctxOf(tx, outsider), { documentId })).rejects.toMatchObject({ kind: 'missing', code: 'document.no-document' });
    await expect(perform(verifyOwn, ctxOf(tx, outsider), { documentId })).rejects.toMatchObject({ kind: 'missing', code: 'document.no-document' });
    await expect(perform(signOwn, ctxOf(tx, outsider), { documentId })).rejects.toMatchObject({ kind: 'missing' });
    await expect(perform(signOwn, ctxOf(tx, head), { documentId })).rejects.toMatchObject({ kind: 'forbidden', code: 'sign.confirm-first' });
  });

  rolledBack('anybody may have a file checked, and nothing of it is kept', async (tx) => {
    const ctx = testCtx(tx, { actor: { kind: 'anonymous' }, now: AT, services: { signing } });
    const before = await all(tx, sql`select document.id from kernel.document`);
    expect(await perform(verifyUpload, ctx, { content: Buffer.from(letter.bytes).toString('base64') })).toMatchObject({ verdict: 'none', signatures: [] });
    await expect(perform(verifyUpload, ctx, { content: Buffer.from('xin chào').toString('base64') })).rejects.toMatchObject({ code: 'sign.not-a-pdf' });
    expect(await all(tx, sql`select document.id from kernel.document`)).toHaveLength(before.length);
  });
});
