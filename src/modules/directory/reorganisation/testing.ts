import type { Day } from '#base/day/index.ts';
import { type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { addPeople, addUnits } from '#kernel/org/index.ts';
import { listSets, markChangedDefinitions, readSizes } from '#kernel/set/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { openPosts, startPostings } from '../register/acts.ts';
import { EMPTY_DRAFT, type Draft, type FreshUnit, type ReorganisationKind } from './model.ts';
import { applyReorganisation, startReorganisation } from './operations.ts';

export const DAY = '2026-07-01';

export type Town = { ctx: Ctx; city: string; units: string[] };

/** A city with units at the given places (index of the unit above, −1 for the city) and as many people in each as said; each unit has one vacant post more. */
export async function town(db: Db, plan: { above: number; people: number }[]): Promise<Town> {
  const ctx = testCtx(db);
  const city = newId();
  const units = plan.map(() => newId());
  const unit = (id: string, parentId: string | null, name: string) => ({
    id,
    kind: parentId === null ? 'city' : 'ward',
    nameVi: name,
    nameEn: name,
    parentId,
    validFrom: '2020-01-01',
  });
  await addUnits(db, [unit(city, null, 'Thành phố'), ...units.map((id, n) => unit(id, units[plan[n]?.above ?? -1] ?? city, `Đơn vị ${n}`))], []);
  const seats = plan.flatMap(({ people }, n) =>
    Array.from({ length: people + 1 }, (_, seat) => ({ unitId: units[n] ?? '', post: newId(), person: seat < people ? newId() : undefined, seat })),
  );
  await openPosts(
    ctx,
    seats.map(({ unitId, post, seat }) => ({ id: post, unitId, title: `Vị trí ${seat}`, kind: seat === 0 ? 'leader' : 'staff', validFrom: '2024-01-01' })),
  );
  const held = seats.flatMap(({ person, ...seat }) => (person === undefined ? [] : [{ ...seat, person }]));
  await addPeople(
    db,
    held.map(({ person }, n) => ({ id: person, staffCode: `A${n}`, name: `Nguyễn Văn ${n}`, birthDate: null, sex: null })),
  );
  await startPostings(
    ctx,
    held.map(({ unitId, post, person }) => ({ id: newId(), postId: post, unitId, personId: person, main: true, coefficient: 2.34, validFrom: '2024-01-01' })),
  );
  await markChangedDefinitions(db, listSets());
  return { ctx, city, units };
}

export async function staff(db: Db, unitId: string, day: Day): Promise<number | undefined> {
  const [size] = await readSizes(db, [{ set: 'directory.staff-in-post', slice: '', unitId, day, measure: 'stock' }]);
  return size?.size;
}

export const again = (ctx: Ctx): Ctx => ({ ...ctx, requestId: newId() });
export const basis = { number: '12/NQ-HĐND', issued: '2026-06-01', issuer: 'HĐND thành phố' };
export const fresh = (parentId: string, name: string, code: string | null = null): FreshUnit => ({
  id: newId(),
  kind: 'ward',
  nameVi: name,
  nameEn: name,
  parentId,
  system: 'internal',
  code,
});

export async function apply(ctx: Ctx, kind: ReorganisationKind, draft: Partial<Draft>, day: Day = DAY) {
  const { id } = await perform(startReorganisation, again(ctx), { kind, day, ...basis, draft: { ...EMPTY_DRAFT, ...draft } });
  return perform(applyReorganisation, again(ctx), { id });
}
