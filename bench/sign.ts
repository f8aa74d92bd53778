// A letter by Decree 30/2020: typeset, kept, signed in its room, checked and kept again; then checking alone; beside the floors. Run: node bench/sign.ts [letters]
// (an own PostgreSQL in a temporary folder, durable as in production; the test authority makes a key for each signature)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_ROLE, connect, inTransaction, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { folderStore, keepDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { createSigning, planSigners, prepareSignature, signDocument, verifyDocument, withSignature } from '#kernel/sign/index.ts';
import { actorWith, testCtx } from '../tests/ctx.ts';

const [letters = 50] = process.argv.slice(2).map(Number);
const words = { reason: 'Ký ban hành', location: 'Hà Nội' };
const now = Temporal.Now.instant();

async function measure(what: string, work: () => Promise<unknown>, goal = ''): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < letters; turn++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  const first = times[0] ?? 0;
  const sorted = times.slice(1).toSorted((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? first).toFixed(0);
  console.log(`${what.padEnd(56)} first ${first.toFixed(0).padStart(4)} ms, then p50 ${at(0.5).padStart(4)} ms, p95 ${at(0.95).padStart(4)} ms   ${goal}`);
}

const data = {
  title: 'Quyết định',
  parent: 'Ủy ban nhân dân thành phố Hà Nội',
  issuer: 'Ủy ban nhân dân phường Thử',
  number: '05/QĐ-UBND',
  place: 'Hà Nội',
  day: '2026-11-23',
  kind: 'Quyết định',
  abstract: 'Về việc cử công chức tham gia đào tạo lại',
  to: [],
  bases: ['Theo đề nghị của Trưởng phòng Văn hóa - Xã hội.'],
  body: Array.from({ length: 6 }, (_, index) => `Điều ${index + 1}. ${'Nội dung của quyết định được trình bày theo thể thức. '.repeat(5)}`),
  signers: [{ authority: 'TM. Ủy ban nhân dân', capacity: 'Chủ tịch', name: 'Nguyễn Văn Ưng' }],
  recipients: ['Như trên;', 'Lưu: VT.'],
};
const order = { template: 'nd30', data, at: now, standard: 'a-2a' as const };

async function putLetter(ctx: Ctx, personId: string): Promise<string> {
  const letter = await typeset(ctx.services.root, order);
  const { id } = await keepDocument(ctx, { name: 'quyet-dinh.pdf', bytes: [letter.bytes], purpose: 'bench.letter', mediaType: 'application/pdf' });
  await planSigners(ctx, id, [{ personId, capacity: 'Chủ tịch', ...words, place: letter.rooms[0] }]);
  return id;
}

async function whole(ctx: Ctx, personId: string): Promise<string> {
  const id = await inTransaction(ctx.db, (db) => putLetter({ ...ctx, db }, personId));
  const signed = withSignature(ctx, await prepareSignature(ctx, id, { transport: 'test' }, words));
  return (await inTransaction(ctx.db, (db) => signDocument({ ...signed, db }, id))).documentId;
}

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
const server = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(server.url, 'migrations');
  const owner = connect(server.url, { max: 1 });
  const personId = newId();
  await sql`insert into kernel.person (id, staff_code, name, name_sort) values (${personId}, 'B1', 'Nguyễn Văn Ưng', 'Ưng')`.execute(owner);
  const db = connect(server.url, { role: APP_ROLE });
  const services = { blobs: folderStore(join(folder, 'documents')), signing: createSigning({ dataFolder: folder, demo: true, env: {} }) };
  const ctx = testCtx(db, { actor: actorWith(personId), now, services });
  await measure('letter: typeset, kept, signed, checked, kept', () => whole(ctx, personId), 'goal 300 ms');
  const signed = await whole(ctx, personId);
  await measure('check of a signed letter', () => verifyDocument(ctx, signed));
  await measure('floor: the letter typeset, nothing else', () => typeset(ctx.services.root, order));
  await measure('floor: a transaction that keeps it, with its plan', () => inTransaction(db, (tx) => putLetter({ ...ctx, db: tx }, personId)));
  await owner.destroy();
  await db.destroy();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
