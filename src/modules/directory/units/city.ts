import Type from 'typebox';
import { expandUnits, readContent, type Content, type Unit } from '#content/index.ts';
import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { namedId } from '#base/id/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { addSuccessions, personOf, type NewCode, type NewUnit } from '#kernel/org/index.ts';
import { formUnits } from './acts.ts';

/** Namespace of the ids of content units (a random UUID; never changes). */
const NAMESPACE = 'f0b7c1a2-5f0e-4c39-9a86-2d0f4f6f7a11';

/** What loading the city did: how many units and successions were new. */
export type Loaded = { units: number; successions: number };

/** The id in the database of a unit of the content files (`hn.w00004`): always the same. */
export function cityUnitId(contentId: string): string {
  return namedId(NAMESPACE, contentId);
}

/**
 * Makes all units of the content with their codes, sources and successions. What is there already is left as it is, so it can be run again
 * after the content has grown. Units that begin after `today` are not made yet.
 */
export async function loadCity(ctx: Pick<Ctx, 'db' | 'actor'>, content: Pick<Content, 'units' | 'templates' | 'succession'>, { today }: { today: Day }): Promise<Loaded> {
  const begun = expandUnits(content).filter((unit) => unit.valid_from <= today);
  const known = new Set(
    (
      await all(
        ctx.db,
        sql<{ id: string }>`
    select unit.id
    from kernel.unit
    where unit.id = any(${begun.map(({ id }) => cityUnitId(id))}::uuid[])`,
      )
    ).map(({ id }) => id),
  );
  const fresh = begun.filter(({ id }) => !known.has(cityUnitId(id)));
  if (fresh.length > 0) await formUnits(ctx, fresh.map(unitFrom), fresh.flatMap(codesOf));
  await noteSources(ctx.db, fresh);
  const ids = new Set(begun.map(({ id }) => id));
  const pairs = content.succession.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const before = await countSuccessions(ctx.db);
  await addSuccessions(
    ctx.db,
    pairs.map(({ from, to, day, basis, source }) => ({
      oldId: cityUnitId(from),
      newId: cityUnitId(to),
      day,
      basis: [...basis, ...(source === undefined ? [] : [source])].join(', '),
    })),
    personOf(ctx.actor) ?? null,
  );
  return { units: fresh.length, successions: (await countSuccessions(ctx.db)) - before };
}

/** Loads the units of Hà Nội from the content files. */
export const loadHanoi = operation({
  name: 'directory.load-city',
  summary: 'Make the units of Hà Nội from the content files; what is there already is left as it is',
  kind: 'write',
  http: 'POST /directory/city',
  permission: 'directory.reorganise',
  unit: () => undefined,
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({ units: Type.Integer({ description: 'Units made' }), successions: Type.Integer({ description: 'Successions made' }) }, { additionalProperties: false }),
  trace: (_input, loaded) => ({ detail: loaded }),
  run: (ctx) => loadCity(ctx, readContent(), { today: ctx.today }),
});

/** A ward or commune on the tile map: `tile` is [column, row], both from 0. */
export type CityTile = { unitId: string; code: string; kind: string; nameVi: string; nameEn: string; tile: [column: number, row: number] };

let tiles: CityTile[] | undefined;

/** The wards and communes since 1 July 2025 with their places on the tile map, from the content files. */
export function listTiles(): CityTile[] {
  tiles ??= readContent().units.flatMap(({ id, code, kind, name_vi, name_en, tile }) =>
    tile === undefined ? [] : [{ unitId: cityUnitId(id), code, kind, nameVi: name_vi, nameEn: name_en, tile: [...tile] }],
  );
  return tiles;
}

function unitFrom(unit: Unit): NewUnit {
  return {
    id: cityUnitId(unit.id),
    kind: unit.kind,
    nameVi: unit.name_vi,
    nameEn: unit.name_en,
    parentId: unit.parent === null ? null : cityUnitId(unit.parent),
    validFrom: unit.valid_from,
    validTo: unit.valid_to,
  };
}

function codesOf(unit: Unit): NewCode[] {
  const range = { unitId: cityUnitId(unit.id), validFrom: unit.valid_from, validTo: unit.valid_to };
  return [
    { ...range, system: 'khue', code: unit.id },
    { ...range, system: unit.code_system === 'gso' ? 'gso' : 'internal', code: unit.code },
  ];
}

async function noteSources(db: Db, units: Unit[]): Promise<void> {
  await all(
    db,
    sql`
    insert into directory.unit_source (unit_id, source, verified)
    select unit.id, unit.source, unit.verified
    from unnest(
      ${units.map(({ id }) => cityUnitId(id))}::uuid[],
      ${units.map(({ source }) => source)}::text[],
      ${units.map(({ verified }) => verified)}::boolean[]
    ) as unit (id, source, verified)`,
  );
}

async function countSuccessions(db: Db): Promise<number> {
  const [row] = await all(db, sql<{ n: number }>`select count(*) as n from kernel.unit_succession`);
  return row?.n ?? 0;
}
