import type { RequestEvent } from '@sveltejs/kit';
import { initials } from '#base/text/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { listOwnUnits } from '#modules/directory/index.ts';
import type { ShellData } from '#ui/shell.ts';

type Entry = { href: string; key: string; permission?: string };

/** What the header leads to; an entry with a permission is shown to those who have it somewhere. */
const NAV: Entry[] = [
  { href: '/', key: 'ui.nav-today' },
  { href: '/city', key: 'ui.nav-city' },
  { href: '/targets', key: 'ui.nav-targets' },
  { href: '/skills', key: 'ui.nav-skills' },
  { href: '/indicators', key: 'ui.nav-indicators' },
  { href: '/units', key: 'ui.nav-units' },
  { href: '/people', key: 'ui.nav-people', permission: 'directory.see-persons' },
];

const MENU: Entry[] = [
  { href: '/me', key: 'ui.menu-me' },
  { href: '/me/security', key: 'ui.menu-security' },
  { href: '/skills/certificates', key: 'skills-certificates.title' },
  { href: '/reports', key: 'ui.menu-reports', permission: 'programme.report-values' },
  { href: '/reports/appraise', key: 'ui.menu-appraise', permission: 'programme.appraise-values' },
  { href: '/scorecards', key: 'ui.menu-scorecards' },
  { href: '/imports', key: 'ui.menu-imports', permission: 'directory.import' },
  { href: '/reorganisations', key: 'ui.menu-reorganisations', permission: 'directory.reorganise' },
  { href: '/access', key: 'ui.menu-access', permission: 'directory.grant-roles' },
  { href: '/calendar', key: 'ui.menu-calendar' },
  { href: '/mail', key: 'ui.menu-mail', permission: 'account.manage' },
  { href: '/receipts', key: 'ui.menu-receipts' },
  { href: '/proof', key: 'ui.menu-proof', permission: 'proof.verify' },
  { href: '/audit', key: 'ui.menu-audit', permission: 'audit.read' },
];

/** The frame of the page for whoever asks. */
export async function shellOf({ locals, url, cookies }: Pick<RequestEvent, 'locals' | 'url' | 'cookies'>): Promise<ShellData> {
  const { actor, db, today, locale, services } = locals.ctx;
  const frame = { demo: services.demo, locale, path: url.pathname, here: url.pathname + url.search };
  if (actor.kind !== 'person') return { ...frame, nav: [] };
  const links = (entries: Entry[]) =>
    entries.filter(({ permission }) => permission === undefined || mayAnywhere(actor, permission)).map(({ href, key }) => ({ href, label: locals.t(key) }));
  const units = await listOwnUnits(db, actor.personId, today);
  const chosen = units.find(({ id }) => id === cookies.get('unit')) ?? units.find(({ own }) => own) ?? units[0];
  return {
    ...frame,
    nav: links(NAV),
    me: { name: actor.name, initials: initials(actor.name), unitName: chosen?.name ?? '', href: '/me', links: links(MENU) },
    ...(chosen === undefined ? {} : { unit: { id: chosen.id, name: chosen.name } }),
    units: units.map(({ id, name }) => ({ id, name })),
  };
}
