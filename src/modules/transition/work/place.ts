import { readContent } from '#content/index.ts';

/** Longitude and latitude in degrees (WGS 84). */
export type Point = readonly [longitude: number, latitude: number];

const EARTH_KM = 6371;

/** Distance as the crow flies between two points, in km with one decimal place. The way by road is longer. */
export function kmBetween([lonA, latA]: Point, [lonB, latB]: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2;
  const share = half(latA, latB) + Math.cos(radians(latA)) * Math.cos(radians(latB)) * half(lonA, lonB);
  return Math.round(20 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, share)))) / 10;
}

/** A commune with its centre, which is approximate. */
export type Commune = { code: string; nameVi: string; nameEn: string; centre: Point };

let communes: ReadonlyMap<string, Commune> | undefined;

/** The communes of the content files by their code of the statistics office. */
export function knownCommunes(): ReadonlyMap<string, Commune> {
  communes ??= new Map(
    readContent().units.flatMap(({ code, name_vi, name_en, centre }): [string, Commune][] =>
      centre === undefined ? [] : [[code, { code, nameVi: name_vi, nameEn: name_en, centre }]],
    ),
  );
  return communes;
}

/** The centre of a commune by its code; null when it is unknown. */
export function pointOf(code: string | null): Point | null {
  return code === null ? null : (knownCommunes().get(code)?.centre ?? null);
}
