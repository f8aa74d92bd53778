import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { sql } from '#base/db/index.ts';
import { translator } from '#base/text/index.ts';
import { Audience, audienceUnits, countAudience, describeAudience, isConfidential } from '#kernel/audience/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf, scope } from '#kernel/org/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import { closed, CourseId, nullable } from '../model.ts';
import { getCurriculum } from '../curricula/store.ts';
import { findVersion } from '../courses/store.ts';
import { AssignmentLine } from './model.ts';
import { addAssignment, bySkills, endAssignmentRow, findAssignment, listAssignmentRows } from './store.ts';
import { syncAssignment } from './sync.ts';

const UnitId = Type.String({ format: 'uuid', description: 'Unit whose staff, with all under it, is meant' });

/** Who an audience means. */
export const previewAudience = operation({
  name: 'learning.preview-audience',
  summary: 'How many people an audience has today, in how many units, and the audience in sentences; changes nothing. Small groups chosen by gaps are not counted.',
  kind: 'read',
  http: 'POST /learning/audience-previews',
  permission: 'learning.assign',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId, audience: Audience }, closed),
  output: Type.Object(
    {
      people: nullable(Type.Integer({ description: 'People; null when chosen by what was measured and fewer than ten' })),
      units: nullable(Type.Integer({ description: 'Units in which they work' })),
      sentences: Type.Array(Type.String(), { description: 'The audience in words' }),
    },
    closed,
  ),
  run: async (ctx, { unitId, audience }) => {
    const counted = await countAudience(ctx.db, audience, unitId, ctx.today, bySkills);
    const few = isConfidential(audience) && counted.people < MINIMUM_GROUP;
    return { ...(few ? { people: null, units: null } : counted), sentences: await inWords(ctx, audience) };
  },
});

/** Assigns a course. */
export const assignCourse = operation({
  name: 'learning.assign-course',
  summary: 'Assign a course or a curriculum to an audience: everybody in it has so many working days from the start, or from joining it later.',
  kind: 'write',
  http: 'POST /learning/assignments',
  permission: 'learning.assign',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      course: Type.Optional(CourseId),
      curriculum: Type.Optional(Type.String({ format: 'uuid', description: 'Curriculum, in place of a course' })),
      unitId: UnitId,
      audience: Audience,
      starts: Type.String({ format: 'date', description: 'First day, not before today' }),
      dueDays: Type.Integer({ minimum: 1, maximum: 250, description: 'Working days to complete it in' }),
      reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why: what the person asked reads' }),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Assignment' }), people: Type.Integer({ description: 'How many are asked now' }) }, closed),
  trace: ({ unitId, course, curriculum, dueDays }, { id, people }) => ({ subject: id, unitId, detail: { what: course ?? curriculum ?? '', dueDays, people } }),
  run: async (ctx, { course, curriculum, unitId, audience, starts, dueDays, reason }) => {
    await mustBeAssignable(ctx, course, curriculum);
    const confidential = isConfidential(audience);
    // Of a small group everybody could work out whose measurement is meant.
    if (confidential && (await countAudience(ctx.db, audience, unitId, ctx.today, bySkills)).people < MINIMUM_GROUP)
      throw new Problem('invalid', 'learning-who.gap-too-few', { n: MINIMUM_GROUP });
    if (starts < ctx.today) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/starts', code: 'learning-assignment.starts-past' }]);
    const assignment = { id: newId(), courseId: course ?? null, curriculumId: curriculum ?? null, confidential, unitId, audience, reason, starts, dueDays };
    await addAssignment(ctx.db, assignment, personOf(ctx.actor) ?? null);
    const { joined } = starts > ctx.today ? { joined: 0 } : await syncAssignment(ctx, { ...assignment, endedOn: null }, 'new');
    return { id: assignment.id, people: joined };
  },
});

/** Ends an assignment. */
export const endAssignment = operation({
  name: 'learning.end-assignment',
  summary: 'End an assignment: who has not completed it is no longer asked; what was completed stays.',
  kind: 'write',
  http: 'POST /learning/assignments/{id}/end',
  permission: 'learning.assign',
  unit: async (ctx, { id }) => found(await findAssignment(ctx.db, id), 'learning-assignment.no-assignment').unitId,
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Assignment' }) }, closed),
  output: Type.Object({ left: Type.Integer({ description: 'How many are no longer asked' }) }, closed),
  trace: ({ id }, { left }) => ({ subject: id, detail: { left } }),
  run: async (ctx, { id }) => {
    const assignment = found(await findAssignment(ctx.db, id), 'learning-assignment.no-assignment');
    if (!(await endAssignmentRow(ctx.db, id, ctx.today))) throw new Problem('conflict', 'learning-assignment.ended-already');
    return { left: (await syncAssignment(ctx, assignment, 'ended')).left };
  },
});

/** The assignments of the asker's units. */
export const listAssignments = operation({
  name: 'learning.list-assignments',
  summary: 'The assignments of the asker’s units, newest first: who is asked and why, how many have completed it and how many are late.',
  kind: 'read',
  http: 'GET /learning/assignments',
  permission: 'learning.assign',
  input: Type.Object({}, closed),
  output: Type.Array(AssignmentLine),
  run: async (ctx) => {
    const rows = await listAssignmentRows(ctx.db, scope(ctx.actor, 'learning.assign', sql`assignment.unit_id`, ctx.today), ctx.today, ctx.locale);
    const lines: AssignmentLine[] = [];
    for (const { courseId, curriculumId, audience, ...row } of rows)
      lines.push({
        ...row,
        ...(row.confidential && row.people < MINIMUM_GROUP ? { people: null, done: null, late: null } : {}),
        course: courseId,
        curriculum: curriculumId,
        audience: await inWords(ctx, audience),
      });
    return lines;
  },
});

async function mustBeAssignable(ctx: Ctx, course: string | undefined, curriculum: string | undefined): Promise<void> {
  if ((course === undefined) === (curriculum === undefined)) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/course', code: 'learning-who.choose-one' }]);
  if (course !== undefined) found(await findVersion(ctx.db, course, undefined), 'learning.no-course');
  if (curriculum !== undefined && (await getCurriculum(ctx.db, curriculum)).endedOn !== null) throw new Problem('conflict', 'learning-who.curriculum-ended');
}

async function inWords(ctx: Ctx, audience: Audience): Promise<string[]> {
  const names = await audienceUnits(ctx.db, audience);
  const t = translator(ctx.locale, ctx.services.root);
  return describeAudience(audience, { t, unit: (id) => names.get(id)?.[ctx.locale] ?? '', unitKind: (kind) => t(`units.kind.${kind}`) });
}
