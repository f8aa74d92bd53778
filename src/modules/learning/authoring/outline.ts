import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { closed, CourseId, LessonId, nullable } from '../model.ts';
import { faultsOf, readBeside } from './check.ts';
import { listFiles, StoredFile } from './files.ts';
import { freshName } from './names.ts';
import { Fault, Fields, MOST, Outline } from './model.ts';
import { addDraftLesson, draftToChange, dropDraftLesson, getDraft, listAuthors, listDraftLessons, listEvents, noteAuthor, putOutline, type Draft } from './store.ts';

const Text = (description: string) => Type.String({ description });
const Revision = Type.Integer({ minimum: 1, description: 'Revision that was read: a change that somebody else made since is never overwritten' });
const unit = async (ctx: Ctx, { course }: { course: string }): Promise<string> => (await getDraft(ctx.db, course)).unitId;

const Event = Type.Object(
  {
    id: Text('Line'),
    kind: Text('What happened'),
    version: nullable(Type.Integer({ description: 'Version' })),
    note: Text('Why, or what changed'),
    personId: nullable(Text('Who')),
    name: nullable(Text('Name')),
    at: Text('When'),
  },
  closed,
);

/** A draft with everything that is to be done on it. */
export const readDraft = operation({
  name: 'learning.read-draft',
  summary: 'A draft: its outline with lessons, files, authors, history, and what is still missing before it can be reviewed.',
  kind: 'read',
  http: 'GET /learning/drafts/{course}',
  permission: 'learning.author',
  unit,
  input: Type.Object({ course: CourseId }, closed),
  output: Type.Object(
    {
      state: Type.Enum(['drafting', 'review'], { description: 'Whether it is written or reviewed' }),
      revision: Revision,
      basedOn: nullable(Type.Integer({ description: 'Version that it began from' })),
      changed: Text('What is new, as its author says it'),
      outline: Outline,
      lessons: Type.Array(
        Type.Object(
          {
            id: Text('Lesson'),
            title: Text('Title'),
            blocks: Type.Integer({ description: 'Blocks' }),
            minutes: Text('Minutes, as typed'),
            updatedAt: Text('Saved'),
            updatedBy: nullable(Text('By')),
          },
          closed,
        ),
      ),
      faults: Type.Array(Fault),
      files: Type.Array(StoredFile),
      authors: Type.Array(Type.String(), { description: 'Names of those who have written on it' }),
      events: Type.Array(Event),
      mayReview: Type.Boolean({ description: 'Whether the asker may decide about it: a reviewer who has not written on it' }),
      isAuthor: Type.Boolean({ description: 'Whether the asker has written on it' }),
    },
    closed,
  ),
  run: async (ctx, { course }) => {
    const draft = await getDraft(ctx.db, course);
    const lessons = await listDraftLessons(ctx.db, course);
    const authors = await listAuthors(ctx.db, course);
    const isAuthor = authors.some(({ id }) => id === personOf(ctx.actor));
    const { state, revision, basedOn, changed, outline } = draft;
    const beside = await readBeside(
      ctx.db,
      course,
      [...lessons.values()].map(({ lesson }) => lesson),
    );
    return {
      state,
      revision,
      basedOn,
      changed,
      outline,
      isAuthor,
      lessons: [...lessons.values()].map(({ id, lesson, updatedAt, updatedBy }) => ({
        id,
        updatedAt,
        updatedBy,
        title: lesson.fields['title'] || id,
        minutes: lesson.fields['minutes'] ?? '',
        blocks: lesson.blocks.length,
      })),
      faults: faultsOf(draft, lessons, beside),
      files: await listFiles(ctx.db, course),
      authors: authors.map(({ name }) => name),
      events: await listEvents(ctx.db, course),
      mayReview: !isAuthor && (await may(ctx.db, ctx.actor, 'learning.review-course', draft.unitId, ctx.today)),
    };
  },
});

/** Saves what a draft says of the whole course. */
export const saveOutline = operation({
  name: 'learning.save-outline',
  summary: 'Save title, summary, audience and programme of a draft.',
  kind: 'write',
  http: 'PUT /learning/drafts/{course}/outline',
  permission: 'learning.author',
  unit,
  input: Type.Object({ course: CourseId, revision: Revision, fields: Fields }, closed),
  output: Type.Object({ revision: Revision }, closed),
  run: async (ctx, { course, revision, fields }) => putChanged(ctx, course, revision, (draft) => ({ ...draft.outline, fields: { ...draft.outline.fields, ...fields } })),
});

const ACTS = ['add-module', 'rename-module', 'remove-module', 'module-up', 'module-down', 'add-lesson', 'remove-lesson', 'lesson-up', 'lesson-down'] as const;

