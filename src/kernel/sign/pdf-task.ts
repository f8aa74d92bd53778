import { Problem } from '#base/problem/index.ts';
import { TOO_COMPLEX, type Answer, type Task } from './pdf-answer.ts';
import { draftSignature, openPdf } from './pdf-draft.ts';
import { lookAt } from './pdf-look.ts';

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
    if (error instanceof RangeError) return TOO_COMPLEX;
    return { did: 'fail', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
