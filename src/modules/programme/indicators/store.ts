import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { Formula, type Indicator } from './model.ts';

/** A version as it is put in; `ownerId` is a unit. */
export type NewVersion = Omit<Indicator, 'version' | 'validTo' | 'owner' | 'createdBy' | 'createdAt'> & {
  id: string;
  ownerId: string;
  contentHash: string | null;
  createdBy: string | null;
};

type Row = Omit<Indicator, 'formula' | 'createdAt' | 'owner'> & { formula: unknown; createdAt: Date; ownerId: string; ownerVi: string | null; ownerEn: string | null };

/** The versions of these indicators (of all without `keys`) by key and number; owners are called as they are today. */
export async function listVersions(db: Db, today: Day, keys?: string[]): Promise<Indicator[]> {
  const rows = await all(
    db,
    sql<Row>`
    select version.indicator_key as key, version.id as version, version.number, version.valid_from as "validFrom", version.valid_to as "validTo", version.retired,
      version.name_vi as "nameVi", version.name_en as "nameEn", version.definition_vi as "definitionVi", version.definition_en as "definitionEn", version.formula,
      version.measure, version.unit_vi as "unitVi", version.unit_en as "unitEn", version.decimals, version.direction, version.owner_id as "ownerId",
      owner.name_vi as "ownerVi", owner.name_en as "ownerEn", version.reporters, version.reporting_from as "reportingFrom", version.periodicity,
      version.term_working_days as "termWorkingDays", version.source, version.quality_vi as "qualityVi", version.quality_en as "qualityEn", version.verified,
      version.reason, person.name as "createdBy", version.created_at as "createdAt"
    from programme.indicator_version as version
    left join kernel.person on person.id = version.created_by
    left join lateral (
      select named.name_vi, named.name_en
      from kernel.unit_version as named
      where named.unit_id = version.owner_id
        and named.valid_from <= ${today}
      order by named.valid_from desc
      limit 1
    ) as owner on true
    where ${keys === undefined}
      or version.indicator_key = any(${keys ?? []}::text[])
    order by version.indicator_key, version.number`,
  );
  return rows.map(({ ownerId, ownerVi, ownerEn, createdAt, formula, ...row }) => ({
    ...row,
    formula: Value.Parse(Formula, formula),
    owner: { unitId: ownerId, nameVi: ownerVi ?? '', nameEn: ownerEn ?? '' },
    createdAt: createdAt.toISOString(),
  }));
}

/** What was seeded from content: key, hash, and whether the version was made by a person; by key and number. */
export async function listSeeded(db: Db): Promise<{ key: string; number: number; hash: string | null; validFrom: Day }[]> {
  return all(
    db,
    sql<{ key: string; number: number; hash: string | null; validFrom: Day }>`
    select version.indicator_key as key, version.number, version.content_hash as hash, version.valid_from as "validFrom"
    from programme.indicator_version as version
    order by version.indicator_key, version.number`,
  );
}

/** Lets one process at a time enter what the content says. */
export async function lockCatalogue(db: Db): Promise<void> {
  await one(db, sql`select pg_advisory_xact_lock(7201004)`);
}

/** Adds versions; those of the same indicator that would reach into them end where they begin. Breaks `indicator_version_number_taken` when a number stands. */
export async function addVersions(db: Db, versions: NewVersion[]): Promise<void> {
  const json = JSON.stringify(versions);
  await all(
    db,
    sql`
    insert into programme.indicator (key)
    select distinct item.key
    from jsonb_to_recordset(${json}::jsonb) as item (key text)
    on conflict do nothing`,
  );
  await all(
    db,
    sql`
    update programme.indicator_version as version
    set valid_to = greatest(version.valid_from, item."validFrom")
    from jsonb_to_recordset(${json}::jsonb) as item (key text, "validFrom" date)
    where version.indicator_key = item.key
      and version.valid_to > item."validFrom"`,
  );
  await all(
    db,
    sql`
    insert into programme.indicator_version (id, indicator_key, number, valid_from, retired, name_vi, name_en, definition_vi, definition_en, formula, measure,
      unit_vi, unit_en, decimals, direction, owner_id, reporters, reporting_from, periodicity, term_working_days, source, quality_vi, quality_en, verified,
      reason, content_hash, created_by)
    select item.id, item.key, item.number, item."validFrom", item.retired, item."nameVi", item."nameEn", item."definitionVi", item."definitionEn", item.formula,
      item.measure, item."unitVi", item."unitEn", item.decimals, item.direction, item."ownerId", item.reporters, item."reportingFrom", item.periodicity,
      item."termWorkingDays", item.source, item."qualityVi", item."qualityEn", item.verified, item.reason, item."contentHash", item."createdBy"
    from jsonb_to_recordset(${json}::jsonb) as item (id uuid, key text, number integer, "validFrom" date, retired boolean, "nameVi" text, "nameEn" text,
      "definitionVi" text, "definitionEn" text, formula jsonb, measure text, "unitVi" text, "unitEn" text, decimals integer, direction text, "ownerId" uuid,
      reporters text[], "reportingFrom" date, periodicity text, "termWorkingDays" integer, source text, "qualityVi" text, "qualityEn" text, verified boolean,
      reason text, "contentHash" text, "createdBy" uuid)`,
  );
}

/** Whether the city's units are loaded. */
export async function hasUnits(db: Db): Promise<boolean> {
  return (await one(db, sql`select 1 from kernel.unit limit 1`)) !== undefined;
}
