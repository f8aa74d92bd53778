import type { RequestEvent } from '@sveltejs/kit';
import type { Db } from '#base/db/index.ts';
import { initials } from '#base/text/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { listOwnUnits } from '#modules/directory/index.ts';
import { liesUnder, type ShellData } from '#ui/shell.ts';

/** Where a link leads and what it is called; with a permission it is shown to those who have it somewhere. */
type Entry = { href: string; key: string; permission?: string };

/** An entry of the header with the pages that belong to it; they are shown in a second row while one of them is open. */
type Section = Entry & { within?: Entry[] };

const NAV: Section[] = [
  { href: '/', key: 'ui.nav-today' },
  {
    href: '/city',
    key: 'ui.nav-city',
    within: [
      { href: '/city', key: 'ui.nav-city' },
      { href: '/compare', key: 'ui.nav-compare' },
      { href: '/briefings', key: 'ui.nav-briefings', permission: 'programme.see-meetings' },
      { href: '/meetings', key: 'ui.nav-meetings' },
    ],
  },
  {
    href: '/targets',
    key: 'ui.nav-programme',
    within: [
      { href: '/targets', key: 'ui.nav-targets' },
      { href: '/programmes', key: 'ui.nav-programmes' },
      { href: '/roadmap', key: 'ui.nav-roadmap' },
      { href: '/indicators', key: 'ui.nav-indicators' },
      { href: '/reports', key: 'ui.menu-reports', permission: 'programme.report-values' },
      { href: '/reports/appraise', key: 'ui.menu-appraise', permission: 'programme.appraise-values' },
      { href: '/scorecards', key: 'ui.menu-scorecards' },
      { href: '/receipts', key: 'ui.menu-receipts' },
    ],
  },
  {
    href: '/skills',
    key: 'ui.nav-skills',
    within: [
      { href: '/skills', key: 'ui.nav-skills' },
      { href: '/skills/awareness', key: 'skills-awareness.title' },
      { href: '/skills/certificates', key: 'skills-certificates.title' },
      { href: '/skills/units', key: 'skills-groups.nav' },
      { href: '/skills/gaps', key: 'skills-groups.gaps-title', permission: 'skills.edit-requirements' },
      { href: '/skills/sessions', key: 'skills-sessions.title', permission: 'skills.run-sessions' },
      { href: '/skills/bank', key: 'skills-bank.title', permission: 'skills.edit-items' },
    ],
  },
  {
    href: '/learning',
    key: 'ui.nav-learning',
    within: [
      { href: '/learning', key: 'learning.title' },
      { href: '/learning/transcript', key: 'learning.transcript' },
      { href: '/learning/team', key: 'learning-assignment.team', permission: 'learning.see-team' },
      { href: '/learning/assignments', key: 'learning-assignment.title', permission: 'learning.assign' },
      { href: '/learning/records', key: 'learning-records.own-title' },
      { href: '/learning/records/clients', key: 'learning-records.nav', permission: 'learning.manage-clients' },
    ],
  },
  {
    href: '/understand',
    key: 'ui.nav-campaigns',
    within: [
      { href: '/understand', key: 'campaigns-task.title' },
      { href: '/library', key: 'campaigns-library.title' },
      { href: '/campaigns', key: 'campaigns.title', permission: 'campaigns.see-board' },
      { href: '/campaigns/messages', key: 'campaigns-message.title', permission: 'campaigns.prepare' },
      { href: '/campaigns/contact', key: 'campaigns-contact.title', permission: 'campaigns.help-unit' },
    ],
  },
  {
    href: '/transition',
    key: 'ui.nav-transition',
    within: [
      { href: '/transition', key: 'transition-impact.title' },
      { href: '/transition/own', key: 'transition-cases.own-title' },
      { href: '/transition/work', key: 'transition-work.title' },
      { href: '/transition/follow-ups', key: 'transition-work.follow-title', permission: 'transition.handle-cases' },
      { href: '/transition/calculator', key: 'transition.calculator-title' },
      { href: '/transition/pay', key: 'transition-pay.title' },
      { href: '/transition/union', key: 'transition-union.title', permission: 'transition.speak-for-union' },
    ],
  },
  { href: '/units', key: 'ui.nav-units' },
  { href: '/people', key: 'ui.nav-people', permission: 'directory.see-persons' },
];

const MENU: Entry[] = [
  { href: '/me', key: 'ui.menu-me' },
  { href: '/me/security', key: 'ui.menu-security' },
  { href: '/imports', key: 'ui.menu-imports', permission: 'directory.import' },
  { href: '/reorganisations', key: 'ui.menu-reorganisations', permission: 'directory.reorganise' },
  { href: '/access', key: 'ui.menu-access', permission: 'directory.grant-roles' },
  { href: '/cases', key: 'case.title' },
  { href: '/calendar', key: 'ui.menu-calendar' },
  { href: '/sign', key: 'ui.menu-sign' },
  { href: '/verify-document', key: 'ui.menu-verify' },
  { href: '/rules', key: 'rule.title' },
  { href: '/procedures', key: 'procedure.title' },
  { href: '/mail', key: 'ui.menu-mail', permission: 'account.manage' },
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
  const section = sectionOf(url.pathname);
  const within = section?.within ?? [];
  const units = await unitsOf(db, actor.personId, today);
  const chosen = units.find(({ id }) => id === cookies.get('unit')) ?? units.find(({ own }) => own) ?? units[0];
  return {
    ...frame,
    nav: links(NAV),
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

async function unitsOf(db: Db, personId: string, day: string): Promise<Own['units']> {
  const known = own.get(personId);
  if (known !== undefined && known.until > performance.now() && known.day === day) return known.units;
  const units = await listOwnUnits(db, personId, day);
  own.delete(personId);
  own.set(personId, { until: performance.now() + KEPT_MS, day, units });
  const oldest = own.size > MOST ? own.keys().next().value : undefined;
  if (oldest !== undefined) own.delete(oldest);
  return units;
}

/** The section that a page lies in: the one with the entry whose address is the longest beginning of the path. */
function sectionOf(path: string): Section | undefined {
  const length = (section: Section) => Math.max(...[section, ...(section.within ?? [])].map(({ href }) => (liesUnder(path, href) ? href.length : 0)));
  const [nearest] = NAV.toSorted((a, b) => length(b) - length(a));
  return nearest !== undefined && length(nearest) > 0 ? nearest : undefined;
}
