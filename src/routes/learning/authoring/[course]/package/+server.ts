import { storedZip } from '#base/zip/index.ts';
import { openCoursePackage, openDraftPackage, packageParts } from '#modules/learning/index.ts';
import { load } from '#web/load.ts';
import { streamOf } from '#web/stream.ts';
import type { RequestHandler } from './$types';

/** A course as one file, sent as it is read: its published version, or with `?draft` what is being written. */
export const GET: RequestHandler = async (event) => {
  const { name, size, ...packed } = await load(event, event.url.searchParams.has('draft') ? openDraftPackage : openCoursePackage, { course: event.params.course });
  const bytes = storedZip(packageParts(packed, (sha256) => event.locals.ctx.services.blobs.get(sha256)));
  const headers = { 'content-type': 'application/zip', 'content-length': String(size), 'content-disposition': `attachment; filename="${name}"` };
  return new Response(streamOf(bytes), { headers });
};
