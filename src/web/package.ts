import type { RequestEvent } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { fetchCredential, openPackageFile, standardOfToken, type PackageFile } from '#modules/learning/index.ts';
import { theProgram } from './program.ts';
import { rangeOf, streamOf } from './stream.ts';

type Event = Pick<RequestEvent, 'request' | 'locals' | 'url'>;

/** The script that the parts of each standard need in their window. */
const ENGINE = { 'scorm-1.2': '/scorm12.js', 'scorm-2004': '/scorm2004.js', cmi5: undefined } as const;
/** The part of a package's address that is ours: the first page of SCORM 2004, the last of cmi5, the credential. */
const OWN = '-/';
/** Largest page that the scripts are put into, in bytes. */
const LARGEST_PAGE = 8 * 1_048_576;

/** A package reads from any origin, because in its sandbox it has none of its own; what it may read, its own address decides. */
const ANY_ORIGIN = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cross-origin-opener-policy': 'unsafe-none',
  'timing-allow-origin': '*',
};
/** What the host name for packages answers: their files and, for cmi5, the learning record store. Pages are not among it, so that nobody is ever signed in there. */
const OF_PACKAGES = /^\/(?:packages|xapi)\//;

/** The answer to a request for anything else at the host name for packages; undefined at any other, and for what belongs there. */
export function refuseElsewhere(url: URL, packagesUrl: string | undefined): Response | undefined {
  if (url.origin !== packagesUrl || OF_PACKAGES.test(url.pathname)) return undefined;
  return new Response('Địa chỉ này chỉ dùng cho gói bài học. / This address is for packages of lessons only.\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}

/** Lets the page that plays a package show a frame of the host name for packages, and the windows that it opens know who opened them. */
export function admitPackages({ pathname }: URL, { headers }: Response, packagesUrl: string | undefined): void {
  const policy = headers.get('content-security-policy');
  if (packagesUrl === undefined || policy === null || !pathname.startsWith('/learning/packages/play/')) return;
  headers.set('content-security-policy', policy.replace(/(frame-src|connect-src) 'self'/g, `$1 'self' ${packagesUrl}`));
  headers.set('cross-origin-opener-policy', 'same-origin-allow-popups');
}

/**
 * Answers for a file of an open package, below `/packages/TOKEN/`. It comes with a policy of its own: a sandbox without the rights of this site, and no address but its own (and
 * for cmi5 the learning record store). Cookies play no part.
 */
export async function sendPackageFile({ request, locals, url }: Event, token: string, path: string): Promise<Response> {
  if (request.method === 'OPTIONS')
    return new Response(null, { status: 204, headers: { ...ANY_ORIGIN, 'access-control-allow-methods': 'GET, HEAD, POST', 'access-control-allow-headers': '*' } });
  try {
    const standard = await standardOfToken(locals.ctx, token);
    const headers = { ...ANY_ORIGIN, 'content-security-policy': policyOf(url.origin, token, (await theProgram()).config.packagesUrl), 'cache-control': 'private, max-age=3600' };
    if (path.startsWith(OWN)) return await ownAnswer({ request, locals, url }, token, path.slice(OWN.length), headers);
    const file = await openPackageFile(locals.ctx, token, path);
    const engine = ENGINE[standard];
    if (engine !== undefined && file.mediaType === 'text/html' && file.size < LARGEST_PAGE) return await sendPage(file, engine, headers);
    return sendFile(request, file, headers);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return new Response(locals.t(problem.code, problem.values), { status: problem.status, headers: { ...ANY_ORIGIN, 'content-type': 'text/plain; charset=utf-8' } });
  }
}

/**
 * The policy of a file of a package. At the host name for packages its documents share an origin, which is not that of the pages, so that its inner frames reach each other
 * and the browser's store works; anywhere else each document has an origin of its own.
 */
function policyOf(origin: string, token: string, packagesUrl: string | undefined): string {
  const own = `${origin}/packages/${token}/`;
  return [
    `sandbox allow-scripts allow-forms allow-modals allow-popups allow-downloads${origin === packagesUrl ? ' allow-same-origin' : ''}`,
    `default-src ${own} data: blob: 'unsafe-inline' 'unsafe-eval'`,
    `script-src ${own} ${origin}/scorm12.js ${origin}/scorm2004.js ${origin}/package-frame.js data: blob: 'unsafe-inline' 'unsafe-eval'`,
    `connect-src ${own} ${origin}/xapi/ data: blob:`,
    `form-action 'none'`,
    `object-src 'none'`,
  ].join('; ');
}

async function ownAnswer({ request, locals }: Event, token: string, name: string, headers: Record<string, string>): Promise<Response> {
  const [what, launch = ''] = name.split('/');
  if (what === 'fetch' && request.method === 'POST') {
    const credential = await fetchCredential(locals.ctx, token, launch);
    const answer = credential === undefined ? { 'error-code': '1', 'error-text': 'The credential of this launch has been fetched before.' } : { 'auth-token': credential };
    return Response.json(answer, { headers: { ...ANY_ORIGIN, 'cache-control': 'no-store' } });
  }
  // Whoever opens a package begins with an empty store: what somebody else left in it on this device is not theirs.
  if (what === 'clear') return new Response(null, { status: 204, headers: { ...ANY_ORIGIN, 'clear-site-data': '"storage"', 'cache-control': 'no-store' } });
  const scripts = what === 'start' ? scriptsOf('/scorm2004.js') : what === 'end' ? '<script>parent.postMessage({ khue: 1, type: "end" }, "*")</script>' : undefined;
  if (scripts === undefined) throw new Problem('missing', 'learning-packages.no-file');
  return new Response(`<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Khuê</title>${scripts}</head><body></body></html>`, {
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
  });
}

const scriptsOf = (engine: string): string => `<script src="${engine}"></script><script src="/package-frame.js"></script>`;

/** A page of a package with the scripts before all of its own; looked for byte by byte, since its encoding is its own affair. */
async function sendPage(file: PackageFile, engine: string, headers: Record<string, string>): Promise<Response> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.open(0, file.size - 1)) pieces.push(piece);
  const text = Buffer.concat(pieces).toString('latin1');
  const place = /<head(\s[^>]*)?>/i.exec(text) ?? /<html(\s[^>]*)?>/i.exec(text) ?? /<!doctype[^>]*>/i.exec(text);
  const at = place === null ? 0 : place.index + place[0].length;
  const page = Buffer.from(text.slice(0, at) + scriptsOf(engine) + text.slice(at), 'latin1');
  return new Response(page, { headers: { ...headers, 'content-type': 'text/html', 'content-length': String(page.length) } });
}

function sendFile(request: Request, { mediaType, size, open }: PackageFile, given: Record<string, string>): Response {
  const headers = { ...given, 'content-type': mediaType, 'accept-ranges': 'bytes' };
  const part = rangeOf(request.headers.get('range'), size);
  if (part === 'none') return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  const { start, end } = part ?? { start: 0, end: size - 1 };
  const ranged = part === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${size}` };
  const body = request.method === 'HEAD' || size === 0 ? null : streamOf(open(start, end));
  return new Response(body, { status: part === undefined ? 200 : 206, headers: { ...headers, ...ranged, 'content-length': String(size === 0 ? 0 : end - start + 1) } });
}
