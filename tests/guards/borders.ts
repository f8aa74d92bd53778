import { posix } from 'node:path';
import { arrows, order, packages, testTools, textReaders, type Place } from '../../architecture.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { importsOf, isTest, type Source } from './sources.ts';

const ALIASES = Object.entries(packageJson.imports).map(([from, to]) => ({ from: from.replace('*', ''), to: to.replace(/^\.\//, '').replace('*', '') }));
const MODULE = /^src\/modules\/([^/]+)$/;

/** The place of a file in the order, or undefined when the order does not know it. */
export function placeOf(path: string): Place | undefined {
  return order.find((place) => path === place.path || path.startsWith(`${place.path}/`) || place.also?.includes(path) === true);
}

/** The file of this repository that an import means; undefined for a package. */
export function targetOf(importer: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier);
  const alias = ALIASES.find(({ from }) => specifier === from || (from.endsWith('/') && specifier.startsWith(from)));
  return alias && alias.to + specifier.slice(alias.from.length);
}

/** What is wrong with the imports of one file, a sentence each. */
export function wrongImports(source: Source): string[] {
  const own = placeOf(source.path);
  if (own === undefined) return [`${source.path} lies in no place of architecture.ts`];
  return importsOf(source).flatMap((specifier) => {
    const target = targetOf(source.path, specifier);
    if (target?.startsWith('node_modules/') === true) return [];
    if (target === undefined) return wrongPackage(source.path, own, specifier);
    const problem = wrongImport(source.path, own, target);
    return problem === undefined ? [] : [`${source.path} imports ${target}: ${problem}`];
  });
}

/** The program keeps each of these packages in one place; tests and what stands beside the program may use any. */
function wrongPackage(importer: string, own: Place, specifier: string): string[] {
  const name = Object.keys(packages).find((one) => specifier === one || specifier.startsWith(`${one}/`));
  if (name === undefined || isTest(importer) || !own.path.startsWith('src/') || packages[name]?.includes(own.path) === true) return [];
  return [`${importer} imports ${specifier}: only ${packages[name]?.join(', ')} does`];
}

function wrongImport(importer: string, own: Place, target: string): string | undefined {
  if (target === 'package.json') return undefined;
  const place = placeOf(target);
  if (place === undefined) return 'it lies in no place of architecture.ts';
  if (target.endsWith('/testing.ts') && !isTest(importer) && own.path.startsWith('src/')) return 'it is there for tests only';
  if (place === own) return undefined;
  const tool = isTest(importer) && testTools.includes(place.path);
  if (!tool && order.indexOf(place) > order.indexOf(own)) return `${place.path} stands below ${own.path}`;
  const [from, to] = [MODULE.exec(own.path)?.[1], MODULE.exec(place.path)?.[1]];
  if (from !== undefined && to !== undefined && arrows[from]?.includes(to) !== true) return `the module ${from} may not import ${to}`;
  return entersByDoor(importer, place, target) ? undefined : `${place.path} is entered through its index.ts only`;
}

function entersByDoor(importer: string, place: Place, target: string): boolean {
  if (target === place.path || target === `${place.path}/index.ts` || place.also?.includes(target) === true) return true;
  const inside = target.slice(place.path.length + 1);
  if (importer.endsWith('.svelte') && place.path.startsWith('src/modules/') && inside.endsWith('model.ts')) return true;
  if (place.path === 'src/base/text' && !textReaders.some((reader) => importer.startsWith(reader))) return false;
  return (place.open ?? []).some((open) => open === '/' || open === inside || (open === '*.json' && inside.endsWith('.json')));
}
