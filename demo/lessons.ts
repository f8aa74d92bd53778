import { addDays, daysBetween, type Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { findActor } from '#kernel/org/index.ts';
import { answerBlock, answerCheck, readCheck, startCheck, startCourse, type Learned } from '#modules/learning/index.ts';
import { findLiveItems, rightAnswer } from '#modules/skills/index.ts';
import { readCourses } from '../content/learning/index.ts';

type CtxOn = (day: Day) => Ctx;

/** Lets somebody take courses as one takes them: begun, exercises answered, closing checks passed, day by day; so everything stands where real acts leave it, the record store included. */
export async function learnAsPeopleDo(ctxOn: CtxOn, learned: readonly Learned[]): Promise<void> {
  for (const one of learned) await learnCourse(ctxOn, one);
}

async function learnCourse(ctxOn: CtxOn, { personId, course, startedOn, completedOn, lessons }: Learned): Promise<void> {
  const first = ctxOn(startedOn);
  const actor = await findActor(first.db, personId, startedOn);
  if (actor === undefined) return;
  const own = (day: Day): Ctx => ({ ...ctxOn(day), actor, requestId: newId() });
  await perform(startCourse, own(startedOn), { course });
  const all = readCourses(first.services.root).find((file) => file.course.id === course)?.lessons ?? [];
  const done = completedOn === null ? all.slice(0, lessons) : all;
  const days = completedOn === null ? 0 : daysBetween(startedOn, completedOn);
  for (const [at, lesson] of done.entries()) {
    const day = addDays(startedOn, Math.floor((days * (at + 1)) / done.length));
    for (const block of lesson.blocks) {
      if (block.kind !== 'exercise') continue;
      await perform(answerBlock, own(day), { course, lesson: lesson.id, block: block.id, answer: rightAnswer(block.item) });
    }
    if (lesson.check !== undefined) await passCheck(() => own(day), course, lesson.id);
  }
}

async function passCheck(own: () => Ctx, course: string, lesson: string): Promise<void> {
  const { id } = await perform(startCheck, own(), { course, lesson });
  for (;;) {
    const { item, place } = await perform(readCheck, own(), { id });
    if (item === null || place === null) return;
    const known = (await findLiveItems(own().db, [item.id])).get(item.id);
    if (known === undefined) throw new Error(`the bank holds no "${item.id}"`);
    await perform(answerCheck, own(), { id, place, answer: rightAnswer(known) });
  }
}
