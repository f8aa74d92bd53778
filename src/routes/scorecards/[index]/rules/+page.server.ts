import { mayAnywhere } from '#kernel/org/index.ts';
import { readIndex, score } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The structure of an index with its rules in words, and published rows beside what Khuê works out. */
export const load: PageServerLoad = async (event) => {
  const kept = await run(event, readIndex, { key: event.params.index });
  const published = kept.index.published?.rows ?? [];
  const computed = await Promise.all(published.map(({ values }) => run(event, score, { index: event.params.index, values })));
  return {
    ...kept,
    published: published.map((row, at) => ({ ...row, computed: computed[at]?.total.value ?? null })),
    mayImport: mayAnywhere(event.locals.ctx.actor, 'programme.edit-indexes'),
  };
};
