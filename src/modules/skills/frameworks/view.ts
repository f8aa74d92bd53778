import type { Crosswalk, Framework } from '#content/skills/framework.ts';
import { found } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { BASE, frameworkContent } from './content.ts';
import type { FrameworkLine, FrameworkView, ItemCount, Related } from './model.ts';
import type { CFPackage } from './package.ts';
import { countItems, listImported } from './store.ts';

/** Every framework that is known, with where it comes from, and all cross-walks. */
export type Known = { frameworks: { framework: Framework; package: CFPackage | undefined }[]; crosswalks: Crosswalk[] };

/** The frameworks of the content files and those that were put in. */
export async function knownFrameworks(ctx: Pick<Ctx, 'db' | 'services'>): Promise<Known> {
  const { frameworks, crosswalks } = frameworkContent(ctx.services.root);
  const imported = await listImported(ctx.db);
  return {
    frameworks: [...frameworks.map((framework) => ({ framework, package: undefined })), ...imported.map((one) => ({ framework: one.framework, package: one.package }))],
    crosswalks: [...crosswalks, ...imported.flatMap((one) => one.crosswalks)],
  };
}

/** A framework as a line of the list. */
export function lineFrom(framework: Framework, imported: boolean): FrameworkLine {
  const areas = framework.parts.filter(({ parent }) => parent === null).length;
  return {
    id: framework.id,
    titleVi: framework.title_vi,
    titleEn: framework.title_en,
    aboutVi: framework.about_vi,
    aboutEn: framework.about_en,
    publisher: framework.publisher,
    version: framework.version,
    validFrom: framework.valid_from,
    validTo: framework.valid_to,
    verified: framework.verified,
    imported,
    areas,
    competences: framework.parts.length - areas,
    levels: framework.levels.length,
  };
}

/** A framework with what relates to it and how many items there are; throws `missing`. */
export async function viewOf(ctx: Pick<Ctx, 'db' | 'services'>, id: string): Promise<FrameworkView> {
  const known = await knownFrameworks(ctx);
  const one = found(
    known.frameworks.find(({ framework }) => framework.id === id),
    'skills-frameworks.no-framework',
  );
  const counts = await countItems(ctx.db);
  return {
    framework: one.framework,
    imported: one.package !== undefined,
    related: relatedTo(one.framework, known),
    items: one.framework.parts.map(({ code }) => itemsOf(id, code, known.crosswalks, counts)),
  };
}

function relatedTo(framework: Framework, { frameworks, crosswalks }: Known): Related[] {
  return framework.parts.flatMap(({ code }) =>
    crosswalks.flatMap((walk) => {
      const forth = walk.from.framework === framework.id && walk.from.code === code;
      if (!forth && !(walk.to.framework === framework.id && walk.to.code === code)) return [];
      const there = forth ? walk.to : walk.from;
      const other = frameworks.find((one) => one.framework.id === there.framework)?.framework;
      const part = other?.parts.find((one) => one.code === there.code);
      return other === undefined || part === undefined ? [] : [lineOf(code, walk, other, part)];
    }),
  );
}

function lineOf(code: string, { relation, source, verified }: Crosswalk, other: Framework, part: Framework['parts'][number]): Related {
  return {
    code,
    relation,
    otherFramework: other.id,
    otherTitleVi: other.title_vi,
    otherTitleEn: other.title_en,
    otherCode: part.code,
    otherNameVi: part.name_vi,
    otherNameEn: part.name_en,
    source,
    verified,
  };
}

/** The items of a part: its own in the base framework, those of what is exactly the same elsewhere; an area has those of its competences. */
function itemsOf(framework: string, code: string, crosswalks: Crosswalk[], counts: { competence: string; items: number }[]): ItemCount {
  const exact = crosswalks.find(({ from, to, relation }) => from.framework === framework && from.code === code && to.framework === BASE && relation === 'exact');
  const base = framework === BASE ? code : exact?.to.code;
  if (base === undefined) return { code, items: null };
  const items = counts.filter(({ competence }) => competence === base || competence.startsWith(`${base}.`)).reduce((sum, one) => sum + one.items, 0);
  return { code, items };
}
