const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the address of the page asks for: two versions that there are (else empty), the last case of the turn before, and what the turns before have done. */
export type Turn = { from: string; to: string; after: string; reason: string; moved: number; stayed: number; done: boolean };

/** Reads the address; what cannot be is left empty, so that a wrong address shows the choice again. */
export function turnOf(query: URLSearchParams, versions: readonly string[]): Turn {
  const version = (key: string) => versions.find((each) => each === query.get(key)) ?? '';
  const count = (key: string) => (/^\d{1,9}$/.test(query.get(key) ?? '') ? Number(query.get(key)) : 0);
  const after = query.get('after') ?? '';
  return {
    from: version('from'),
    to: version('to'),
    after: UUID.test(after) ? after : '',
    reason: query.get('reason') ?? '',
    moved: count('moved'),
    stayed: count('stayed'),
    done: query.has('moved'),
  };
}

/** The address after a turn: what the turns have done together and, while there are further cases, where the next one begins, with the same reason. */
export function afterTurn(before: URLSearchParams, form: FormData, done: { moved: number; stayed: number; more: boolean; last: string | null }): URLSearchParams {
  const text = (key: string) => String(form.get(key) ?? '');
  const sum = (key: string, n: number) => String(Number(before.get(key) ?? 0) + n);
  const next = new URLSearchParams({ from: text('from'), to: text('to'), moved: sum('moved', done.moved), stayed: sum('stayed', done.stayed) });
  if (!done.more || done.last === null) return next;
  next.set('after', done.last);
  next.set('reason', text('reason'));
  return next;
}
