import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { cite, type Cite } from '#kernel/rule/index.ts';
import { closed } from '../model.ts';

const Decree = Type.Object(
  {
    key: Type.String(),
    title_vi: Type.String(),
    title_en: Type.String(),
    valid_from: Type.String(),
    valid_to: Type.String(),
    late: Type.Optional(Type.Object({ decided_before: Type.String(), valid_to: Type.String() }, closed)),
    cites: Type.String(),
    source: Type.String(),
    verified: Type.Boolean(),
  },
  closed,
);
const DecreeFile = Type.Object({ about: Type.String(), decrees: Type.Array(Decree) }, closed);

/** A decree with the half-open range of days on which leaving counts under it; `late` prolongs it for those whose leaving was decided before a day. */
export type Decree = Static<typeof Decree>;

const loaded = new Map<string, ReadonlyMap<string, Decree>>();

/** The decrees of `content/transition/decrees.json`, read once per process; throws typebox's `ParseError` when the file has another form. */
export function readDecrees(root: string): ReadonlyMap<string, Decree> {
  const known = loaded.get(root);
  if (known !== undefined) return known;
  const file = Value.Parse(DecreeFile, JSON.parse(readFileSync(join(root, 'content', 'transition', 'decrees.json'), 'utf8')));
  const made = new Map(file.decrees.map((decree) => [decree.key, decree]));
  loaded.set(root, made);
  return made;
}

/** The first day on which leaving no longer counts, given the day on which it was decided. */
export function endOf(decree: Decree, decided: Day | undefined): Day {
  return decree.late !== undefined && decided !== undefined && decided < decree.late.decided_before ? decree.late.valid_to : decree.valid_to;
}

/** What the days of a decree rest on. */
export function citeOf(decree: Decree): Cite {
  return cite(decree.cites, decree.verified);
}
