import { randomBytes } from 'node:crypto';
import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { closed, CourseId, LessonId, nullable } from '../model.ts';
import { ensureEnrolment, learnerOf } from '../player/acts.ts';
import { noteProgress } from '../player/store.ts';
import { showsPackage } from './close.ts';
import { standingOf } from './retire.ts';
import { Item, PackageCode, Standing, STANDARDS } from './model.ts';
import { recordPlayed } from './statements.ts';
import { addSession, ensureAttempt, findPackage, findSession, listParts, type Session, type StoredPackage } from './store.ts';

/** How long the address of an opening gives out files, in hours: a working day and a night. */
const OPEN_HOURS = 24;

const SessionId = Type.String({ format: 'uuid', description: 'Opening' });

/** Opens a package. */
export const openPackage = operation({
  name: 'learning.open-package',
  summary: 'Open a package, from a lesson that shows it or, as an author of its unit, to try it; goes on where the asker left it.',
  kind: 'write',
  http: 'POST /learning/packages/{code}/openings',
  permission: 'signed-in',
  input: Type.Object({ code: PackageCode, course: Type.Optional(CourseId), lesson: Type.Optional(LessonId) }, closed),
  output: Type.Object({ session: SessionId }, closed),
  trace: ({ code }, { session }) => ({ subject: session, detail: { package: code } }),
  run: async (ctx, { code, course, lesson }) => {
    const personId = learnerOf(ctx);
    const pack = await opened(ctx, personId, { code, course, lesson });
    const at = ctx.now.toString();
    const attempt = await ensureAttempt(ctx.db, { id: newId(), packageCode: pack.code, personId, courseId: course ?? null, lessonId: lesson ?? null, at });
    const session = newId();
    const until = ctx.now.add({ hours: OPEN_HOURS }).toString();
    await addSession(ctx.db, { id: session, attemptId: attempt.id, token: randomBytes(24).toString('base64url'), at, until });
    if (attempt.fresh && pack.standard !== 'cmi5') await recordPlayed(ctx, pack, { personId, registration: attempt.id }, [{ verb: 'initialized' }]);
    return { session };
  },
});

/** The package that is opened: as an author the one named; from a lesson the one that stands for it (see `standingOf`). */
async function opened(ctx: Ctx, personId: string, { code, course, lesson }: { code: string; course: string | undefined; lesson: string | undefined }): Promise<StoredPackage> {
  const named = found(await findPackage(ctx.db, code), 'learning-packages.no-package');
  await mustOpen(ctx, named, personId, course, lesson);
  if (course === undefined || lesson === undefined) return named;
  const { open = null } = (await standingOf(ctx.db, personId, [code])).get(code) ?? {};
  if (open === null) throw new Problem('conflict', 'learning-packages.retired');
  return found(await findPackage(ctx.db, open), 'learning-packages.no-package');
}

async function mustOpen(ctx: Ctx, pack: StoredPackage, personId: string, course: string | undefined, lesson: string | undefined): Promise<void> {
  if (!pack.usable) throw new Problem('conflict', 'learning-packages.not-usable');
  if (course === undefined || lesson === undefined) {
    if (!(await may(ctx.db, ctx.actor, 'learning.author', pack.unitId, ctx.today))) throw new Problem('forbidden', 'learning-packages.only-from-lesson');
    return;
  }
  const enrolment = await ensureEnrolment(ctx, personId, course);
  if (!(await showsPackage(ctx, { course, version: enrolment.version, lesson }, pack.code))) throw new Problem('missing', 'learning-packages.no-package');
  await noteProgress(ctx.db, enrolment.id, lesson, null, ctx.now);
}

/** The opening of the asker with its package; throws `missing`, also for somebody else's. */
export async function ownSession(ctx: Ctx, id: string, lock = false): Promise<{ session: Session; pack: StoredPackage }> {
  const session = await findSession(ctx.db, { id }, ctx.now.toString(), lock);
  if (session === undefined || session.personId !== personOf(ctx.actor)) throw new Problem('missing', 'learning-packages.no-opening');
  return { session, pack: found(await findPackage(ctx.db, session.packageCode), 'learning-packages.no-package') };
}

/** What the player of an opening needs. */
export const readOpening = operation({
  name: 'learning.read-opening',
  summary: 'An opening of a package by the asker: its parts, how far each is, and the state to go on from.',
  kind: 'read',
  http: 'GET /learning/openings/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: SessionId }, closed),
  output: Type.Object(
    {
      code: Type.String({ description: 'Package' }),
      title: Type.String({ description: 'Title' }),
      standard: Type.Enum([...STANDARDS], { description: 'Standard' }),
      token: Type.String({ description: 'Part of the address of its files' }),
      live: Type.Boolean({ description: 'Whether the opening still holds; false: open it again' }),
      number: Type.Integer({ description: 'Number of the last state that arrived' }),
      attempt: Type.String({ description: 'Attempt; the registration of its statements' }),
      course: nullable(Type.String({ description: 'Course it was opened from' })),
      lesson: nullable(Type.String({ description: 'Lesson it was opened from' })),
      sequencing: nullable(Type.String({ description: 'SCORM 2004: state of the engine' })),
      tree: nullable(Type.String({ description: 'SCORM 2004: activities with their rules' })),
      items: Type.Array(
        Type.Object({ ...Item.properties, cmi: Type.String({ description: 'Data model as the part left it' }), done: Standing.done, passed: Standing.passed }, closed),
      ),
      ...Standing,
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const { session, pack } = await ownSession(ctx, id);
    const parts = new Map((await listParts(ctx.db, session.id)).map((part) => [part.itemId, part]));
    const items = pack.items.map((item) => {
      const { cmi = '{}', done = false, passed = null } = parts.get(item.id) ?? {};
      return { ...item, cmi, done, passed };
    });
    const { token, live, lastNumber: number, id: attempt, courseId: course, lessonId: lesson, sequencing, done, passed, score, seconds } = session;
    const standard = found(pack.standard, 'learning-packages.no-package');
    return { code: pack.code, title: pack.title, standard, token, live, number, attempt, course, lesson, sequencing, tree: pack.tree, items, done, passed, score, seconds };
  },
});
