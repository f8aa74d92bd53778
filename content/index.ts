import { Value } from 'typebox/value';
import rawSources from './hanoi/sources.json' with { type: 'json' };
import rawSuccession from './hanoi/succession.json' with { type: 'json' };
import rawTemplates from './hanoi/unit-templates.json' with { type: 'json' };
import rawAfter from './hanoi/units-2025-07.json' with { type: 'json' };
import rawBefore from './hanoi/units-before-2025-07.json' with { type: 'json' };
import rawCity from './hanoi/units-city.json' with { type: 'json' };
import rawCounted from './indicators/counted.json' with { type: 'json' };
import rawReported from './indicators/reported.json' with { type: 'json' };
import rawHanoi2025 from './programmes/hanoi-2025.json' with { type: 'json' };
import rawHanoi57 from './programmes/hanoi-57.json' with { type: 'json' };
import rawNational from './programmes/national.json' with { type: 'json' };
import rawRoles from './roles.json' with { type: 'json' };
import rawDti from './indexes/dti-2022.json' with { type: 'json' };
import rawWard from './indexes/khue-ward.json' with { type: 'json' };
import rawService from './indexes/qd-766.json' with { type: 'json' };
import { Index } from './indexes/schema.ts';
import { files } from './schema.ts';
import type { Indicator, Permission, Programme, Role, Source, Succession, Unit, UnitTemplate } from './schema.ts';

export { Component, Group, Index, Rule } from './indexes/schema.ts';
export type { Formula, Indicator, Part, Permission, Programme, Role, Source, Succession, Unit, UnitTemplate } from './schema.ts';

/** Everything the content files of the city say; inner units of wards are templates, not yet units. */
export type Content = {
  units: Unit[];
  templates: UnitTemplate[];
  succession: Succession[];
  sources: Source[];
  everyone: string[];
  permissions: Permission[];
  roles: Role[];
  indicators: Indicator[];
  programmes: Programme[];
};

/** Reads and checks all content files; throws typebox's `ParseError` when one has another form. */
export function readContent(): Content {
  const roles = Value.Parse(files.roles, rawRoles);
  return {
    units: [rawCity, rawBefore, rawAfter].flatMap((file) => Value.Parse(files.units, file).units),
    templates: Value.Parse(files.templates, rawTemplates).templates,
    succession: Value.Parse(files.succession, rawSuccession).succession,
    sources: Value.Parse(files.sources, rawSources).sources,
    everyone: roles.everyone,
    permissions: roles.permissions,
    roles: roles.roles,
    indicators: [rawReported, rawCounted].flatMap((file) => Value.Parse(files.indicators, file).indicators),
    programmes: [rawHanoi2025, rawHanoi57, rawNational].map((file) => Value.Parse(files.programme, file)),
  };
}

/** The index catalogues that come with Khuê; throws typebox's `ParseError` when one has another form. */
export function readIndexes(): Index[] {
  return [rawWard, rawService, rawDti].map(({ index }) => Value.Parse(Index, index));
}

/** All units with the inner units of the templates (id and code: those of the unit, a dot, the suffix); parents come before children. */
export function expandUnits(content: Pick<Content, 'units' | 'templates'>): Unit[] {
  const inner = content.units.flatMap((unit) => content.templates.filter((t) => t.for.includes(unit.kind) && overlaps(t, unit)).map((t) => innerUnit(unit, t)));
  return [...content.units, ...inner];
}

/** Whether the unit stands on the day. */
export function standsOn(unit: Pick<Unit, 'valid_from' | 'valid_to'>, day: string): boolean {
  return unit.valid_from <= day && day < unit.valid_to; // 'infinity' sorts after every digit
}

function overlaps(a: Pick<Unit, 'valid_from' | 'valid_to'>, b: Pick<Unit, 'valid_from' | 'valid_to'>): boolean {
  return a.valid_from < b.valid_to && b.valid_from < a.valid_to;
}

function innerUnit(unit: Unit, t: UnitTemplate): Unit {
  return {
    id: `${unit.id}.${t.suffix}`,
    kind: t.kind,
    name_vi: t.name_vi,
    name_en: t.name_en,
    code: `${unit.code}.${t.suffix}`,
    code_system: 'khue',
    parent: unit.id,
    valid_from: t.valid_from > unit.valid_from ? t.valid_from : unit.valid_from,
    valid_to: t.valid_to < unit.valid_to ? t.valid_to : unit.valid_to,
    source: t.source,
    verified: t.verified,
  };
}
