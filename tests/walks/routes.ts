import { readdirSync } from 'node:fs';

/** A route of the program: `/units/[id]/posts`, whether it is a page, and what its addresses look like. */
export type Route = { name: string; page: boolean; pattern: RegExp };

/** All routes under `src/routes`, those with fewer parameters first, so that the first one that fits an address is its own. */
export const routes: Route[] = readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /(^|\/)\+(page\.svelte|server\.ts)$/.test(path))
  .map((path) => {
    const name = `/${path.replace(/(^|\/)\+[^/]+$/, '')}`.replaceAll(/\/\([^)]+\)/g, '') || '/';
    const source = name
      .replaceAll('.', '\\.')
      .replaceAll(/\[\\\.\\\.\\\.[^\]]+\]/g, '.+')
      .replaceAll(/\[[^\]]+\]/g, '[^/]+');
    return { name, page: path.endsWith('.svelte'), pattern: new RegExp(`^${source}$`) };
  })
  .sort((a, b) => Number(a.name.includes('...')) - Number(b.name.includes('...')) || a.name.split('[').length - b.name.split('[').length);

/** The route that an address of this site leads to. */
export function routeOf(pathname: string): Route | undefined {
  return routes.find(({ pattern }) => pattern.test(pathname));
}