/** Changes modules and lessons of a draft. */
export const changeOutline = operation({
  name: 'learning.change-outline',
  summary: 'Add, rename, move or remove a module or lesson of a draft; a lesson moved past the end of its module goes on into the next one.',
  kind: 'write',
  http: 'POST /learning/drafts/{course}/outline',
  permission: 'learning.author',
  unit,
  input: Type.Object(
    {
      course: CourseId,
      revision: Revision,
      act: Type.Enum([...ACTS], { description: 'What to do' }),
      module: Type.Optional(Type.String({ maxLength: 80, description: 'Module; needed by all but add-module and the acts on a lesson' })),
      lesson: Type.Optional(LessonId),
      title: Type.Optional(Type.String({ maxLength: 200, description: 'Title of what is added or renamed' })),
    },
    closed,
  ),
  output: Type.Object({ revision: Revision, lesson: nullable(Text('The lesson that was added')) }, closed),
  trace: ({ course, act }) => ({ detail: { course, act } }),
  run: async (ctx, { course, revision, act, module, lesson, title = '' }) => {
    if (/^(add|rename)/.test(act) && title.trim().length < 2) throw wrong('title', 'learning-authoring.fault-title');
    const added = act === 'add-lesson' ? freshName(title, 'bai') : undefined;
    const made = await putChanged(ctx, course, revision, ({ outline }) => ({
      ...outline,
      modules: arranged(outline.modules, { act, module, lesson: added ?? lesson, title: title.trim() }),
    }));
    if (added !== undefined) await addDraftLesson(ctx, course, added, { fields: { title: title.trim(), minutes: '10', reading: 'office' }, blocks: [] });
    if (act === 'remove-lesson' && lesson !== undefined) await dropDraftLesson(ctx.db, course, lesson);
    return { ...made, lesson: added ?? null };
  },
});

/** A problem of one field. */
export function wrong(field: string, code: string, values: Record<string, string | number> = {}): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at: `/${field}`, code, values }]);
}

async function putChanged(ctx: Ctx, course: string, revision: number, change: (draft: Draft) => Outline): Promise<{ revision: number }> {
  const draft = await draftToChange(ctx.db, course);
  if (draft.revision !== revision || !(await putOutline(ctx, course, revision, change(draft)))) throw new Problem('conflict', 'learning-authoring.outline-meanwhile');
  await noteAuthor(ctx, course);
  return { revision: revision + 1 };
}

type Modules = Outline['modules'];
type Act = { act: (typeof ACTS)[number]; module: string | undefined; lesson: string | undefined; title: string };

function arranged(modules: Modules, { act, module: id, lesson, title }: Act): Modules {
  if (act === 'add-module') {
    if (modules.length >= MOST.modules) throw wrong('title', 'learning-authoring.fault-many-modules', { most: MOST.modules });
    return [...modules, { id: freshName(title, 'chuong'), title, titleEn: '', lessons: [] }];
  }
  if (act.startsWith('lesson') || act === 'remove-lesson') return arrangedLessons(modules, act, lesson);
  const module = found(
    modules.find((one) => one.id === id),
    'learning-authoring.no-module',
  );
  if (act === 'rename-module') return modules.map((one) => (one === module ? { ...one, title, titleEn: '' } : one));
  if (act === 'add-lesson') {
    if (modules.flatMap(({ lessons }) => lessons).length >= MOST.lessons) throw wrong('title', 'learning-authoring.fault-many-lessons', { most: MOST.lessons });
    return modules.map((one) => (one === module ? { ...one, lessons: [...one.lessons, lesson ?? ''] } : one));
  }
  if (act !== 'remove-module') return moved(modules, modules.indexOf(module), act === 'module-up' ? -1 : 1);
  if (module.lessons.length > 0) throw new Problem('conflict', 'learning-authoring.module-not-empty');
  return modules.filter((one) => one !== module);
}

function arrangedLessons(modules: Modules, act: Act['act'], lesson: string | undefined): Modules {
  const at = modules.findIndex(({ lessons }) => lesson !== undefined && lessons.includes(lesson));
  const module = found(modules[at], 'learning-authoring.no-lesson');
  const place = module.lessons.indexOf(lesson ?? '');
  const without = module.lessons.filter((one) => one !== lesson);
  const put = (lessons: string[]): Modules => modules.map((one) => (one === module ? { ...one, lessons } : one));
  if (act === 'remove-lesson') return put(without);
  const step = act === 'lesson-up' ? -1 : 1;
  if (place + step >= 0 && place + step < module.lessons.length) return put(moved(module.lessons, place, step));
  const other = modules[at + step];
  if (other === undefined) return modules;
  const lessons = step < 0 ? [...other.lessons, lesson ?? ''] : [lesson ?? '', ...other.lessons];
  return put(without).map((one) => (one.id === other.id ? { ...one, lessons } : one));
}

/** A list in which the element at `at` has changed places with its neighbour; the same list at its end. */
export function moved<T>(list: readonly T[], at: number, step: -1 | 1): T[] {
  const next = [...list];
  const [one, other] = [next[at], next[at + step]];
  if (one === undefined || other === undefined) return next;
  next[at] = other;
  next[at + step] = one;
  return next;
}
