import { createHash, type Hash } from 'node:crypto';
import { addDays } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { sha2 as checkSha2 } from './check/values.ts';
import { objectIn, objectsIn, textIn, type JsonObject } from './json.ts';
import { LIMITS, SIGNATURE, type Received } from './model.ts';
import type { Part } from './multipart.ts';

const HASHES: Readonly<Record<number, string>> = { 56: 'sha224', 64: 'sha256', 96: 'sha384', 128: 'sha512' };
/** A signature is read into memory; it is no longer than this, in bytes. */
const SIGNATURE_BYTES = 1_048_576;

/** What statements say of their attachments, those of statements within them too. */
export function attachmentsIn(statement: JsonObject): JsonObject[] {
  const object = objectIn(statement, 'object');
  const within = object?.['objectType'] === 'SubStatement' ? objectsIn(object, 'attachments') : [];
  return [...objectsIn(statement, 'attachments'), ...within];
}

/**
 * Keeps the bytes of the parts after the first as documents while they come, and checks each against what the statements say of it (part three, 1.5.2). The documents
 * stay for a day unless `storeAttachments` keeps them. Throws `invalid` for a part that fits none.
 */
export async function receiveAttachments(ctx: Pick<Ctx, 'db' | 'actor' | 'services' | 'today'>, parts: AsyncIterable<Part>, said: readonly JsonObject[]): Promise<Received[]> {
  const received: Received[] = [];
  for await (const part of parts) {
    if (received.length >= LIMITS.attachments) throw new Problem('limit', 'learning-records.too-many-attachments', { most: LIMITS.attachments });
    received.push(await receiveOne(ctx, part, said));
  }
  return received;
}

async function receiveOne(ctx: Pick<Ctx, 'db' | 'actor' | 'services' | 'today'>, part: Part, said: readonly JsonObject[]): Promise<Received> {
  const stated = part.headers.get('x-experience-api-hash');
  if (stated === undefined) throw new Problem('invalid', 'learning-records.part-no-hash');
  checkSha2(stated, 'X-Experience-API-Hash');
  if (part.headers.get('content-transfer-encoding')?.toLowerCase() !== 'binary') throw new Problem('invalid', 'learning-records.part-not-binary');
  const sha2 = stated.toLowerCase();
  const meant = said.find((one) => textIn(one, 'sha2')?.toLowerCase() === sha2);
  if (meant === undefined) throw new Problem('invalid', 'learning-records.part-of-none', { sha2 });
  const contentType = textIn(meant, 'contentType') ?? 'application/octet-stream';
  const partType = part.headers.get('content-type');
  if (partType !== undefined && !sameType(partType, contentType)) throw new Problem('invalid', 'learning-records.part-other-type', { sha2 });
  const hash = createHash(HASHES[sha2.length] ?? 'sha256');
  const kept: Buffer[] | undefined = meant['usageType'] === SIGNATURE ? [] : undefined;
  const file = { name: `${sha2.slice(0, 16)}`, bytes: through(part.bytes, hash, kept), purpose: 'learning.record-attachment', mediaType: contentType };
  const document = await keepDocument(ctx, { ...file, retainUntil: addDays(ctx.today, 1) });
  if (hash.digest('hex') !== sha2) throw new Problem('invalid', 'learning-records.part-other-hash', { sha2 });
  if (meant['length'] !== document.size) throw new Problem('invalid', 'learning-records.part-other-length', { sha2, length: document.size });
  return { sha2, documentId: document.id, contentType, length: document.size, bytes: kept && Buffer.concat(kept) };
}

/** Whether two media types mean the same; parameters count where both have some, as in the example of part three, 1.5.2. */
function sameType(one: string, other: string): boolean {
  const [a = '', b = ''] = [one, other].map((type) => type.toLowerCase().replaceAll(/\s/g, ''));
  const [plainA, plainB] = [a.split(';')[0], b.split(';')[0]];
  return a === b || (plainA === plainB && (a === plainA || b === plainB));
}

async function* through(bytes: AsyncIterable<Buffer>, hash: Hash, kept: Buffer[] | undefined): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of bytes) {
    hash.update(chunk);
    size += chunk.length;
    if (kept !== undefined && size > SIGNATURE_BYTES) throw new Problem('limit', 'learning-records.too-large', { bytes: SIGNATURE_BYTES });
    kept?.push(chunk);
    yield chunk;
  }
}

/** Every attachment has bytes that came along or an address where they can be had (part three, 1.5); throws `invalid` otherwise. */
export function refuseMissing(statements: readonly JsonObject[], received: readonly Received[]): void {
  const there = new Set(received.map(({ sha2 }) => sha2));
  for (const one of statements.flatMap(attachmentsIn)) {
    const sha2 = textIn(one, 'sha2')?.toLowerCase() ?? '';
    if (one['fileUrl'] === undefined && !there.has(sha2)) throw new Problem('invalid', 'learning-records.attachment-missing', { sha2 });
  }
}
