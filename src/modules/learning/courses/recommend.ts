import Type from 'typebox';
import { all } from '#base/db/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { gapsOfPerson } from '#modules/skills/index.ts';
import { closed } from '../model.ts';
import { learnerOf } from '../player/acts.ts';
import { getLesson, listCourseRows, type CourseRow } from './store.ts';
import { sql, type Db } from '#base/db/index.ts';

const Recommended = Type.Object(
  {
    course: Type.String({ description: 'Course' }),
    title: Type.String({ description: 'Title' }),
    minutes: Type.Integer({ description: 'Minutes it takes' }),
    areas: Type.Array(Type.String(), { description: 'Areas (1 to 5) in which the asker is below what the post needs and that the course teaches' }),
  },
  closed,
);

/** Courses for one's own gaps. */
export const listRecommended = operation({
  name: 'learning.list-recommended',
  summary:
    'Courses that teach areas of digital skills in which the asker’s newest measurement is below what the post needs; those that help with most areas first. For the asker alone.',
  kind: 'read',
  http: 'GET /learning/recommended',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(Recommended),
  run: async (ctx) => {
    const me = learnerOf(ctx);
    const gaps = new Set((await all(ctx.db, gapsOfPerson(me, ctx.today))).map(({ area }) => area));
    if (gaps.size === 0) return [];
    const lines: Type.Static<typeof Recommended>[] = [];
    for (const row of (await listCourseRows(ctx.db, me)).filter(({ completedOn }) => completedOn === null)) {
      const areas = (await areasOf(ctx.db, row)).filter((area) => gaps.has(area));
      if (areas.length > 0) lines.push({ course: row.id, title: titleOf(ctx, row), minutes: row.minutes, areas });
    }
    return lines.toSorted((a, b) => b.areas.length - a.areas.length).slice(0, MOST);
  },
});

const MOST = 3;
const titleOf = (ctx: Ctx, { titleVi, titleEn }: CourseRow): string => (ctx.locale === 'vi' ? titleVi : titleEn);

const known = new Map<string, string[]>();

/** The areas that a course teaches in the version learned. Published versions never change, so that each is read once. */
async function areasOf(db: Db, row: CourseRow): Promise<string[]> {
  const key = `${row.id}@${row.version}`;
  const had = known.get(key);
  if (had !== undefined) return had;
  const lessons = await all(
    db,
    sql<{ id: string }>`select lesson.lesson_id as id from learning.lesson_version as lesson where lesson.course_id = ${row.id} and lesson.version = ${row.version}`,
  );
  const areas = new Set<string>();
  for (const { id } of lessons) for (const { competence } of (await getLesson(db, row.id, row.version, id)).outcomes) areas.add(competence.slice(0, 1));
  const made = [...areas].toSorted();
  known.set(key, made);
  return made;
}
