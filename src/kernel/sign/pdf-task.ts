import { Problem } from '#base/problem/index.ts';
import { draftSignature, openPdf, type Draft, type DraftOrder } from './pdf-draft.ts';
import { lookAt, type Look } from './pdf-look.ts';

/** What the worker is given to do with a PDF from outside. */
export type Task = { do: 'check' } | { do: 'look' } | { do: 'draft'; order: DraftOrder };

/** What the worker answers. */
export type Answer =
  | { did: 'check' }
  | { did: 'look'; looks: Look[] }
  | { did: 'draft'; draft: Draft }
  | { did: 'refuse'; kind: Problem['kind']; code: string; values: Problem['values'] }
  | { did: 'fail'; message: string };

/** Does a task; never throws, so that what went wrong reaches the other side. */
export async function work(bytes: Uint8Array, task: Task): Promise<Answer> {
  try {
    if (task.do === 'look') return { did: 'look', looks: await lookAt(bytes) };
    if (task.do === 'draft') return { did: 'draft', draft: await draftSignature(bytes, task.order) };
    await openPdf(bytes);
    return { did: 'check' };
  } catch (error) {
    if (error instanceof Problem) return { did: 'refuse', kind: error.kind, code: error.code, values: error.values };
    // Nested too deep, or longer than any array may be.
    if (error instanceof RangeError) return { did: 'refuse', kind: 'invalid', code: 'sign.too-complex', values: {} };
    return { did: 'fail', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
