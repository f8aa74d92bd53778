import { exportCourse } from '#modules/learning/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The published version of a course as one file. */
export const GET: RequestHandler = async (event) => {
  const { name, content } = await load(event, exportCourse, { course: event.params.course });
  return new Response(Buffer.from(content, 'base64'), { headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"` } });
};
