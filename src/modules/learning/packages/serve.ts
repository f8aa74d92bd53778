import { inTransaction } from '#base/db/index.ts';
import { isId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { openEntry } from '#base/zip/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { system } from '#kernel/org/index.ts';
import { agentOf } from '../records/people.ts';
import { issueLaunch } from '../records/credential.ts';
import type { Standard } from './model.ts';
import { escapes } from './check.ts';
import { findFile, findPackage, findSession } from './store.ts';
import { noteFetched } from './units.ts';

/** A file of an open package: its bytes from `start` to `end`, both included. */
export type PackageFile = { path: string; mediaType: string; size: number; open(start: number, end: number): AsyncGenerator<Uint8Array> };

/** How long a unit of cmi5 may report, in hours; longer than an opening, so that what was kept without network arrives. */
const REPORT_HOURS = 72;

const TYPES: Record<string, string> = {
  html: 'text/html',
  htm: 'text/html',
  xhtml: 'application/xhtml+xml',
  js: 'text/javascript',
  mjs: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  xml: 'text/xml',
  xsd: 'text/xml',
  txt: 'text/plain',
  vtt: 'text/vtt',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  webm: 'video/webm',
  woff: 'font/woff',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  otf: 'font/otf',
  pdf: 'application/pdf',
  wasm: 'application/wasm',
};

/** What a file is sent as, by its ending; what is not known is bytes to keep. */
export function mediaTypeOf(path: string): string {
  return TYPES[path.toLowerCase().split('.').pop() ?? ''] ?? 'application/octet-stream';
}

/** A file of the package that a token of an opening stands for; throws `missing`. The token is all that is asked: no session plays a part. */
export async function openPackageFile(ctx: Pick<Ctx, 'db' | 'now' | 'services'>, token: string, path: string): Promise<PackageFile> {
  if (escapes(path)) throw new Problem('missing', 'learning-packages.no-file');
  const file = found(await findFile(ctx.db, token, path, ctx.now.toString()), 'learning-packages.no-file');
  const source = { size: file.archiveBytes, read: (start: number, end: number) => ctx.services.blobs.get(file.sha256, { start, end }) };
  const entry = { method: file.method, start: file.start, packed: file.packed, bytes: file.bytes, encrypted: false };
  return { path, mediaType: mediaTypeOf(path), size: file.bytes, open: (start, end) => cut(openEntry(source, entry, start), end - start + 1) };
}

async function* cut(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let left = most;
  for await (const piece of bytes) {
    yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) return;
  }
}

/** The standard of the package that a token stands for; throws `missing` when it stands for none, or no longer. */
export async function standardOfToken(ctx: Pick<Ctx, 'db' | 'now'>, token: string): Promise<Standard> {
  const session = await findSession(ctx.db, { token }, ctx.now.toString());
  if (session?.live !== true) throw new Problem('missing', 'learning-packages.no-file');
  return found((await findPackage(ctx.db, session.packageCode))?.standard, 'learning-packages.no-file');
}

/** Gives a launched unit of cmi5 its credential, once (cmi5, 8.2); undefined the second time, and for a launch that is not known. */
export async function fetchCredential(ctx: Ctx, token: string, launch: string): Promise<string | undefined> {
  const session = await findSession(ctx.db, { token }, ctx.now.toString());
  if (session?.live !== true || !isId(launch)) return undefined;
  return inTransaction(ctx.db, async (db) => {
    if (!(await noteFetched(db, session.sessionId, launch, ctx.now.toString()))) return undefined;
    const own = { ...ctx, db, actor: system('cmi5 launch') };
    const agent = await agentOf(own, session.personId);
    const { key, secret } = await issueLaunch(own, { name: session.packageCode, agent, registration: session.id, hours: REPORT_HOURS });
    return Buffer.from(`${key}:${secret}`).toString('base64');
  });
}
