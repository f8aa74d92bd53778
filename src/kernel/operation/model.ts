import type { Static, TSchema } from 'typebox';
import type { Day } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { Actor } from '#kernel/org/index.ts';
import type { Services } from './services.ts';

/** What an operation works with. Everything it needs comes in here; it reads no clock and no environment. */
export type Ctx = {
  /** The pool for reads, the running transaction for writes. */
  db: Db;
  actor: Actor;
  /** The day it is in the city. */
  today: Day;
  now: Temporal.Instant;
  locale: Locale;
  /** Identifies this request in the log and the audit; a write sent again with the same one acts once. */
  requestId: string;
  /** Why the actor looks at the record of a person, in the actor's own words. */
  purpose: string | undefined;
  services: Services;
  /** Counts one use of an operation that has a `limit` for whoever sends this request; throws `limit` when there were too many. Left out for work inside the program. */
  countUse?: (operation: string, limit: Limit) => Promise<void>;
};

/** How often one sender may ask for something: `times` within `seconds`. */
export type Limit = { times: number; seconds: number };

/**
 * Anything a person or program may ask for; the only way in. Made with `operation(…)`, carried out by `perform`.
 */
export type Operation<I extends TSchema = TSchema, O extends TSchema = TSchema> = {
  /** `module.verb-noun` */
  name: string;
  /** One English sentence for the API description. */
  summary: string;
  /** A `write` runs in a transaction, is audited, and is carried out once per request id. */
  kind: 'read' | 'write';
  /** Method and path under /api/v1; `{name}` is a part of the input: `POST /directory/people/{id}`. */
  http: string;
  /** A permission of `content/roles.json`; or `public` (anyone), or `signed-in` (every person with an account). */
  permission: string;
  /**
   * Which unit's permission decides. Left out: holding the permission in any unit is enough and `run` narrows its rows by `scope`.
   * `undefined` as an answer means that the permission is needed over the whole city.
   */
  unit?(ctx: Ctx, input: Static<I>): Promise<string | undefined> | string | undefined;
  /** The person whom the input is about; that person needs no permission and no purpose. */
  owner?(input: Static<I>): string | undefined;
  /** Closed object; every field has a description with its unit. */
  input: I;
  output: O;
  /** Whose record the answer shows. Asks for a purpose, and each person named here sees the line. */
  looksAt?(input: Static<I>, output: Static<O>): string[];
  /** Whether this input shows such a record to the actor; left out: always. Without one it is a plain read. */
  asksPurpose?(ctx: Ctx, input: Static<I>): Promise<boolean> | boolean;
  /** For what anyone may ask without signing in and that costs work or leaves traces: how often one sender may. */
  limit?: Limit;
  /** Whether the answer leaves as a file: then a read is audited too. */
  exports?: boolean;
  /** The work itself finds out what was done before, so that the same input acts once whatever its request id: no request is noted. For writes that come by the hundred a second. */
  repeatable?: boolean;
  /** Ids and numbers for the audit line; never names or texts. */
  trace?(input: Static<I>, output: Static<O>): Trace;
  /** Refuses what the input alone tells, before the transaction begins: for checks that take long and would hold a connection. It runs again when a write is sent again. */
  beforehand?(input: Static<I>): Promise<void>;
  run(ctx: Ctx, input: Static<I>): Promise<Static<O>>;
};

/** What an audit line says besides who, what and when. */
export type Trace = { unitId?: string; subject?: string; detail?: Record<string, string | number | boolean | null> };

/** Checks the types of an operation where it is defined; returns it unchanged. */
export function operation<I extends TSchema, O extends TSchema>(definition: Operation<I, O>): Operation<I, O> {
  return definition;
}

/** An operation whose input and output types are not known: an element of a list of operations. Its functions are methods, so that any operation fits. */
export type AnyOperation = Operation;
