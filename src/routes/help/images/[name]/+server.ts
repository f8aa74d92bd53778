import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

const TYPES = { svg: 'image/svg+xml', png: 'image/png' } as const;

/** A picture of the guides, from `docs/images`. */
export const GET: RequestHandler = async ({ params, locals }) => {
  const [, type] = /^[a-z0-9-]+\.(svg|png)$/.exec(params.name) ?? [];
  const file = type === 'svg' || type === 'png' ? await readFile(join(process.cwd(), 'docs', 'images', params.name)).catch(() => undefined) : undefined;
  if (file === undefined || (type !== 'svg' && type !== 'png')) error(404, { message: locals.t('help.missing') });
  return new Response(new Uint8Array(file), {
    headers: { 'content-type': TYPES[type], 'cache-control': 'public, max-age=3600', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" },
  });
};
