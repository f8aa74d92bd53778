import { hiddenParts, MINIMUM_GROUP } from '#kernel/set/index.ts';
import type { Concerned, Content } from './model.ts';
import type { Count } from './store.ts';

/**
 * The people concerned in groups. A group of fewer than ten people is hidden, and with it as many others as it takes that no remainder tells; when all
 * concerned are fewer than ten, nothing but their number is shown (Law 91/2025/QH15; decision 5).
 */
export function concernedFrom(counts: readonly Count[]): Concerned {
  const groups = (by: Count['by']) => {
    const own = counts.filter((count) => count.by === by);
    const total = own.reduce((sum, { people }) => sum + people, 0);
    const hidden = total < MINIMUM_GROUP ? own.map(() => true) : hiddenParts(own.map(({ people }) => people));
    return own.map(({ key, title, people }, index) => ({ key, title, people: hidden[index] === true ? null : people }));
  };
  const total = counts.filter(({ by }) => by === 'sex').reduce((sum, { people }) => sum + people, 0);
  return { total, units: groups('unit'), ages: groups('age'), sexes: groups('sex'), protection: groups('protection') };
}

/** Hours a week before and after, over all tasks. */
export function hoursOf(tasks: Content['tasks']): { before: number; after: number } {
  return tasks.reduce((sum, { hoursBefore, hoursAfter }) => ({ before: sum.before + hoursBefore, after: sum.after + hoursAfter }), { before: 0, after: 0 });
}

/** What contradicts itself in an assessment: a post named twice, a task that goes but keeps hours, one that appears but had some before. */
export function faultsOfContent({ posts, tasks }: Content): { at: string; code: string }[] {
  const seen = new Set<string>();
  const doubles = posts.flatMap(({ id }, index) => {
    const twice = seen.has(id);
    seen.add(id);
    return twice ? [{ at: `/posts/${index}`, code: 'transition-impact.post-twice' }] : [];
  });
  const wrong = tasks.flatMap(({ effect, hoursBefore, hoursAfter }, index) => [
    ...(effect === 'goes' && hoursAfter > 0 ? [{ at: `/tasks/${index}`, code: 'transition-impact.goes-with-hours' }] : []),
    ...(effect === 'appears' && hoursBefore > 0 ? [{ at: `/tasks/${index}`, code: 'transition-impact.appears-with-hours' }] : []),
  ]);
  return [...doubles, ...wrong];
}
