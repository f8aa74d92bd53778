import { Problem } from '#base/problem/index.ts';
import { boundaryOf, collect, partsOf } from '#modules/learning/index.ts';

/** Longest field of a form beside its file, in bytes. */
const FIELD = 10_000;

/**
 * Reads a form of small fields and one file without holding the file: `take` gets its name and bytes as they come, with the fields that stand before it. Answers what `take`
 * answered; undefined when no file was sent. Throws `invalid` when the form breaks off.
 */
export async function receiveFile<T>(
  request: Request,
  take: (file: { name: string; bytes: AsyncIterable<Uint8Array>; fields: Map<string, string> }) => Promise<T>,
): Promise<T | undefined> {
  if (request.body === null) return undefined;
  const fields = new Map<string, string>();
  let taken: T | undefined;
  for await (const { headers, bytes } of partsOf(request.body, boundaryOf(request.headers.get('content-type') ?? ''))) {
    const disposition = headers.get('content-disposition') ?? '';
    const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1] ?? '';
    const file = /;\s*filename="([^"]*)"/i.exec(disposition)?.[1];
    if (file === undefined) fields.set(name, (await collect(bytes, FIELD)).toString('utf8'));
    else if (file !== '' && taken === undefined) taken = await take({ name: file, bytes, fields });
  }
  return taken;
}

/** Whether a problem means that the form broke off on its way, or was none. */
export function brokeOff(problem: unknown): boolean {
  return problem instanceof Problem && ['learning-records.body-ends', 'learning-records.no-boundary', 'learning-records.too-large'].includes(problem.code);
}
