import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';

const closed = { additionalProperties: false };

/** What skills tells the log. `subject` is the version of an item, the requirement, or the framework's import. */
export const facts: FactKind[] = [
  { name: 'skills.item-moved', data: Type.Object({ item: Type.String(), version: Type.Integer(), to: Type.String() }, closed) },
  { name: 'skills.requirement-set', data: Type.Object({ requirement: Type.String(), level: Type.Integer() }, closed) },
  { name: 'skills.requirement-ended', data: Type.Object({ requirement: Type.String() }, closed) },
  { name: 'skills.framework-imported', data: Type.Object({ framework: Type.String() }, closed) },
];

/** Permissions of the module; later parts of it ask for the last four. */
export const permissions = [
  'skills.edit-items',
  'skills.review-items',
  'skills.edit-requirements',
  'skills.run-sessions',
  'skills.see-results',
  'skills.issue-certificates',
  'skills.calibrate',
];
