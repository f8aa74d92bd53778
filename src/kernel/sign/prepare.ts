import { createHash } from 'node:crypto';
import { Problem } from '#base/problem/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { chainOf } from './chain.ts';
import { openCsc } from './csc.ts';
import { parseCertificate } from './der.ts';
import type { SigningKey } from './key.ts';
import { namesOf } from './names.ts';
import { signPdf } from './pdf-sign.ts';
import { openPkcs12 } from './pkcs12.ts';
import type { Place } from './place.ts';
import { anchorsOf, type ReadySignature, type Signing } from './signing.ts';
import { findPost } from './store.ts';
import { askStamp } from './time-stamp.ts';
import { getTurn, type OwnTurn, type OwnWords } from './turn.ts';
import { verifyPdf } from './verify.ts';

/** The way to the key, with what the person gave for it; kept nowhere. */
export type KeyAccess = { transport: 'test' } | { transport: 'pkcs12'; file: Uint8Array; password: string } | { transport: 'csc'; account: string; pin: string };

/** Largest PDF that is signed, in bytes: 32 MiB. */
const MAX_BYTES = 32 * 1_048_576;

/**
 * Signs a document with the key of the acting person and checks the result, before and outside the transaction that keeps it (signing services and time
 * stamping authorities are asked over the network). Nothing is stored. Hand the answer to `withSignature`, then perform the act that calls `signDocument`.
 * Throws what `getTurn` and the keys throw; `invalid` when the certificate is expired, not trusted, or another person's.
 */
export async function prepareSignature(ctx: Ctx, documentId: string, access: KeyAccess, words: OwnWords): Promise<ReadySignature> {
  const personId = personOf(ctx.actor);
  if (personId === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
  const own = await getTurn(ctx, documentId, personId, words);
  const key = await keyFor(ctx, own, access);
  await checkCertificate(ctx, key, own.name);
  const bytes = await bytesOf(ctx, documentId);
  const { capacity, reason, location, place } = own.turn;
  const url = ctx.services.signing.config.stampUrl;
  const drawn = place && (await appearance(ctx, own, key, place));
  const signed = await signPdf(bytes, {
    key,
    name: own.name,
    reason,
    location,
    at: ctx.now,
    place,
    ...(drawn !== undefined && { appearance: drawn }),
    stamp: url === undefined ? undefined : (digest) => askStamp(url, digest, ctx.services.signing.ask),
  });
  await checkResult(ctx, signed);
  const level = url === undefined ? 'B-B' : 'B-T';
  const certificateSha256 = createHash('sha256').update(key.certificate).digest('hex');
  return { documentId, personId, bytes: signed, position: own.position, capacity, reason, location, transport: key.transport, level, certificateSha256, at: ctx.now };
}

/** The same surroundings with a signature in hand, for the act that keeps it. */
export function withSignature(ctx: Ctx, ready: ReadySignature): Ctx {
  const signing: Signing = { ...ctx.services.signing, ready };
  return { ...ctx, services: { ...ctx.services, signing } };
}

async function keyFor(ctx: Ctx, own: OwnTurn, access: KeyAccess): Promise<SigningKey> {
  const { test, config } = ctx.services.signing;
  if (access.transport === 'pkcs12') return openPkcs12(access.file, access.password);
  if (access.transport === 'csc') {
    if (config.csc === undefined) throw new Problem('invalid', 'sign.transport-closed');
    return openCsc(config.csc, access);
  }
  if (test === undefined) throw new Problem('invalid', 'sign.transport-closed');
  const post = await findPost(ctx.db, own.turn.personId, ctx.today);
  return test.keyFor({ name: own.name, organisation: post?.unit ?? 'Khuê TEST' }, ctx.now);
}

/** A signature that its readers would refuse is not made at all. */
async function checkCertificate(ctx: Ctx, key: SigningKey, name: string): Promise<void> {
  const certificate = parseCertificate(key.certificate);
  const { signer, validFrom, validUntil } = namesOf(certificate);
  const { compare } = Temporal.Instant;
  if (compare(ctx.now, Temporal.Instant.from(validUntil)) > 0) throw new Problem('invalid', 'sign.certificate-expired', { at: dayText(validUntil) });
  if (compare(ctx.now, Temporal.Instant.from(validFrom)) < 0) throw new Problem('invalid', 'sign.certificate-not-yet', { at: dayText(validFrom) });
  if (folded(signer ?? '') !== folded(name)) throw new Problem('invalid', 'sign.other-person', { name: signer ?? '' });
  const chain = await chainOf(certificate, key.chain.map(parseCertificate), await anchorsOf(ctx.services.signing), ctx.now);
  if (chain.check.outcome !== 'good') throw new Problem('invalid', 'sign.not-trusted');
}

/** The day of a moment in Việt Nam, dd/mm/yyyy. */
function dayText(moment: string): string {
  const { day, month, year } = Temporal.Instant.from(moment).toZonedDateTimeISO('Asia/Ho_Chi_Minh');
  return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`;
}

/** Names compared as people read them: any case, any way of composing letters, spaces alike. */
function folded(name: string): string {
  return name.normalize('NFC').toLocaleLowerCase('vi').trim().replaceAll(/\s+/g, ' ');
}

async function bytesOf(ctx: Ctx, documentId: string): Promise<Uint8Array> {
  const { size, bytes } = await openDocument(ctx, documentId);
  if (size > MAX_BYTES) throw new Problem('limit', 'sign.too-large', { megabytes: MAX_BYTES / 1_048_576 });
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

/** What shows on the sheet (Decree 30/2020, Appendix I: signer, and the moment to the second with time zone). */
async function appearance(ctx: Ctx, { name, turn }: OwnTurn, key: SigningKey, { width, height }: Place): Promise<Uint8Array> {
  const moment = ctx.now.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toString({ smallestUnit: 'second', timeZoneName: 'never' });
  const lines = [`Ký bởi: ${name}`, ...(turn.capacity === '' ? [] : [turn.capacity]), `Lý do: ${turn.reason}`, `Thời gian ký: ${moment}`];
  const test = key.transport === 'test' ? 'CHỮ KÝ THỬ - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ' : null;
  const { bytes } = await typeset(ctx.services.root, { template: 'signature', data: { width, height, lines, test }, at: ctx.now });
  return bytes;
}

/** Our own verifier must find the result sound, earlier signatures included: a changed document is not signed over. */
async function checkResult(ctx: Ctx, signed: Uint8Array): Promise<void> {
  const report = await verifyPdf(signed, { anchors: await anchorsOf(ctx.services.signing), now: ctx.now, ask: async () => undefined, reader: 'staff' });
  const broken = report.signatures.find(({ verdict }) => verdict === 'invalid');
  if (broken === undefined) return;
  const last = report.signatures.length === broken.number;
  throw new Problem('conflict', last ? 'sign.not-sound' : 'sign.earlier-broken', { number: broken.number, name: broken.signer ?? '' });
}
