import type { RequestEvent } from '@sveltejs/kit';
import { Problem, type InputError } from '#base/problem/index.ts';
import { caseRead } from '#kernel/case/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { prepareLetter, type LetterKind } from '#modules/transition/index.ts';
import { load as run, orErrorPage } from '#web/load.ts';

type Draft = Awaited<ReturnType<typeof prepareLetter.run>>;

/** A letter to be drafted with the way back to its case; where it cannot be drafted now, everything that is missing, each with its article, and no draft. */
export async function prepared(event: Pick<RequestEvent, 'locals' | 'url'>, asked: { caseId: string; kind: LetterKind }) {
  const { href: back } = await run(event, caseRead, { id: asked.caseId });
  return orErrorPage(event, async () => {
    try {
      const draft: Draft | null = await perform(prepareLetter, event.locals.ctx, asked);
      return { back, draft, gate: false, why: [] };
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.kind !== 'conflict') throw problem;
      const gate = problem.errors.length > 0;
      const why: InputError[] = gate ? problem.errors : [{ at: '', code: problem.code, values: problem.values }];
      return { back, draft: null, gate, why };
    }
  });
}
