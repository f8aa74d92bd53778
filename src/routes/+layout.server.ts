import { catalogues } from '#base/text/index.ts';
import { shellOf } from '#web/shell.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => ({
  locale: event.locals.ctx.locale,
  texts: catalogues(event.locals.ctx.services.root),
  shell: await shellOf(event),
});
