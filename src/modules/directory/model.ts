import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';

const closed = { additionalProperties: false };

/** The kinds of post, by which requirements and figures differ. */
export const POST_KINDS = ['leader', 'staff', 'contract'] as const;
export type PostKind = (typeof POST_KINDS)[number];

/** Age bands of figures: whole years, `to` not included. */
export const AGE_BANDS = [
  { name: 'under-30', from: 0, to: 30 },
  { name: '30-39', from: 30, to: 40 },
  { name: '40-49', from: 40, to: 50 },
  { name: '50-up', from: 50, to: 200 },
] as const;

/** Kinds of unit that keep a register of their own and confirm it; inner divisions are confirmed with the unit they belong to. */
export const REGISTER_KINDS = [
  'people-committee',
  'department',
  'office',
  'management-board',
  'inspectorate',
  'trade-union',
  'urban-district',
  'rural-district',
  'town',
  'ward',
  'commune',
  'township',
] as const;

/** Days for which a use of the account, or the confirmation of a register, counts as recent. */
export const RECENT_DAYS = 90;

/** What the register tells the log. `subject` is the person, post or unit it happened to. */
export const facts: FactKind[] = [
  { name: 'directory.posting-started', data: Type.Object({ posting: Type.String(), post: Type.String() }, closed) },
  { name: 'directory.posting-ended', data: Type.Object({ posting: Type.String(), post: Type.String() }, closed) },
  { name: 'directory.post-opened', data: Type.Object({}, closed) },
  { name: 'directory.post-closed', data: Type.Object({}, closed) },
  { name: 'directory.person-changed', data: Type.Object({ fields: Type.Array(Type.String()) }, closed) },
  { name: 'directory.union-joined', data: Type.Object({}, closed) },
  { name: 'directory.union-left', data: Type.Object({}, closed) },
  { name: 'directory.account-used', data: Type.Object({}, closed) },
  { name: 'directory.register-confirmed', data: Type.Object({}, closed) },
  { name: 'directory.act-withdrawn', data: Type.Object({ kind: Type.String() }, closed) },
  { name: 'directory.unit-changed', data: Type.Object({ what: Type.String() }, closed) },
  // What an undone import had recorded; each corrects one of its facts.
  { name: 'directory.record-withdrawn', data: Type.Object({}, closed) },
];
