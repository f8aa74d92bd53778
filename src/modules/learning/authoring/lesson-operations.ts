import Type from 'typebox';
import { found } from '#base/problem/index.ts';
import { newId } from '#base/id/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { BLOCK_KINDS, BlockView } from '../courses/model.ts';
import { besideOf } from '../courses/beside.ts';
import { blockViews } from '../courses/view.ts';
import { closed, CourseId, LessonId, nullable } from '../model.ts';
import { linesOf } from './blocks.ts';
import { faultsInLesson, measured, readBeside, shownLesson } from './check.ts';
import { listDraftPictures, listFiles, StoredFile } from './files.ts';
import { changeLesson, getDraftLesson, getEarlier, listHistory } from './history.ts';
import { BLOCK_FIELDS, DraftLesson, Fault, Fields, MOST, type BlockKind, type DraftBlock } from './model.ts';
import { moved, wrong } from './outline.ts';
import { getDraft } from './store.ts';

const Text = (description: string) => Type.String({ description });
const Revision = Type.Integer({ minimum: 1, description: 'Revision that was read: a change that somebody else made since is never overwritten' });
const BlockId = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description: 'Block' });
const At = { course: CourseId, lesson: LessonId, revision: Revision };
const Saved = Type.Object({ revision: Revision }, closed);
const unit = async (ctx: Ctx, { course }: { course: string }): Promise<string> => (await getDraft(ctx.db, course)).unitId;

/** A lesson of a draft, to be written. */
export const readDraftLesson = operation({
  name: 'learning.read-draft-lesson',
  summary: 'A lesson of a draft as it is typed, with what is still wrong with it, how long and how hard to read it is, and its earlier states.',
  kind: 'read',
  http: 'GET /learning/drafts/{course}/lessons/{lesson}',
  permission: 'learning.author',
  unit,
  input: Type.Object({ course: CourseId, lesson: LessonId }, closed),
  output: Type.Object(
    {
      courseTitle: Text('Title of the course'),
      state: Type.Enum(['drafting', 'review'], { description: 'Whether it is written or reviewed' }),
      revision: Revision,
      lesson: DraftLesson,
      updatedAt: Text('When it was saved'),
      updatedBy: nullable(Text('By whom')),
      faults: Type.Array(Fault),
      files: Type.Array(StoredFile),
      pictures: Type.Array(Type.String(), { description: 'Drawings of the course' }),
      likelyMinutes: Type.Integer({ description: 'Minutes it is likely to take' }),
      reading: Type.Enum(['easy', 'medium', 'hard'], { description: 'How hard its words are to read' }),
      history: Type.Array(Type.Object({ revision: Type.Integer({ description: 'Earlier revision' }), name: nullable(Text('Whose')), at: Text('Saved') }, closed)),
    },
    closed,
  ),
  run: async (ctx, { course, lesson: id }) => {
    const { outline, state } = await getDraft(ctx.db, course);
    const { lesson, revision, updatedAt, updatedBy } = await getDraftLesson(ctx.db, course, id);
    const beside = await readBeside(ctx.db, course, [lesson]);
    const { likelyMinutes, reading } = measured(shownLesson(id, lesson, beside, { today: ctx.today, author: '' }));
    return {
      state,
      revision,
      lesson,
      updatedAt,
      updatedBy,
      likelyMinutes,
      courseTitle: outline.fields['title'] ?? course,
      faults: faultsInLesson(id, lesson, beside),
      files: await listFiles(ctx.db, course),
      pictures: [...(await listDraftPictures(ctx.db, course)).keys()],
      reading: reading.level,
      history: await listHistory(ctx.db, course, id),
    };
  },
});

/** A lesson of a draft as its learners will see it. */
export const previewLesson = operation({
  name: 'learning.preview-lesson',
  summary: 'A lesson of a draft as its learners will see it; blocks that are not finished are left out and counted.',
  kind: 'read',
  http: 'GET /learning/drafts/{course}/lessons/{lesson}/preview',
  permission: 'learning.author',
  unit,
  input: Type.Object({ course: CourseId, lesson: LessonId }, closed),
  output: Type.Object(
    {
      courseTitle: Text('Title of the course'),
      title: Text('Title'),
      summary: Text('Summary'),
      minutes: Type.Integer({ description: 'Minutes' }),
      outcomes: Type.Array(Type.String(), { description: 'What one can do after it' }),
      blocks: Type.Array(BlockView),
      leftOut: Type.Integer({ description: 'Blocks that are not finished' }),
      checkItems: Type.Integer({ description: 'Items of the closing check' }),
    },
    closed,
  ),
  run: async (ctx, { course, lesson: id }) => {
    const { outline } = await getDraft(ctx.db, course);
    const draft = (await getDraftLesson(ctx.db, course, id)).lesson;
    const lesson = shownLesson(id, draft, await readBeside(ctx.db, course, [draft]), { today: ctx.today, author: '' });
    const beside = {
      discussions: new Map(),
      locale: ctx.locale,
      pictures: await listDraftPictures(ctx.db, course),
      answers: new Map(),
      packages: new Map(),
      ...(await besideOf(ctx.db, course, lesson.blocks)),
    };
    return {
      courseTitle: outline.fields['title'] ?? course,
      title: lesson.title_vi,
      summary: lesson.summary_vi,
      minutes: Number.isInteger(lesson.minutes) ? lesson.minutes : 0,
      outcomes: lesson.outcomes.map(({ text_vi }) => text_vi),
      blocks: blockViews(lesson, beside),
      leftOut: draft.blocks.length - lesson.blocks.length,
      checkItems: lesson.check?.draw.reduce((sum, { items }) => sum + items, 0) ?? 0,
    };
  },
});

