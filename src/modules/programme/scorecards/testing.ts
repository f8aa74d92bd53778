import type { Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { addPeople, addSuccessions, addUnits, type Actor } from '#kernel/org/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';

/** A city with two wards of today; `merged` was formed on 1 July 2025 from `east` and `west`. A head for each ward, an officer of the city. */
export async function scoredTown(db: Db) {
  const ids = Array.from({ length: 9 }, () => newId());
  const [city = '', ward = '', merged = '', east = '', west = '', head = '', otherHead = '', officer = '', second = ''] = ids;
  const unit = (id: string, nameVi: string, from: string, to?: string) => ({
    id,
    kind: 'ward',
    nameVi,
    nameEn: nameVi,
    parentId: city,
    validFrom: from,
    ...(to === undefined ? {} : { validTo: to }),
  });
  await addUnits(
    db,
    [
      { id: city, kind: 'city', nameVi: 'Thành phố', nameEn: 'City', parentId: null, validFrom: '2020-01-01' },
      unit(ward, 'Phường An', '2020-01-01'),
      unit(merged, 'Phường Bình', '2025-07-01'),
      unit(east, 'Phường Đông', '2020-01-01', '2025-07-01'),
      unit(west, 'Phường Tây', '2020-01-01', '2025-07-01'),
    ],
    [],
  );
  await addSuccessions(
    db,
    [east, west].map((oldId) => ({ oldId, newId: merged, day: '2025-07-01', basis: 'decision' })),
    null,
  );
  await addPeople(
    db,
    [head, otherHead, officer, second].map((id, at) => ({ id, staffCode: `S${at}`, name: `Người ${at}`, birthDate: null, sex: null })),
  );
  const as = (actor: Actor, more: Partial<Ctx> = {}) => testCtx(db, { actor, ...more });
  return {
    city,
    ward,
    merged,
    east,
    west,
    head,
    officer,
    asHead: () => as(actorWith(head, { role: 'head-of-unit', unitId: ward })),
    asOtherHead: () => as(actorWith(otherHead, { role: 'head-of-unit', unitId: merged })),
    asOfficer: () => as(actorWith(officer, { role: 'programme-officer', unitId: city })),
    asSecond: () => as(actorWith(second, { role: 'programme-officer', unitId: city })),
    asWardOfficer: () => as(actorWith(second, { role: 'programme-officer', unitId: ward })),
  };
}

/** Where an act takes place: component B1 of the own index in 2026 unless said otherwise. */
export const at = (unitId: string, component = 'B1', year = 2026) => ({ index: 'khue-ward', year, unitId, component });
