import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { listOwnProtections, putProtection } from './store.ts';

const ground = Type.Enum(['pregnant', 'maternity', 'small-child', 'ill'], { description: 'What protects: pregnancy, maternity leave, a child under 36 months, illness' });
const until = (description: string) => Type.String({ format: 'date', description });

/** A person says what protects her or him. */
export const stateProtection = operation({
  name: 'transition.state-protection',
  summary: 'Say what protects you from being ended, and until when (Labour Code art. 37). Nobody else is shown the ground; an attempt to end you is refused.',
  kind: 'write',
  http: 'PUT /transition/own-protection',
  permission: 'signed-in',
  input: Type.Object({ ground, until: until('First day on which it no longer protects') }, closed),
  output: Type.Object({ ground, until: until('First day on which it no longer protects') }, closed),
  run: async (ctx, given) => {
    const personId = found(personOf(ctx.actor), 'operation.sign-in-first');
    if (given.until < ctx.today) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/until', code: 'transition-cases.protection-past' }]);
    await putProtection(ctx.db, { personId, ...given, day: ctx.today });
    return given;
  },
});

/** What a person said. */
export const readOwnProtection = operation({
  name: 'transition.read-own-protection',
  summary: 'What you said protects you, and until when.',
  kind: 'read',
  http: 'GET /transition/own-protection',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(Type.Object({ ground: Type.String({ description: 'What protects' }), until: until('First day on which it no longer protects') }, closed)),
  run: async (ctx) => listOwnProtections(ctx.db, personOf(ctx.actor) ?? ''),
});

/** The operations of protection. */
export const protectionOperations = [stateProtection, readOwnProtection];
