import type { Day } from '#base/day/index.ts';
import type { PostKind, StaffRow } from '../src/modules/directory/import/columns.ts';
import type { Unit } from '../content/index.ts';

/** A post of the demo: its code never comes twice, `unit` is the id of the unit. */
export type DemoPost = { post: string; unit: string; title: string; kind: PostKind };

/** Where a person goes in a reorganisation: the post is new and begins on the day of it. */
export type Placement = DemoPost & { staffCode: string };

/**
 * One planned act: units that end, units that begin, who succeeds whom, and the new post of every person concerned.
 * All posts of abolished units end, and those named in `endedPosts` (of units that stay); `vacant` are new posts without holder.
 */
export type Reorganisation = {
  day: Day;
  abolished: string[];
  formed: string[];
  successions: { from: string; to: string }[];
  placements: Placement[];
  endedPosts: string[];
  vacant: DemoPost[];
};

/** Why someone left. */
export type LeaveReason = 'retired' | 'resigned' | 'restructured';

/** Something that happened after the start. `day` is the first day of the new state: of the post, or without the post. */
export type Change =
  | { kind: 'hire'; day: Day; row: StaffRow; post: DemoPost }
  | { kind: 'leave'; day: Day; staffCode: string; post: string; reason: LeaveReason; postEnds: boolean }
  | { kind: 'move'; day: Day; staffCode: string; from: string; post: DemoPost; promotion: boolean }
  | { kind: 'rename'; day: Day; staffCode: string; name: string };

/** The keys of the ten roles that can be tried out, as in `content/roles.json`. */
export type DemoRole =
  'steering-member' | 'programme-officer' | 'head-of-unit' | 'official' | 'training-officer' | 'trainer' | 'union-officer' | 'clerk' | 'auditor' | 'administrator';

/** A person to sign in as: works in `unit`, has the role on the subtree of `grantOn` (ids of units). */
export type DemoAccount = { role: DemoRole; staffCode: string; name: string; title: string; unit: string; grantOn: string };

/** The imaginary staff of the real city, from `start` to `today` (both included). */
export type DemoCity = {
  seed: number;
  start: Day;
  today: Day;
  /** All units, inner ones too, whenever they stand. */
  units: Unit[];
  /** Rows of the staff template: the state on `start`; unit codes are those of that day. */
  initial: StaffRow[];
  /** Posts without holder on `start`. */
  vacant: DemoPost[];
  /** In order of days; each comes before the changes of its own day. */
  reorganisations: Reorganisation[];
  /** In order of days; changes of one day in the order given. */
  changes: Change[];
  /** Days on which each person signed in, ascending. */
  signIns: { staffCode: string; days: Day[] }[];
  /** Which unit confirmed its register on which day, by whom. */
  confirmations: { day: Day; unit: string; by: string }[];
  /** Who heads which unit on `today`. */
  heads: { unit: string; staffCode: string }[];
  accounts: DemoAccount[];
};

/** A person while the demo is made; `holding` is absent after leaving. */
export type Person = {
  number: number;
  code: string;
  name: string;
  sex: 'male' | 'female';
  birthDate: Day;
  retiresOn: Day;
  union: boolean;
  coefficient: number;
  role: DemoRole | undefined;
  joined: Day;
  left: Day | undefined;
  holding: { post: Post; from: Day } | undefined;
};

/** A post while the demo is made; free for others since `freeFrom`. */
export type Post = DemoPost & { holder: Person | undefined; freeFrom: Day; ended: boolean };
