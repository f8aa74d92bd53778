import { found } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { at, currentBook, decimal, dong, times } from '#kernel/rule/index.ts';
import { listTaught, type TaughtCourse } from '#modules/learning/index.ts';
import { latestOutcome, listRequiredLevels } from '#modules/skills/index.ts';
import { PAGE, type OpeningView } from './model.ts';
import { knownCommunes, pointOf } from './place.ts';
import { areasToLearn, match, type Matched, type Opening, type Seeker } from './rules.ts';
import { findPresent, findWishes, listOutside, listVacantPosts, type OutsideJob, type Present, type VacantPost, type Wishes } from './store.ts';

/** Courses named for an opening at the most. */
const MOST_COURSES = 3;

/** Somebody who looks for work, with what is known of the present post and the wishes. */
export type Looking = { seeker: Seeker; present: Present; wishes: Wishes | undefined };

/** What is known of a person for matching. Results of digital skills are read only when the person said that they may be used. Throws `missing`. */
export async function lookingOf(ctx: Ctx, personId: string): Promise<Looking> {
  const present = found(await findPresent(ctx.db, personId, ctx.today), 'people.no-person');
  const wishes = await findWishes(ctx.db, personId);
  const outcome = wishes?.useResults === true ? await latestOutcome(ctx.db, personId) : undefined;
  const seeker = {
    kind: present.kind,
    pay: await payOf(ctx, present.coefficient),
    point: pointOf(wishes?.homeCode ?? present.commune),
    bands: outcome === undefined ? null : new Map(outcome.areas.map(({ area, level }) => [area, level])),
    wish: wishes ?? null,
  };
  return { seeker, present, wishes };
}

/** Coefficient × base salary, rounded half up to the đồng: what the register knows of monthly pay, without allowances. */
async function payOf(ctx: Ctx, coefficient: string | null): Promise<number | null> {
  if (coefficient === null) return null;
  const base = at(await currentBook(ctx.db, ctx.services.root), 'base-salary', ctx.today);
  return Number(dong(times(decimal(coefficient), base.value), 'half-up'));
}

/** Something open with what is shown of it. */
export type Open = { opening: Opening; shown: Pick<OpeningView, 'title' | 'place' | 'kind' | 'outside' | 'contact'> };

/** Everything that stands open today, for somebody: posts of the city, jobs outside; or the one of that id. */
export async function listOpen(ctx: Ctx, seeker: Seeker, one?: { postId: string } | { outsideId: string }): Promise<Open[]> {
  const posts = one !== undefined && 'outsideId' in one ? [] : await listVacantPosts(ctx.db, ctx.today, one?.postId);
  const jobs = one !== undefined && 'postId' in one ? [] : await listOutside(ctx.db, ctx.today, one?.outsideId);
  const units = [...new Set(posts.map(({ unitId }) => unitId))];
  const levels = Map.groupBy(await listRequiredLevels(ctx.db, units, ctx.today), ({ unitId, postKind }) => `${unitId} ${postKind}`);
  const asked = (post: VacantPost) => new Map((levels.get(`${post.unitId} ${post.kind}`) ?? []).map(({ area, band }) => [area, band]));
  return [...posts.map((post) => openPost(ctx, seeker, post, asked(post))), ...jobs.map((job) => openJob(ctx, job))];
}

function openPost({ locale }: Ctx, seeker: Seeker, post: VacantPost, bands: Opening['bands']): Open {
  // Within a kind of post the coefficient goes along; another kind is a matter of the offer.
  const pay = post.kind === seeker.kind && seeker.pay !== null ? { from: seeker.pay, to: seeker.pay, kept: true } : null;
  return {
    opening: { id: post.id, kind: post.kind, pay, point: pointOf(post.commune), bands, taken: post.taken },
    shown: {
      title: post.title,
      place: (locale === 'vi' ? [post.unitVi, post.bodyVi] : [post.unitEn, post.bodyEn]).filter((one) => one !== null).join(', '),
      kind: post.kind,
      outside: false,
      contact: '',
    },
  };
}

function openJob({ locale }: Ctx, job: OutsideJob): Open {
  const commune = knownCommunes().get(job.commune);
  const where = commune === undefined ? '' : locale === 'vi' ? commune.nameVi : commune.nameEn;
  return {
    opening: {
      id: job.id,
      kind: null,
      pay: { from: job.payFrom, to: job.payTo, kept: false },
      point: pointOf(job.commune),
      bands: new Map(Object.entries(job.bands)),
      taken: job.taken,
    },
    shown: { title: job.title, place: `${job.employer}, ${where}`, kind: null, outside: true, contact: job.contact },
  };
}

/** A page of what is open to somebody, best first, with reasons and courses. */
export async function searchFor(ctx: Ctx, { seeker }: Looking, passed: number) {
  const open = await listOpen(ctx, seeker);
  const known = new Map(open.map((one) => [one.opening.id, one]));
  const page = match(
    seeker,
    open.map(({ opening }) => opening),
  ).slice(passed, passed + PAGE);
  const taught = await listTaught(ctx.db, ctx.locale);
  return { lines: page.flatMap((matched) => viewOf(seeker, matched, known.get(matched.id), taught)), total: open.length, from: passed, usesResults: seeker.bands !== null };
}

function viewOf(seeker: Seeker, { id, reasons, order }: Matched, open: Open | undefined, taught: readonly TaughtCourse[]): OpeningView[] {
  if (open === undefined) return [];
  const { opening, shown } = open;
  const pay = opening.pay === null ? null : { from: opening.pay.from, to: opening.pay.to };
  return [{ id, ...shown, pay, reasons, order, courses: coursesFor(seeker, opening, taught) }];
}

/** Courses that teach what a person has yet to learn for an opening, those that teach most of it first. */
export function coursesFor({ bands }: Pick<Seeker, 'bands'>, opening: Pick<Opening, 'bands'>, taught: readonly TaughtCourse[]): OpeningView['courses'] {
  const missing = areasToLearn(bands, opening.bands).map(({ area }) => area);
  const useful = taught.map(({ id, title, minutes, areas }) => ({
    course: { id, title, minutes, areas: missing.filter((area) => (areas[area] ?? 0) > 0) },
    outcomes: missing.reduce((sum, area) => sum + (areas[area] ?? 0), 0),
  }));
  return useful
    .filter(({ outcomes }) => outcomes > 0)
    .toSorted((a, b) => b.outcomes - a.outcomes || (a.course.id < b.course.id ? -1 : 1))
    .slice(0, MOST_COURSES)
    .map(({ course }) => course);
}
