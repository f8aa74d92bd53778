import { openFile } from '#modules/learning/index.ts';
import { load } from '#web/load.ts';
import { sendPart } from '#web/stream.ts';
import type { RequestHandler } from './$types';

/** Sends a file of a course, whole or the part asked for, so that a video can be moved about in. */
export const GET: RequestHandler = async (event) => {
  const { documentId: _document, ...file } = await load(event, openFile, { course: event.params.course, name: event.params.name });
  return sendPart(event, file);
};
