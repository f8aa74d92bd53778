import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';

const closed = { additionalProperties: false };

/** What skills tells the log. `subject` is the version of an item, the requirement, or the framework's import. */
export const facts: FactKind[] = [
  { name: 'skills.item-moved', data: Type.Object({ item: Type.String(), version: Type.Integer(), to: Type.String() }, closed) },
  { name: 'skills.requirement-set', data: Type.Object({ requirement: Type.String(), level: Type.Integer() }, closed) },
  { name: 'skills.requirement-ended', data: Type.Object({ requirement: Type.String() }, closed) },
  { name: 'skills.framework-imported', data: Type.Object({ framework: Type.String() }, closed) },
  { name: 'skills.sitting-finished', data: Type.Object({ mode: Type.String() }, closed) },
  { name: 'skills.result-rescored', data: Type.Object({ neutralisation: Type.String() }, closed) },
  { name: 'skills.item-neutralised', data: Type.Object({ item: Type.String(), version: Type.Integer() }, closed) },
  { name: 'skills.contest-decided', data: Type.Object({ accepted: Type.Boolean() }, closed) },
  { name: 'skills.session-created', data: Type.Object({ places: Type.Integer() }, closed) },
  { name: 'skills.session-closed', data: Type.Object({ finished: Type.Integer() }, closed) },
  { name: 'skills.self-rated', data: Type.Object({}, closed) },
  { name: 'skills.awareness-answered', data: Type.Object({ form: Type.String() }, closed) },
  { name: 'skills.awareness-withdrawn', data: Type.Object({}, closed) },
  { name: 'skills.bank-calibrated', data: Type.Object({ items: Type.Integer() }, closed) },
  { name: 'skills.certificate-issued', data: Type.Object({ kind: Type.String() }, closed) },
  { name: 'skills.certificate-lapsed', data: Type.Object({ kind: Type.String() }, closed) },
  { name: 'skills.certificate-restored', data: Type.Object({}, closed) },
  { name: 'skills.certificate-revoked', data: Type.Object({}, closed) },
  { name: 'skills.outcome-refreshed', data: Type.Object({ competence: Type.String(), shown: Type.String() }, closed) },
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
