import type { RequestEvent } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { listMine } from '#kernel/message/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { givenName, listOwnLooks, readMe } from '#modules/directory/index.ts';
import { manifests } from '#program/index.ts';
import type { Task } from '#ui/types.ts';
import { load as read } from '#web/load.ts';

/** A page that some role needs often; `key` is its title in locales. */
const SHORTCUTS = [
  { href: '/city', key: 'today.go-city', permission: 'directory.see-figures' },
  { href: '/people', key: 'today.go-people', permission: 'directory.see-persons' },
  { href: '/imports', key: 'today.go-imports', permission: 'directory.import' },
  { href: '/access', key: 'today.go-access', permission: 'directory.grant-roles' },
  { href: '/targets', key: 'today.go-report', permission: 'programme.report-values' },
  { href: '/reports', key: 'reports.title', permission: 'programme.report-values' },
  { href: '/reports/appraise', key: 'reports.appraise-title', permission: 'programme.appraise-values' },
  { href: '/scorecards', key: 'today.go-scorecards', permission: 'programme.self-score' },
  { href: '/skills/certificates/issue', key: 'skills-certificates.officer-title', permission: 'skills.issue-certificates' },
  { href: '/calendar', key: 'today.go-calendar', permission: 'calendar.edit' },
  { href: '/audit', key: 'today.go-audit', permission: 'audit.read' },
];

const LATEST = 3;

/** What the first page says to whoever is signed in: what awaits them, what they were told, who looked at their record, where to go. */
export async function todayOf(event: RequestEvent) {
  const { ctx, t } = event.locals;
  const me = await read(event, readMe, {});
  const { looks } = await read(event, listOwnLooks, { limit: LATEST });
  const told = await read(event, listMine, { unread: true, limit: LATEST });
  const tasks = (await listAwaiting(ctx, manifests)).map(({ key, values, href, due, hint }): Task => ({
    title: t(key, values),
    href,
    due,
    hint: hint && t(hint.key, hint.values),
    tag: tagOf(due, ctx.today, t),
  }));
  const shortcuts = SHORTCUTS.filter(({ permission }) => mayAnywhere(ctx.actor, permission)).map(({ href, key }) => ({ href, label: t(key) }));
  if (me.unitId !== null) shortcuts.unshift({ href: `/units/${me.unitId}`, label: me.unitName ?? '' });
  return { me, given: givenName(me.name), address: me.sex ?? 'other', tasks, looks, told, shortcuts, today: ctx.today, requestId: newId() };
}

function tagOf(due: string | undefined, today: string, t: (key: string) => string): Task['tag'] {
  if (due === undefined || due > today) return undefined;
  return due === today ? { tone: 'caution', text: t('today.due-today') } : { tone: 'bad', text: t('today.due-over') };
}
