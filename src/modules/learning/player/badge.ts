import Type from 'typebox';
import { one, sql } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { translator } from '#base/text/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { newCode, readCode, signCompletion } from '#modules/skills/index.ts';
import { closed, CourseId, nullable } from '../model.ts';
import { learnerOf } from './acts.ts';

const Badge = Type.Object({ badge: Type.Record(Type.String(), Type.Unknown(), { description: 'The Open Badge, as JSON-LD with an embedded proof' }) }, closed);

type Done = {
  personId: string;
  enrolmentId: string | null;
  certificationId: string | null;
  titleVi: string;
  titleEn: string;
  doneOn: string;
  until: string | null;
  hours: number;
  name: string;
};

/** What was completed: an enrolment, or (`certification`) a certification. */
const done = (where: ReturnType<typeof sql>) => sql<Done>`
    select made.person_id as "personId", made.enrolment_id as "enrolmentId", made.certification_id as "certificationId", made.title_vi as "titleVi", made.title_en as "titleEn",
      made.done_on as "doneOn", made.until, made.hours, person.name
    from (
      select enrolment.person_id, enrolment.course_id, enrolment.id as enrolment_id, null::uuid as certification_id, version.title_vi, version.title_en,
        enrolment.completed_on as done_on, null::date as until, enrolment.hours::float as hours
      from learning.enrolment
      join learning.course_version as version
        on version.course_id = enrolment.course_id
        and version.version = enrolment.version
      where enrolment.completed_on is not null
      union all
      select held.person_id, null, null, held.id, curriculum.title_vi, curriculum.title_en, held.valid_from, nullif(held.valid_to, 'infinity'), coalesce((
        select round(sum(version.minutes) / 60.0, 1)::float
        from learning.curriculum_part as part
        join learning.course_version as version
          on version.course_id = part.course_id
          and version.state = 'published'
        where part.curriculum_id = curriculum.id
          and part.need = 'mandatory'), 0)
      from learning.certification as held
      join learning.curriculum on curriculum.id = held.curriculum_id
    ) as made
    join kernel.person on person.id = made.person_id
    where ${where}`;

/** The badge of a completed course. */
export const readCourseBadge = operation({
  name: 'learning.read-course-badge',
  summary: 'A course that the asker has completed as a signed Open Badge 3.0, with the name as a salted hash.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/badge',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ course: CourseId }, closed),
  output: Badge,
  run: async (ctx, { course }) => {
    const row = found(await one(ctx.db, done(sql`made.course_id = ${course} and made.person_id = ${learnerOf(ctx)}`)), 'learning.not-completed');
    return { badge: await badgeOf(ctx, row, 'Course') };
  },
});

/** The badge of a certification. */
export const readCertificationBadge = operation({
  name: 'learning.read-certification-badge',
  summary: 'A certification of the asker as a signed Open Badge 3.0, with the name as a salted hash.',
  kind: 'write',
  http: 'POST /learning/certifications/{id}/badge',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Certification' }) }, closed),
  output: Badge,
  run: async (ctx, { id }) => {
    const row = found(await one(ctx.db, done(sql`made.certification_id = ${id} and made.person_id = ${learnerOf(ctx)}`)), 'learning-who.no-certification');
    if (row.until !== null && row.until <= ctx.today) throw new Problem('conflict', 'learning-who.certification-over');
    return { badge: await badgeOf(ctx, row, 'LearningProgram') };
  },
});

async function badgeOf(ctx: Ctx, row: Done, kind: 'Course' | 'LearningProgram') {
  const t = translator(ctx.locale, ctx.services.root);
  const { code, salt } = await ensureCode(ctx, row);
  const page = `${ctx.services.publicUrl.replace(/\/$/, '')}/completions/${code}`;
  const title = ctx.locale === 'vi' ? row.titleVi : row.titleEn;
  const said = { title, description: t('learning-who.badge-about', { title }), criteria: t(`learning-who.badge-criteria-${kind === 'Course' ? 'course' : 'curriculum'}`) };
  return signCompletion(ctx, { ...said, page, kind, name: row.name, salt, doneOn: row.doneOn, until: row.until, hours: row.hours });
}

async function ensureCode({ db, now }: Ctx, { personId, enrolmentId, certificationId }: Done): Promise<{ code: string; salt: string }> {
  const [code, salt] = [newCode(), newCode()];
  const row = await one(
    db,
    sql<{ code: string; salt: string }>`
    with made as (
      insert into learning.completion_code (code, person_id, enrolment_id, certification_id, salt, made_at)
      values (${code}, ${personId}, ${enrolmentId}, ${certificationId}, ${salt}, ${now.toString()})
      on conflict do nothing
      returning code, salt
    )
    select made.code, made.salt
    from made
    union all
    select known.code, known.salt
    from learning.completion_code as known
    where known.enrolment_id = ${enrolmentId}
      or known.certification_id = ${certificationId}
    limit 1`,
  );
  return found(row, 'learning.not-completed');
}

/** Whether a completion holds. */
export const checkCompletion = operation({
  name: 'learning.check-completion',
  summary: 'What a badge of a completed course or curriculum is about and whether it holds, by its code; without the name, which can be compared.',
  kind: 'read',
  http: 'POST /learning/completion-checks',
  permission: 'public',
  input: Type.Object(
    {
      code: Type.String({ maxLength: 80, description: 'Code in the address of the badge' }),
      name: Type.Optional(Type.String({ maxLength: 200, description: 'Name that the holder goes by, to be compared' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      title: Type.String({ description: 'Course or curriculum' }),
      doneOn: Type.String({ description: 'Day' }),
      until: nullable(Type.String({ description: 'First day on which it no longer holds' })),
      hours: Type.Number({ description: 'Hours' }),
      holds: Type.Boolean({ description: 'Whether it holds today' }),
      sameName: nullable(Type.Boolean({ description: 'Whether the name is the holder’s; null when none was given' })),
    },
    closed,
  ),
  run: async (ctx, { code, name }) => {
    const known = found(
      await one(
        ctx.db,
        sql<{ enrolmentId: string | null; certificationId: string | null }>`
        select known.enrolment_id as "enrolmentId", known.certification_id as "certificationId"
        from learning.completion_code as known
        where known.code = ${readCode(code)}`,
      ),
      'learning-who.no-code',
    );
    const row = found(await one(ctx.db, done(sql`made.enrolment_id = ${known.enrolmentId} or made.certification_id = ${known.certificationId}`)), 'learning-who.no-code');
    const plain = (text: string): string => text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLocaleLowerCase('vi');
    return {
      title: ctx.locale === 'vi' ? row.titleVi : row.titleEn,
      doneOn: row.doneOn,
      until: row.until,
      hours: row.hours,
      holds: row.until === null || row.until > ctx.today,
      sameName: name === undefined || name.trim() === '' ? null : plain(name) === plain(row.name),
    };
  },
});

/** What can be asked of badges. */
export const badgeOperations = [readCourseBadge, readCertificationBadge, checkCompletion];
