import Type from 'typebox';
import { FOREVER, formatDay } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { formatNumber, translator } from '#base/text/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { closed, CourseId, nullable } from '../model.ts';
import { listSessions } from '../credit/hours.ts';
import { listHeldRows } from '../curricula/store.ts';
import { learnerOf } from './acts.ts';

const Text = (description: string) => Type.String({ description });

const Completed = Type.Object(
  {
    enrolment: Text('Number of the completion'),
    course: Text('Course'),
    title: Text('Title'),
    version: Type.Integer({ description: 'Version that was learned' }),
    startedOn: Text('First day'),
    completedOn: Text('Day of completing'),
    hours: Type.Number({ description: 'Hours' }),
    unitName: Text('Unit on that day'),
    reviewed: Type.Boolean({ description: 'Whether the version was reviewed in this city before it was published' }),
  },
  closed,
);
type Completed = Type.Static<typeof Completed>;

const Certified = Type.Object(
  {
    curriculum: Text('Curriculum'),
    title: Text('Title of the curriculum'),
    validFrom: Text('First day'),
    validTo: nullable(Text('Day from which it holds no more; null: for good')),
  },
  closed,
);

async function listCompleted(db: Db, personId: string, locale: Ctx['locale']): Promise<Completed[]> {
  return all(
    db,
    sql<Completed>`
    select enrolment.id as enrolment, enrolment.course_id as course, ${locale === 'vi' ? sql`version.title_vi` : sql`version.title_en`} as title, enrolment.version,
      enrolment.started_on as "startedOn", enrolment.completed_on as "completedOn", enrolment.hours, unit.name as "unitName", version.origin = 'local' as reviewed
    from learning.enrolment
    join learning.course_version as version
      on version.course_id = enrolment.course_id
      and version.version = enrolment.version
    join lateral (
      select ${locale === 'vi' ? sql`named.name_vi` : sql`named.name_en`} as name
      from kernel.unit_version as named
      where named.unit_id = enrolment.completed_unit_id
      order by named.valid_from desc
      limit 1
    ) as unit on true
    where enrolment.person_id = ${personId}
      and enrolment.completed_on is not null
    order by enrolment.completed_on desc, enrolment.id`,
  );
}

async function personName(db: Db, personId: string): Promise<{ name: string; staffCode: string }> {
  return found(
    await one(
      db,
      sql<{ name: string; staffCode: string }>`
      select person.name, person.staff_code as "staffCode"
      from kernel.person
      where person.id = ${personId}`,
    ),
    'people.no-person',
  );
}

/** What the asker has completed. */
export const readTranscript = operation({
  name: 'learning.read-transcript',
  summary: 'What the asker has completed: courses with version, days, hours and unit, certifications; newest first. And the hours that count this year.',
  kind: 'read',
  http: 'GET /learning/transcript',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      name: Text('Name'),
      staffCode: Text('Staff code'),
      completed: Type.Array(Completed),
      hours: Type.Number({ description: 'Hours of these courses' }),
      certified: Type.Array(Certified, { description: 'Certifications of curricula, newest first' }),
      year: Type.Integer({ description: 'The present year' }),
      countedHours: Type.Number({ description: 'Hours of that year that count, from every source: lessons, packages, classes, training led, accepted certificates' }),
    },
    closed,
  ),
  run: async (ctx) => {
    const me = learnerOf(ctx);
    const completed = await listCompleted(ctx.db, me, ctx.locale);
    const tenth = (hours: number): number => Math.round(10 * hours) / 10;
    const year = Number(ctx.today.slice(0, 4));
    const minutes = (await listSessions(ctx.db, me, year, ctx.locale)).reduce((total, session) => total + session.minutes, 0);
    const certified = (await listHeldRows(ctx.db, me)).map((held) => ({
      curriculum: held.curriculumId,
      title: ctx.locale === 'vi' ? held.titleVi : held.titleEn,
      validFrom: held.validFrom,
      validTo: held.validTo === FOREVER ? null : held.validTo,
    }));
    const hours = tenth(completed.reduce((total, line) => total + line.hours, 0));
    return { ...(await personName(ctx.db, me)), completed, hours, certified, year, countedHours: tenth(minutes / 60) };
  },
});

const File = Type.Object({ name: Text('Name of the file'), content: Text('PDF/UA-1 as base64') }, closed);

/** The certificate of a completed course. */
export const printCertificate = operation({
  name: 'learning.print-certificate',
  summary: 'The certificate of a course that the asker has completed, as an accessible PDF.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/certificate',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ course: CourseId }, closed),
  output: File,
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course }) => {
    const me = learnerOf(ctx);
    const done = found(
      (await listCompleted(ctx.db, me, ctx.locale)).find((line) => line.course === course),
      'learning.not-completed',
    );
    const t = translator(ctx.locale, ctx.services.root);
    const { name, staffCode } = await personName(ctx.db, me);
    const hours = formatNumber(done.hours, ctx.locale);
    const data = {
      lang: ctx.locale,
      title: t('learning.certificate-title'),
      lead: t('learning.certificate-lead'),
      name,
      rows: [
        [t('learning.staff-code'), staffCode],
        [t('learning.unit'), done.unitName],
        [t('learning.course'), t('learning.certificate-course', { title: done.title, version: done.version })],
        [t('learning.completed-on'), formatDay(done.completedOn)],
        [t('learning.hours'), hours],
        [t('learning.certificate-number'), done.enrolment],
      ],
      // No expert of the city has read the shipped lessons yet, and no body issues this: the paper says both.
      notes: [t('learning.certificate-note'), ...(done.reviewed ? [] : [t('learning.awaiting-review')]), ...(ctx.services.demo ? [t('learning.certificate-demo')] : [])],
      footer: t('learning.certificate-footer', { day: formatDay(ctx.today) }),
    };
    const { bytes } = await typeset(ctx.services.root, { template: 'learning-certificate', data, at: ctx.now });
    return { name: `khue-${course}.pdf`, content: Buffer.from(bytes).toString('base64') };
  },
});

/** The transcript as a file. */
export const printTranscript = operation({
  name: 'learning.print-transcript',
  summary: 'What the asker has completed, as an accessible PDF.',
  kind: 'read',
  http: 'GET /learning/transcript-file',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({}, closed),
  output: File,
  run: async (ctx) => {
    const { name, staffCode, completed, hours, certified, year, countedHours } = await readTranscript.run(ctx, {});
    const t = translator(ctx.locale, ctx.services.root);
    const data = {
      lang: ctx.locale,
      title: t('learning.transcript-title'),
      name: `${name} (${staffCode})`,
      heads: [t('learning.course'), t('learning.unit'), t('learning.completed-on'), t('learning.hours')],
      rows: [
        ...completed.map((line) => [
          t('learning.certificate-course', { title: line.title, version: line.version }),
          line.unitName,
          formatDay(line.completedOn),
          formatNumber(line.hours, ctx.locale),
        ]),
        ...certified.map((line) => [
          t('learning-who.record-held', { title: line.title }),
          line.validTo === null ? '' : t('learning.certified-until', { day: formatDay(line.validTo) }),
          formatDay(line.validFrom),
          '',
        ]),
      ],
      total: `${t('learning.hours-all', { hours })} ${t('learning.hours-counted', { hours: countedHours, year: String(year) })}`,
      footer: t('learning.certificate-footer', { day: formatDay(ctx.today) }),
    };
    const { bytes } = await typeset(ctx.services.root, { template: 'learning-transcript', data, at: ctx.now });
    return { name: 'khue-transcript.pdf', content: Buffer.from(bytes).toString('base64') };
  },
});
