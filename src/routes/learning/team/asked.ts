import { isId } from '#base/id/index.ts';

const STATES = ['all', 'open', 'late', 'done'] as const;

/** What a list of a team is narrowed to. */
export type Asked = {
  state: (typeof STATES)[number];
  part?: string | undefined;
  topic?: string | undefined;
  assignment?: string | undefined;
  name?: string | undefined;
  page: number;
};

/** What the address asks for; what is not to be read there counts as not asked. */
export function askedOf(query: URLSearchParams) {
  const word = (name: string): string => (query.get(name) ?? '').trim().slice(0, 100);
  return {
    state: STATES.find((one) => one === query.get('state')) ?? 'all',
    ...(isId(word('part')) ? { part: word('part') } : {}),
    ...(isId(word('assignment')) ? { assignment: word('assignment') } : {}),
    ...(word('topic') === '' ? {} : { topic: word('topic') }),
    ...(word('name') === '' ? {} : { name: word('name') }),
    page: Math.max(1, Math.min(10_000, Number.parseInt(word('page'), 10) || 1)),
  };
}

/** The address of a list of a team: of a unit, narrowed. */
export function teamHref(unit: string, { state, part, topic, assignment, name, page }: Asked): string {
  const given = Object.entries({ unit, state: state === 'all' ? undefined : state, part, topic, assignment, name, page: page === 1 ? undefined : String(page) });
  return `/learning/team?${new URLSearchParams(given.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))).toString()}`;
}
