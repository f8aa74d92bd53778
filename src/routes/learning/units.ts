import type { RequestEvent } from '@sveltejs/kit';
import { rootsOf } from '#kernel/org/index.ts';
import { listOwnUnits } from '#modules/directory/index.ts';
import { signedIn } from '#web/load.ts';

/** The units over which the asker has a permission, and the one of `?unit=` among them, else the first. */
export async function unitsWith(event: Pick<RequestEvent, 'locals' | 'url'>, permission: string) {
  const person = signedIn(event);
  const { db, actor, today, locale } = event.locals.ctx;
  const roots = rootsOf(actor, permission);
  const units = (await listOwnUnits(db, person, today, locale)).filter(({ id }) => roots === 'everywhere' || roots.includes(id));
  const asked = event.url.searchParams.get('unit');
  return { units, unit: units.find(({ id }) => id === asked) ?? units[0] };
}
