import Type, { type Static } from 'typebox';
import type { Day } from '#base/day/index.ts';
import type { Values } from '#base/problem/index.ts';
import type { Seal } from '#base/seal/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { ImportKind } from './kinds.ts';
import type { RowError } from './rules.ts';

declare module '#kernel/operation/services.ts' {
  interface Services {
    /** Seals personal identification numbers. */
    seal: Seal;
  }
}

/** States of an import, in the order in which they come; `refused` has errors to mend, `failed` met a defect. */
export const IMPORT_STATES = ['uploaded', 'checking', 'refused', 'checked', 'running', 'done', 'undoing', 'undone', 'failed', 'dropped'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** What a list would do or has done, in numbers of records. */
export const Counts = Type.Object(
  {
    lines: Type.Integer({ description: 'Lines of the file' }),
    same: Type.Integer({ description: 'Lines that the register already says' }),
    added: Type.Integer({ description: 'Holdings, posts or units that are added' }),
    changed: Type.Integer({ description: 'Holdings, posts or units that are changed' }),
    ended: Type.Integer({ description: 'Holdings, posts or units that end by a day written in the file' }),
    missing: Type.Integer({ description: 'Holdings or posts that end because the file does not name them' }),
    peopleAdded: Type.Integer({ description: 'People who are new in the register' }),
    peopleChanged: Type.Integer({ description: 'People whose particulars change' }),
    postsAdded: Type.Integer({ description: 'Posts opened for the holdings' }),
    unionJoined: Type.Integer({ description: 'People noted as union members' }),
    unionLeft: Type.Integer({ description: 'People no longer noted as union members' }),
  },
  { additionalProperties: false },
);
export type Counts = Static<typeof Counts>;

/** Nothing to do. */
export const NOTHING: Counts = { lines: 0, same: 0, added: 0, changed: 0, ended: 0, missing: 0, peopleAdded: 0, peopleChanged: 0, postsAdded: 0, unionJoined: 0, unionLeft: 0 };

/** The kinds of change that a preview shows lines of. */
export const CHANGES = ['added', 'changed', 'ended', 'missing', 'people-added', 'people-changed', 'posts-added'] as const;
export type Change = (typeof CHANGES)[number];

/** An import as it is stored. */
export type StoredImport = {
  id: string;
  kind: ImportKind;
  state: ImportState;
  documentId: string;
  fileName: string;
  headers: string[];
  notices: { code: string; values: Values }[];
  columns: Record<string, number>;
  missing: 'keep' | 'end';
  endUnitId: string | null;
  endDay: Day | null;
  phase: string;
  done: number;
  rowCount: number | null;
  errorCount: number | null;
  counts: Partial<Counts>;
  problem: string | null;
  problemValues: Values;
  createdBy: string | null;
  createdByName: string | null;
  createdAt: string;
  finishedAt: string | null;
  undoneAt: string | null;
};

/** What working on a list needs: the transaction and who asked, the list, and a way to say how far it has come. */
export type Work = { ctx: Ctx; item: StoredImport; progress: (phase: string, done: number) => Promise<void> };

/**
 * How one kind of list is worked on. `begin` makes its tables and gives what takes lines in; `check` writes errors, plans and counts; `preview` keeps
 * the first lines of each change; `apply` carries the plan out. `keep`, `resume` and `forget` hold the lines between check and run; `resume` answers
 * how many there are, or undefined when the file must be read again.
 */
export type Worker = {
  begin: (work: Work) => Promise<Stager>;
  check: (work: Work) => Promise<Counts>;
  preview: (work: Work) => Promise<void>;
  apply: (work: Work) => Promise<void>;
  keep?: (work: Work) => Promise<void>;
  resume?: (work: Work) => Promise<number | undefined>;
  forget?: (work: Work) => Promise<void>;
};

/** Takes one line in; `flush` once a batch is full and at the end. */
export type Stager = { add: (cell: (field: string) => string, line: number, errors: RowError[]) => void; flush: () => Promise<void> };
