/** What the manifest has of people: assessments, plans, consultation, cases, the desk of the union. */
import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';
import { StepFact } from '#kernel/procedure/index.ts';
import { balanceOperations, fixDueAtEnd } from './balance/index.ts';
import { caseConducts, personCaseOperations, protectionOperations, transitionGate } from './cases/index.ts';
import { consultationConducts, consultationOperations } from './consultation/index.ts';
import { impactOperations } from './impact/index.ts';
import { letterOperations, withLetters } from './letters/index.ts';
import { closed } from './model.ts';
import { planOperations } from './plan/index.ts';
import { unionOperations } from './union/index.ts';
import { offerConduct, trialGate, withWork, workOperations } from './work/index.ts';

const Numbered = Type.Object({ number: Type.Integer({ minimum: 1 }) }, closed);

/**
 * Kinds of fact: an assessment or plan was written (value: posts or people), a step was taken, learning was offered or completed (courses), jobs came in (jobs), somebody is or was
 * asked after (1: it goes well), something is due or was paid (đồng), somebody is left behind (1) or no longer (0).
 */
export const peopleFacts: FactKind[] = [
  { name: 'transition.assessed', data: Numbered },
  { name: 'transition.plan-written', data: Numbered },
  { name: 'transition.consultation-stepped', data: StepFact },
  { name: 'transition.case-stepped', data: StepFact },
  { name: 'transition.appeal-stepped', data: StepFact },
  { name: 'transition.offer-stepped', data: StepFact },
  { name: 'transition.learning-planned', data: Type.Object({ courses: Type.Array(Type.String()) }, closed) },
  { name: 'transition.learning-completed', data: Type.Object({ plan: Type.String() }, closed) },
  { name: 'transition.outside-imported', data: Type.Object({}, closed) },
  { name: 'transition.follow-up-planned', data: Type.Object({}, closed) },
  { name: 'transition.followed-up', data: Type.Object({ months: Type.Integer(), well: Type.Boolean() }, closed) },
  { name: 'transition.due-fixed', data: Numbered },
  { name: 'transition.paid', data: Type.Object({}, closed) },
  { name: 'transition.left-behind', data: Type.Object({ why: Type.String() }, closed) },
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
  ...workOperations,
  ...balanceOperations,
];

/** Their procedures. */
export const peopleProcedures = [...[...consultationConducts, ...withWork(caseConducts, fixDueAtEnd)].map(withLetters), offerConduct];

/** What must be there before a post is closed or somebody is ended. */
export const peopleGates = [transitionGate, trialGate];