/** Saves the particulars of a lesson. */
export const saveLesson = operation({
  name: 'learning.save-lesson',
  summary: 'Save title, summary, minutes, outcomes, closing check, sources, sheet and guide of a lesson of a draft; what is incomplete is kept too.',
  kind: 'write',
  http: 'PUT /learning/drafts/{course}/lessons/{lesson}',
  permission: 'learning.author',
  unit,
  input: Type.Object({ ...At, fields: Fields }, closed),
  output: Saved,
  run: async (ctx, { fields, ...at }) => ({ revision: await changeLesson(ctx, at, (lesson) => ({ ...lesson, fields: { ...lesson.fields, ...fields } })) }),
});

/** Saves a block. */
export const saveBlock = operation({
  name: 'learning.save-block',
  summary: 'Save what was typed into a block of a lesson of a draft; what is incomplete is kept too.',
  kind: 'write',
  http: 'PUT /learning/drafts/{course}/lessons/{lesson}/blocks/{block}',
  permission: 'learning.author',
  unit,
  input: Type.Object({ ...At, block: BlockId, fields: Fields }, closed),
  output: Saved,
  run: async (ctx, { fields, block: id, ...at }) => ({
    revision: await changeLesson(ctx, at, (lesson) => {
      const block = blockIn(lesson, id);
      const kept = Object.fromEntries(BLOCK_FIELDS[block.kind].flatMap(({ name }) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
      return { ...lesson, blocks: lesson.blocks.map((one) => (one === block ? { ...one, fields: kept } : one)) };
    }),
  }),
});

const ACTS = ['add', 'up', 'down', 'remove', 'copy', 'restore'] as const;

/** Changes the blocks of a lesson. */
export const changeBlocks = operation({
  name: 'learning.change-blocks',
  summary: 'Add, move, copy or remove a block of a lesson of a draft, or bring an earlier state of the whole lesson back.',
  kind: 'write',
  http: 'POST /learning/drafts/{course}/lessons/{lesson}/blocks',
  permission: 'learning.author',
  unit,
  input: Type.Object(
    {
      ...At,
      act: Type.Enum([...ACTS], { description: 'What to do' }),
      kind: Type.Optional(Type.Enum([...BLOCK_KINDS], { description: 'add: what' })),
      block: Type.Optional(BlockId),
      to: Type.Optional(Type.Integer({ minimum: 1, description: 'restore: the earlier revision' })),
    },
    closed,
  ),
  output: Type.Object({ revision: Revision, block: nullable(Text('The block that was added or moved')) }, closed),
  run: async (ctx, { act, kind = 'text', block, to, ...at }) => {
    if (act === 'restore') {
      const earlier = await getEarlier(ctx.db, at.course, at.lesson, to ?? 0);
      return { revision: await changeLesson(ctx, { ...at, always: true }, () => earlier), block: null };
    }
    const fresh = `${act === 'add' ? kind : 'ban-sao'}-${newId().slice(-6)}`;
    const revision = await changeLesson(ctx, { ...at, always: true }, (lesson) => ({ ...lesson, blocks: changed(lesson, { act, kind, block, fresh }) }));
    return { revision, block: act === 'add' || act === 'copy' ? fresh : act === 'remove' ? null : (block ?? null) };
  },
});

function changed(
  lesson: DraftLesson,
  { act, kind, block: id, fresh }: { act: Exclude<(typeof ACTS)[number], 'restore'>; kind: BlockKind; block: string | undefined; fresh: string },
): DraftBlock[] {
  const { blocks } = lesson;
  const added = act === 'add' || act === 'copy';
  if (added && blocks.length >= MOST.blocks) throw wrong('kind', 'learning-authoring.fault-many-blocks', { most: MOST.blocks });
  // Without a block named, a new one comes last.
  if (act === 'add' && id === undefined) return [...blocks, { id: fresh, kind, fields: FIRST[kind] ?? {} }];
  const block = blockIn(lesson, id);
  const at = blocks.indexOf(block);
  if (act === 'remove') return blocks.filter((one) => one !== block);
  if (!added) return moved(blocks, at, act === 'up' ? -1 : 1);
  return blocks.toSpliced(at + 1, 0, act === 'copy' ? { ...block, id: fresh } : { id: fresh, kind, fields: FIRST[kind] ?? {} });
}

const FIRST: Partial<Record<BlockKind, Fields>> = { exercise: { type: 'single' }, assignment: { handIn: 'text' } };

function blockIn(lesson: DraftLesson, id: string | undefined): DraftBlock {
  return found(
    lesson.blocks.find((one) => one.id === id),
    'learning-authoring.no-block',
  );
}

/** The first words of a block, for lists. */
export function excerptOf({ fields }: DraftBlock): string {
  const [line = ''] = linesOf(fields['heading'] ?? fields['title'] ?? fields['prompt'] ?? fields['text'] ?? fields['alt'] ?? fields['lines'] ?? fields['item'] ?? '');
  const first = line.replaceAll(/\*+/g, '').replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1');
  return first.length > 90 ? `${first.slice(0, 88)}…` : first;
}
