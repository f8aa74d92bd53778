import { registerHooks } from 'node:module';

/**
 * Loaded before the program (`node --import`) in a walk's server: gives the procedure of a person's case a second version, in force from the day after the first, and a third
 * one that holds in a far future. No procedure of the product has two versions yet, so the pages that move open cases can only be walked with made-up ones. Retraining
 * cannot be declined in the second one, new work only follows retraining, and an offer may be thought over for 20 working days.
 */
registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    if (!url.startsWith('file:') || url.includes('/node_modules/') || loaded.source === undefined || loaded.source === null) return loaded;
    const text = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
    return text.includes(HELD) ? { ...loaded, source: text.replace(HELD, `versions: [personProcedure, ...(${laterVersions.toString()})(personProcedure)]`) } : loaded;
  },
});

const HELD = 'versions: [personProcedure]';

type Versions = { version: string; steps: Record<string, { from: string[] } | undefined>; terms: Record<string, { workingDays: number; stops: string[] } | undefined> };

/** Plain JavaScript once its types are gone: it is carried over as text. */
function laterVersions(first: Versions): Versions[] {
  const second = structuredClone(first);
  second.version = '2026-01-02';
  delete second.steps['decline-retraining'];
  if (second.steps['redeploy'] !== undefined) second.steps['redeploy'].from = ['retraining'];
  const answer = second.terms['answer'];
  if (answer !== undefined) {
    answer.workingDays = 20;
    answer.stops = answer.stops.filter((step) => step !== 'decline-retraining');
  }
  return [second, { ...structuredClone(first), version: '2099-01-01' }];
}
