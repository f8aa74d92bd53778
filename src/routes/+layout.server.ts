import { catalogues } from '#base/text/index.ts';
import { isOpen } from '#web/open.ts';
import { shellOf } from '#web/shell.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => ({
  locale: event.locals.ctx.locale,
  texts: catalogues(event.locals.ctx.services.root),
  shell: isOpen(event.url.pathname) ? undefined : await shellOf(event),
});
