import Type from 'typebox';
import type { Framework } from '#content/skills/framework.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { sql } from '#base/db/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, getUnit, personOf, scope } from '#kernel/org/index.ts';
import { knownFrameworks } from '../frameworks/index.ts';
import { PostKind, RequirementLine } from './model.ts';
import { addRequirements, endAt, findRequirement, listRequirements, makeRoom } from './store.ts';

const closed = { additionalProperties: false };
const Day = Type.String({ format: 'date', description: 'Day' });

/** What is required of whom. */
export const listRequirementsOperation = operation({
  name: 'skills.list-requirements',
  summary: 'The required levels of a framework by kind of post and unit, in force on a day or, with history, all there have been.',
  kind: 'read',
  http: 'GET /skills/requirements',
  permission: 'signed-in',
  input: Type.Object(
    {
      frameworkId: Type.String({ maxLength: 80, description: 'Framework' }),
      day: Type.Optional(Day),
      history: Type.Optional(Type.Boolean({ description: 'Whether past and future ones are listed too' })),
    },
    closed,
  ),
  output: Type.Array(RequirementLine),
  run: async (ctx, { frameworkId, day = ctx.today, history = false }) => {
    const root = await getRoot(ctx.db, ctx.today);
    const editable = scope(ctx.actor, 'skills.edit-requirements', sql`coalesce(requirement.unit_id, ${root.id}::uuid)`, ctx.today);
    return listRequirements(ctx.db, frameworkId, day, history, editable);
  },
});

/** Requires a level from a day on. */
export const setRequirement = operation({
  name: 'skills.set-requirement',
  summary: 'Require a level of a kind of post, everywhere or in a unit and all under it, from a day on; what was required before ends then.',
  kind: 'write',
  http: 'POST /skills/requirements',
  permission: 'skills.edit-requirements',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      frameworkId: Type.String({ maxLength: 80, description: 'Framework' }),
      competence: Type.String({ maxLength: 100, description: 'Code of an area or competence' }),
      postKind: PostKind,
      unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Unit, with all under it; left out: everywhere' })),
      level: Type.Integer({ minimum: 0, maximum: 8, description: 'Position of the level in the framework, from 0' }),
      validFrom: Type.String({ format: 'date', description: 'First day on which it is required' }),
      source: Type.String({ minLength: 3, maxLength: 500, description: 'What it rests on: decision, number, date' }),
      verified: Type.Optional(Type.Boolean({ description: 'Whether it was checked against the decision' })),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Requirement' }) }, closed),
  trace: ({ level, unitId }, { id }) => ({ subject: id, detail: { level }, ...(unitId === undefined ? {} : { unitId }) }),
  run: async (ctx, { frameworkId, competence, postKind, unitId, level, validFrom, source, verified = false }) => {
    mustExist(
      (await knownFrameworks(ctx)).frameworks.map(({ framework }) => framework),
      frameworkId,
      competence,
      level,
    );
    const unit = unitId === undefined ? await getRoot(ctx.db, ctx.today) : await getUnit(ctx.db, unitId, ctx.today);
    const id = newId();
    const place = { framework: frameworkId, competence, postKind, unitId: unitId ?? null, validFrom };
    const validTo = await makeRoom(ctx.db, place);
    await addRequirements(ctx.db, [{ ...place, id, level, source, verified, validTo, setBy: personOf(ctx.actor) ?? null }]);
    await record(ctx, [{ kind: 'skills.requirement-set', subject: id, unitId: unit.id, day: ctx.today, data: { requirement: id, level } }]);
    return { id };
  },
});

/** Ends a requirement without another in its place. */
export const endRequirement = operation({
  name: 'skills.end-requirement',
  summary: 'End a required level before a day; a wider one, if there is one, holds from then on.',
  kind: 'write',
  http: 'POST /skills/requirements/{id}/end',
  permission: 'skills.edit-requirements',
  unit: async (ctx, { id }) => (await getRequirement(ctx, id)).unitId ?? undefined,
  input: Type.Object(
    { id: Type.String({ format: 'uuid', description: 'Requirement' }), validTo: Type.String({ format: 'date', description: 'First day on which it is no longer required' }) },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Requirement' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, validTo }) => {
    const { validFrom, validTo: before, unitId } = await getRequirement(ctx, id);
    if (validTo <= validFrom || validTo >= before) throw wrong('/validTo', 'skills-frameworks.end-outside');
    await endAt(ctx.db, id, validTo);
    await record(ctx, [{ kind: 'skills.requirement-ended', subject: id, unitId: unitId ?? (await getRoot(ctx.db, ctx.today)).id, day: ctx.today, data: { requirement: id } }]);
    return { id };
  },
});

export const requirementOperations = [listRequirementsOperation, setRequirement, endRequirement];

async function getRequirement(ctx: Ctx, id: string) {
  return found(await findRequirement(ctx.db, id), 'skills-frameworks.no-requirement');
}

function mustExist(frameworks: Framework[], id: string, competence: string, level: number): void {
  const framework = frameworks.find((one) => one.id === id);
  if (framework === undefined) throw wrong('/frameworkId', 'skills-frameworks.no-framework');
  if (!framework.parts.some(({ code }) => code === competence)) throw wrong('/competence', 'skills-frameworks.no-part');
  if (framework.levels[level] === undefined) throw wrong('/level', 'skills-frameworks.no-level');
}

function wrong(at: string, code: string): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);
}
