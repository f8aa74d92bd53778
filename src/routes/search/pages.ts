import { mayAnywhere, type Actor } from '#kernel/org/index.ts';
import type { Translate } from '#base/text/index.ts';

/** Pages that the search finds by their titles; with a permission only for those who hold it somewhere. */
const PAGES = [
  { href: '/', key: 'ui.nav-today' },
  { href: '/city', key: 'ui.nav-city' },
  { href: '/targets', key: 'ui.nav-targets' },
  { href: '/indicators', key: 'indicators.title' },
  { href: '/indicators/new', key: 'indicators.add', permission: 'programme.edit-indicators' },
  { href: '/reports', key: 'reports.title', permission: 'programme.report-values' },
  { href: '/reports/appraise', key: 'reports.appraise-title', permission: 'programme.appraise-values' },
  { href: '/units', key: 'ui.nav-units' },
  { href: '/people', key: 'people.list-title', permission: 'directory.see-persons' },
  { href: '/people/new', key: 'people.add-title', permission: 'directory.edit-persons' },
  { href: '/me', key: 'ui.menu-me' },
  { href: '/me/data', key: 'people.data-title' },
  { href: '/me/looks', key: 'people.looks-title' },
  { href: '/me/messages', key: 'today.messages-title' },
  { href: '/me/security', key: 'ui.menu-security' },
  { href: '/imports', key: 'ui.menu-imports', permission: 'directory.import' },
  { href: '/reorganisations', key: 'ui.menu-reorganisations', permission: 'directory.reorganise' },
  { href: '/access', key: 'access.title', permission: 'directory.grant-roles' },
  { href: '/calendar', key: 'ui.menu-calendar' },
  { href: '/mail', key: 'ui.menu-mail', permission: 'account.manage' },
  { href: '/audit', key: 'audit.title', permission: 'audit.read' },
  { href: '/skills/certificates', key: 'skills-certificates.title' },
  { href: '/skills/certificates/issue', key: 'skills-certificates.officer-title', permission: 'skills.issue-certificates' },
  { href: '/certificates', key: 'skills-certificates.check-title' },
  { href: '/api/v1', key: 'ui.foot-api' },
];

/** Text without diacritics and in lower case, as `kernel.plain` makes it: "Đơn vị" and "don vi" meet. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
}

/** The pages whose title contains all words of the text. */
export function findPages(text: string, actor: Actor, t: Translate): { href: string; label: string }[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return PAGES.filter(({ permission }) => permission === undefined || mayAnywhere(actor, permission))
    .map(({ href, key }) => ({ href, label: t(key) }))
    .filter(({ label }) => words.every((word) => plain(label).includes(word)));
}
