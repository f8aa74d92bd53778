/** Work to be done when the process ends in order: stop the jobs, close the pool. */
export type Ending = () => Promise<void>;

declare global {
  // The server and the built pages are two bundles with two copies of this file: they meet at this name.
  var khueEndings: Ending[] | undefined;
}

/** Has `work` done after the last request has been answered and before PostgreSQL stops; what was registered last is done first. */
export function onShutdown(work: Ending): void {
  (globalThis.khueEndings ??= []).push(work);
}

/** Does all registered work, one after the other, and returns the errors of those that failed; the rest is done all the same. */
export async function runShutdown(): Promise<unknown[]> {
  const errors: unknown[] = [];
  const endings = (globalThis.khueEndings ??= []);
  for (let work = endings.pop(); work; work = endings.pop()) await work().catch((error: unknown) => errors.push(error));
  return errors;
}
