import type { RequestEvent } from '@sveltejs/kit';
import type { Ctx } from '#kernel/operation/index.ts';
import { initials } from '#base/text/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { listOwnUnits } from '#modules/directory/index.ts';
import { liesUnder, type ShellData } from '#ui/shell.ts';
import { guideFor } from './guides.ts';
import { MENU, SECTIONS, type Entry, type Section } from './pages.ts';

/** The frame of the page for whoever asks. */
export async function shellOf({ locals, url, cookies }: Pick<RequestEvent, 'locals' | 'url' | 'cookies'>): Promise<ShellData> {
  const { actor, locale, services } = locals.ctx;
  const guide = guideFor(url.pathname);
  const help = guide === undefined ? '/help' : `/help/${guide}`;
  const frame = { demo: services.demo, locale, path: url.pathname, here: url.pathname + url.search, help };
  if (actor.kind !== 'person') return { ...frame, nav: [] };
  const links = (entries: Entry[]) =>
    entries
      .filter(({ permission }) => permission === undefined || mayAnywhere(actor, permission))
      .map(({ href, key, guide: of }) => ({ href, label: locals.t(key), ...(of !== undefined && { help: `/help/${of}` }) }));
  const section = sectionOf(url.pathname);
  const within = section?.within ?? [];
  const units = await unitsOf(locals.ctx, actor.personId);
  const chosen = units.find(({ id }) => id === cookies.get('unit')) ?? units.find(({ own }) => own) ?? units[0];
  return {
    ...frame,
    nav: links(SECTIONS),
    within: links(within),
    ...(section === undefined ? {} : { section: section.href }),
    me: { name: actor.name, initials: initials(actor.name), unitName: chosen?.name ?? '', href: '/me', links: links(MENU) },
    ...(chosen === undefined ? {} : { unit: { id: chosen.id, name: chosen.name } }),
    units: units.map(({ id, name }) => ({ id, name })),
  };
}

/** For how long the units of the switch are shown as they were, in milliseconds; what somebody may do is asked anew for every page. */
const KEPT_MS = 30_000;
const MOST = 5000;

type Own = { until: number; day: string; units: Awaited<ReturnType<typeof listOwnUnits>> };
const own = new Map<string, Own>();

async function unitsOf({ db, locale, today: day }: Pick<Ctx, 'db' | 'locale' | 'today'>, personId: string): Promise<Own['units']> {
  const key = `${personId} ${locale}`;
  const known = own.get(key);
  if (known !== undefined && known.until > performance.now() && known.day === day) return known.units;
  const units = await listOwnUnits(db, personId, day, locale);
  own.delete(key);
  own.set(key, { until: performance.now() + KEPT_MS, day, units });
  const oldest = own.size > MOST ? own.keys().next().value : undefined;
  if (oldest !== undefined) own.delete(oldest);
  return units;
}

/** The section that a page lies in: the one with the entry whose address is the longest beginning of the path. */
function sectionOf(path: string): Section | undefined {
  const length = (section: Section) => Math.max(...[section, ...(section.within ?? [])].map(({ href }) => (liesUnder(path, href) ? href.length : 0)));
  const [nearest] = SECTIONS.toSorted((a, b) => length(b) - length(a));
  return nearest !== undefined && length(nearest) > 0 ? nearest : undefined;
}
