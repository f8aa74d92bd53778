import { createHash } from 'node:crypto';
import { readContent, type Indicator as Entry } from '#content/index.ts';
import type { Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { fresh } from '#kernel/set/index.ts';
import { listOwners } from '../store.ts';
import type { Indicator } from './model.ts';
import { versionOn } from './rules.ts';
import { addVersions, listSeeded, listVersions, lockCatalogue, type NewVersion } from './store.ts';

type Reader = Pick<Ctx, 'db' | 'actor' | 'today'>;

/** Every version of every indicator, by key and number, as known within the last 2 s: an indicator is looked at far more often than it changes. */
export async function listKnownVersions(ctx: Reader): Promise<Indicator[]> {
  return fresh(ctx.db, ctx.actor, ['programme.indicators', ctx.today], () => listVersions(ctx.db, ctx.today));
}

/** All indicators kept on a day (today without one), each in the version that holds, by key; with `retired` those no longer kept too. */
export async function listIndicators(ctx: Reader, { day = ctx.today, retired = false }: { day?: Day; retired?: boolean } = {}): Promise<Indicator[]> {
  const byKey = Map.groupBy(await listKnownVersions(ctx), ({ key }) => key);
  return [...byKey.values()].flatMap((versions) => versionOn(versions, day) ?? []).filter((one) => retired || !one.retired);
}

/** The indicator in the version that holds on a day; throws `missing`. */
export async function getIndicator(ctx: Pick<Ctx, 'db' | 'today'>, key: string, day: Day = ctx.today): Promise<Indicator> {
  return found(versionOn(await listVersions(ctx.db, ctx.today, [key]), day), 'indicators.no-indicator', { key });
}

/**
 * Enters what `content/indicators` says and the catalogue does not know yet; returns how many versions were added. What people changed on a page stays,
 * unless the content begins later. Pass a transaction. Does nothing before there are units.
 */
export async function loadIndicators(ctx: Pick<Ctx, 'db' | 'actor' | 'today'>, entries: Entry[] = readContent().indicators): Promise<number> {
  await lockCatalogue(ctx.db);
  const root = await getRoot(ctx.db, ctx.today);
  const owners = await listOwners(ctx.db, [...new Set(entries.map(({ owner }) => owner))], ctx.today);
  const known = Map.groupBy(await listSeeded(ctx.db), ({ key }) => key);
  const newer = entries.flatMap((entry): NewVersion[] => {
    const stored = known.get(entry.key) ?? [];
    const hash = createHash('sha256').update(JSON.stringify(entry)).digest('base64url');
    const edited = stored.some((version) => version.hash === null) && stored.some(({ validFrom }) => validFrom >= entry.valid_from);
    if (edited || stored.some((version) => version.hash === hash)) return [];
    return [versionFrom(entry, { number: (stored.at(-1)?.number ?? 0) + 1, ownerId: owners.get(entry.owner)?.unitId ?? root.id, contentHash: hash })];
  });
  if (newer.length === 0) return 0;
  await addVersions(ctx.db, newer);
  await record(
    ctx,
    newer.map(({ id, key, number, ownerId }) => ({ kind: 'programme.indicator-defined', subject: id, unitId: ownerId, day: ctx.today, data: { indicator: key, number } })),
  );
  return newer.length;
}

function versionFrom(entry: Entry, more: Pick<NewVersion, 'number' | 'ownerId' | 'contentHash'>): NewVersion {
  return {
    ...more,
    id: newId(),
    key: entry.key,
    validFrom: entry.valid_from,
    retired: false,
    nameVi: entry.name_vi,
    nameEn: entry.name_en,
    definitionVi: entry.definition_vi,
    definitionEn: entry.definition_en,
    formula: entry.formula,
    measure: entry.measure,
    unitVi: entry.unit_vi,
    unitEn: entry.unit_en,
    decimals: entry.decimals,
    direction: entry.direction,
    reporters: entry.reporters ?? [],
    reportingFrom: entry.reporting_from,
    periodicity: entry.periodicity,
    termWorkingDays: entry.term_working_days,
    source: entry.source,
    qualityVi: entry.quality_vi ?? '',
    qualityEn: entry.quality_en ?? '',
    verified: entry.verified,
    reason: '',
    createdBy: null,
  };
}
