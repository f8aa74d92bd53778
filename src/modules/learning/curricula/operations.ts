import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { learnerOf } from '../player/acts.ts';
import { award } from './award.ts';
import { CurriculumLine, Held, NewCurriculum, PartView, RenewalView } from './model.ts';
import { heldOn, isOpen, mustBeComplete } from './rules.ts';
import {
  addCurriculum,
  endCurriculumRow,
  getCurriculum,
  listCurriculumRows,
  listHeldRows,
  listKnownCourses,
  listPartRows,
  listRenewalRows,
  type CurriculumRow,
  type PartRow,
} from './store.ts';

const CurriculumId = Type.String({ format: 'uuid', description: 'Curriculum' });

/** Makes a curriculum. */
export const createCurriculum = operation({
  name: 'learning.create-curriculum',
  summary:
    'Make a curriculum of mandatory and optional courses, with what comes first, which skills check replaces a course, how long the certification holds and how it is renewed.',
  kind: 'write',
  http: 'POST /learning/curricula',
  permission: 'learning.assign',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(NewCurriculum, closed),
  output: Type.Object({ id: Type.String({ description: 'Curriculum' }) }, closed),
  trace: ({ unitId, parts }, { id }) => ({ subject: id, unitId, detail: { parts: parts.length } }),
  run: async (ctx, given) => {
    mustBeComplete(given);
    const courses = [...given.parts.map(({ course }) => course), ...given.renewals.flatMap(({ course }) => course ?? [])];
    const known = await listKnownCourses(ctx.db, courses);
    if (courses.some((course) => !known.has(course))) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/parts', code: 'learning.no-course' }]);
    const id = newId();
    await addCurriculum(ctx.db, { ...given, id, validMonths: given.validMonths ?? null }, personOf(ctx.actor) ?? null);
    await award(ctx, { curriculumId: id });
    return { id };
  },
});

/** Ends a curriculum. */
export const endCurriculum = operation({
  name: 'learning.end-curriculum',
  summary: 'End a curriculum: nobody can complete or renew it any more; certifications hold until their day.',
  kind: 'write',
  http: 'POST /learning/curricula/{id}/end',
  permission: 'learning.assign',
  unit: async (ctx, { id }) => (await getCurriculum(ctx.db, id)).unitId,
  input: Type.Object({ id: CurriculumId }, closed),
  output: Type.Object({ endedOn: Type.String({ description: 'Day' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    if (!(await endCurriculumRow(ctx.db, id, ctx.today))) throw new Problem('conflict', 'learning-who.curriculum-ended');
    return { endedOn: ctx.today };
  },
});

/** The curricula there are. */
export const listCurricula = operation({
  name: 'learning.list-curricula',
  summary: 'The curricula in force, with what the asker has met of each and the asker’s certification.',
  kind: 'read',
  http: 'GET /learning/curricula',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(CurriculumLine),
  run: async (ctx) => (await listCurriculumRows(ctx.db, learnerOf(ctx), ctx.today, ctx.locale)).map((row) => lineOf(ctx, row)),
});

function lineOf(ctx: Ctx, { id, titleVi, titleEn, about, unitName, parts, needed, met, minutes, held, windowDays }: CurriculumRow): CurriculumLine {
  return { id, title: ctx.locale === 'vi' ? titleVi : titleEn, about, unitName, parts, needed, met, minutes, held: held && heldOn(held, windowDays, ctx.today) };
}

/** A curriculum with where the asker stands. */
export const readCurriculum = operation({
  name: 'learning.read-curriculum',
  summary: 'A curriculum with what the asker has met and what is open, the asker’s certifications, and how one renews them.',
  kind: 'read',
  http: 'GET /learning/curricula/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: CurriculumId }, closed),
  output: Type.Object(
    {
      line: CurriculumLine,
      unitId: Type.String({ description: 'Unit that keeps it' }),
      optionalNeeded: Type.Integer({ description: 'How many optional courses are needed' }),
      validMonths: Type.Union([Type.Integer(), Type.Null()], { description: 'Months for which a certification holds; null: for good' }),
      windowDays: Type.Integer({ description: 'Days before its end from which it can be renewed' }),
      ended: Type.Boolean({ description: 'Whether it has ended' }),
      parts: Type.Array(PartView),
      renewals: Type.Array(RenewalView),
      held: Type.Array(Held, { description: 'Newest first' }),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const me = learnerOf(ctx);
    const row = found((await listCurriculumRows(ctx.db, me, ctx.today, ctx.locale, id))[0], 'learning-who.no-curriculum');
    const held = (await listHeldRows(ctx.db, me, id)).map((one) => heldOn(one, row.windowDays, ctx.today));
    return {
      line: lineOf(ctx, row),
      unitId: row.unitId,
      optionalNeeded: row.optionalNeeded,
      validMonths: row.validMonths,
      windowDays: row.windowDays,
      ended: row.endedOn !== null,
      parts: partViews(await listPartRows(ctx.db, id, me, ctx.today, ctx.locale)),
      renewals: await listRenewalRows(ctx.db, id, ctx.locale),
      held,
    };
  },
});

function partViews(rows: PartRow[]): PartView[] {
  const met = new Set(rows.filter(({ metOn }) => metOn !== null).map(({ course }) => course));
  return rows.map(({ after, ...row }) => ({
    ...row,
    state: row.metOn !== null ? 'met' : isOpen(after === null ? {} : { after }, met) ? 'open' : 'waits',
    afterTitle: rows.find(({ course }) => course === after)?.title ?? null,
  }));
}

/** What can be asked of curricula. */
export const curriculumOperations = [createCurriculum, endCurriculum, listCurricula, readCurriculum];
