/** What the manifest has of people: assessments, plans, consultation, cases, the desk of the union. */
import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';
import { StepFact } from '#kernel/procedure/index.ts';
import { caseConducts, personCaseOperations, protectionOperations, transitionGate } from './cases/index.ts';
import { consultationConducts, consultationOperations } from './consultation/index.ts';
import { impactOperations } from './impact/index.ts';
import { letterOperations, withLetters } from './letters/index.ts';
import { closed } from './model.ts';
import { planOperations } from './plan/index.ts';
import { unionOperations } from './union/index.ts';

const Numbered = Type.Object({ number: Type.Integer({ minimum: 1 }) }, closed);

/** Kinds of fact: an assessment or plan was written (value: posts or people), a step was taken. */
export const peopleFacts: FactKind[] = [
  { name: 'transition.assessed', data: Numbered },
  { name: 'transition.plan-written', data: Numbered },
  { name: 'transition.consultation-stepped', data: StepFact },
  { name: 'transition.case-stepped', data: StepFact },
  { name: 'transition.appeal-stepped', data: StepFact },
];

/** Permissions that these operations and procedures ask for. */
export const peoplePermissions = ['transition.assess', 'transition.decide-plan', 'transition.handle-cases', 'transition.speak-for-union'];

/** Their operations. */
export const peopleOperations = [
  ...impactOperations,
  ...planOperations,
  ...consultationOperations,
  ...personCaseOperations,
  ...protectionOperations,
  ...unionOperations,
  ...letterOperations,
];

/** Their procedures. */
export const peopleProcedures = [...consultationConducts, ...caseConducts].map(withLetters);

/** What must be there before a post is closed or somebody is ended. */
export const peopleGates = [transitionGate];
