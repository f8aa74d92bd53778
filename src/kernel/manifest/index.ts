import type { Day } from '#base/day/index.ts';
import { together, type RawBuilder, type Together } from '#base/db/index.ts';
import { declareFacts, type FactKind } from '#kernel/fact/index.ts';
import { declareBalances, type Balance } from '#kernel/balance/index.ts';
import { declareGates, type Gate } from '#kernel/gate/index.ts';
import { declareForms, type Form } from '#kernel/form/index.ts';
import type { AnyJob, Task } from '#kernel/job/index.ts';
import { declareNeeded, type Needed } from '#kernel/message/index.ts';
import type { AnyOperation, Ctx } from '#kernel/operation/index.ts';
import { declarePersonal, type PersonalData } from '#kernel/personal/index.ts';
import { declareProcedures, type Conduct } from '#kernel/procedure/index.ts';
import { declareSources, type SourceDefinition } from '#kernel/proof/index.ts';
import { declareSets, type RatioDefinition, type SetDefinition } from '#kernel/set/index.ts';

/** Something that awaits a person, shown on Today. */
export type Awaiting = {
  /** Text key and its values. */
  key: string;
  values: Record<string, string | number>;
  href: string;
  /** A second, quieter line: why, how long, the next step; text key and its values. */
  hint?: { key: string; values: Record<string, string | number> };
  /** The day by which it is due, when there is one. */
  due: Day | undefined;
};

/** A query whose rows await the person who asks, and what Today says of them. It is a method, so that any row fits into a list. */
export type Awaits = { rows: RawBuilder<unknown>; tasks(rows: unknown[]): Awaiting[] };

/** Something that may await the person who asks: a query, and what Today says of its rows. Moments come as texts. */
export function awaits<Row>(rows: RawBuilder<Row>, tasks: (rows: Together<{ part: RawBuilder<Row> }>['part']) => Awaiting[]): Awaits {
  return { rows, tasks };
}

/** What a module's door offers to the rest: everything that `app.ts`, the API, open data and the guards need to know of it. */
export type Manifest = {
  name: string;
  operations: AnyOperation[];
  /** Permissions that the module's operations ask for. */
  permissions: string[];
  facts: FactKind[];
  sets: SetDefinition[];
  ratios: RatioDefinition[];
  /** Records besides those of sets that a published value may rest on. */
  sources?: SourceDefinition[];
  /** Which operation decides who may open a document, by the document's purpose; a document of no such purpose may be opened by whoever put it in. */
  documents?: Record<string, AnyOperation>;
  /** Work done after requests, and work repeated every few seconds. */
  jobs: (AnyJob | Task)[];
  forms?: Form[];
  /** Procedures, each with all its versions and what of the module belongs to a step. */
  procedures?: Conduct[];
  /** What must be there before a post is closed or somebody's holding of one is ended, whichever module does it. */
  gates?: Gate[];
  /** What the module holds on people besides rows with their id, what of it can be erased, and what stays and why. */
  personal?: PersonalData;
  /** What initiatives of the roadmap mean for people; the module of the roadmap shows it and knows no other module. */
  balances?: Balance[];
  /** Whether letters that the module queued are still needed when their turn comes. */
  needed?: Needed;
  /** Brings stored copies of content up to date when a process starts; several processes may do it at once, and again at each start. */
  start?(ctx: Ctx): Promise<void>;
  /**
   * What may await the person who asks: one or two cheap queries, none that cannot concern them. Today sends those of all modules as one statement. What is
   * known without a query of its own (content, answers kept for a moment) may be read before.
   */
  awaits?(ctx: Ctx): Awaits[] | Promise<Awaits[]>;
};

/** What awaits the person who asks, of all these modules, in one statement; soonest first. */
export async function listAwaiting(ctx: Ctx, manifests: Pick<Manifest, 'awaits'>[]): Promise<Awaiting[]> {
  const asked: Awaits[] = [];
  // One after the other: a page takes one connection, so that many pages at once do not wait for each other.
  for (const manifest of manifests) asked.push(...((await manifest.awaits?.(ctx)) ?? []));
  if (asked.length === 0) return [];
  const rows = await together(ctx.db, Object.fromEntries(asked.map((one, at) => [`${at}`, one.rows])));
  return asked.flatMap(({ tasks }, at) => tasks(rows[`${at}`] ?? [])).toSorted((a, b) => ((a.due ?? '9999') < (b.due ?? '9999') ? -1 : 1));
}

/** Makes the facts, sets, ratios, forms, procedures, sources, letters and personal data of all modules known to this process. */
export function declare(manifests: Manifest[]): void {
  const sets = manifests.flatMap((manifest) => manifest.sets);
  declareSets(
    sets,
    manifests.flatMap((manifest) => manifest.ratios),
  );
  declareForms(manifests.flatMap(({ forms = [] }) => forms));
  declareProcedures(manifests.flatMap(({ procedures = [] }) => procedures));
  declareSources(manifests.flatMap(({ sources = [] }) => sources));
  declarePersonal(manifests.flatMap(({ personal }) => personal ?? []));
  declareNeeded(manifests.flatMap(({ needed }) => needed ?? []));
  declareGates(manifests.flatMap(({ gates = [] }) => gates));
  declareBalances(manifests.flatMap(({ balances = [] }) => balances));
  declareFacts(
    manifests.flatMap((manifest) => manifest.facts),
    (kind) => sets.filter(({ facts }) => facts.includes(kind)).map(({ name }) => name),
  );
}
