import { readdirSync } from 'node:fs';
import { catalogues } from '#base/text/index.ts';
import { manifests } from '#program/index.ts';
import { app, sessionOf, type Role } from '#tests/walks/city.ts';
import { routeOf } from '#tests/walks/routes.ts';

/** One page as somebody got it. */
export type Seen = { who: string; url: string; from: string; route: string; status: number; html: string };

/** Addresses of one shape that one person opens: what differs is mostly the record shown. */
const ALIKE = 2;
/** A cookie: without it every record of a person would ask for one. */
export const PURPOSE = `purpose=${encodeURIComponent('Kiểm tra các trang')}`;

/** Follows every link and every form that only asks, from the first page on and as far as they are `mine`, as the demo person of a role; files are opened too, pages are returned. */
export async function crawl(
  role: Role | undefined,
  {
    locale = 'vi',
    alike = ALIKE,
    mine = () => true,
    skip = [],
    also = [],
  }: { locale?: 'vi' | 'en'; alike?: number; mine?: (path: string) => boolean; skip?: string[]; also?: string[] } = {},
): Promise<Seen[]> {
  const cookie = [role === undefined ? '' : await sessionOf(role), PURPOSE, `locale=${locale}`].filter(Boolean).join('; ');
  const seen: Seen[] = [];
  const opened = new Set<string>();
  const shapes = new Map<string, number>();
  const queue = ['/', ...also].map((path) => ({ url: new URL(path, app.url), from: 'start' }));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { url, from } = next;
    url.hash = '';
    const shape = shapeOf(url);
    const count = shapes.get(shape) ?? 0;
    if (opened.has(url.href) || count >= alike || skip.includes(url.pathname) || !(from === 'start' || mine(url.pathname))) continue;
    opened.add(url.href);
    shapes.set(shape, count + 1);
    const page = await open(url, cookie);
    const here = url.pathname + url.search;
    seen.push({ who: role ?? 'nobody', url: here, from, route: routeOf(url.pathname)?.name ?? '?', ...page });
    const base = page.location === undefined ? url : new URL(page.location, url);
    const targets = page.location === undefined ? targetsOf(page.html, base) : [base];
    // The links of the page of components are samples.
    for (const target of url.pathname === '/ui' ? [] : targets) if (target.origin === app.url) queue.push({ url: target, from: here });
  }
  return seen;
}

async function open(url: URL, cookie: string): Promise<{ status: number; html: string; location?: string }> {
  const answer = await fetch(url, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
  const html = answer.headers.get('content-type')?.startsWith('text/html') === true;
  const body = await answer.text();
  const location = answer.headers.get('location');
  return { status: answer.status, html: html ? body : '', ...(location === null ? {} : { location }) };
}

/** Addresses with the same route and the same names in the query are of one shape; sets and imports show different things by name. */
function shapeOf(url: URL): string {
  return `${routeOf(url.pathname)?.name ?? url.pathname}?${[...new Set(url.searchParams.keys())].sort().join('&')}`;
}

function targetsOf(html: string, base: URL): URL[] {
  const links = [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href = '']) => href);
  const forms = [...html.matchAll(/<form\s[^>]*>/g)].filter(([tag]) => /method="get"/i.test(tag)).map(([tag]) => /action="([^"]*)"/.exec(tag)?.[1] ?? base.pathname);
  return [...links, ...forms].map((href) => new URL(plain(href), base));
}

const plain = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>');

/** Names of sets stand in their catalogue, names of operations in the audit under their titles, for whoever asks for them through the API. */
const TITLED = Object.keys(catalogues().vi).flatMap((key) => (key.startsWith('audit.op.') ? [key.slice('audit.op.'.length)] : []));
const NAMES = new Set([...manifests.flatMap(({ sets, ratios }) => [...sets, ...ratios]).map(({ name }) => name), ...TITLED]);

const AREAS = readdirSync('locales/vi').map((file) => file.replace('.json', ''));
const KEY = new RegExp(`^(${AREAS.join('|')})(\\.[a-z0-9-]+)+$`);

/** What a page says that nobody should read: names of sentences in place of sentences, values that are none. */
export function oddTexts(html: string): string[] {
  const visible = html.replaceAll(/<(script|style|code|pre|svg)[\s>][\s\S]*?<\/\1>/g, ' ');
  const attributes = [...visible.matchAll(/\s(?:aria-label|placeholder|title|alt)="([^"]+)"/g)].map(([, text = '']) => text);
  const nodes = visible
    .split(/<[^>]*>/)
    .concat(attributes)
    .map((text) => plain(text).trim())
    .filter(Boolean);
  return nodes.filter((text) => (KEY.test(text) && !NAMES.has(text)) || /\b(undefined|NaN|Infinity|Invalid Date)\b|\[object |\{[a-z]+\}/.test(text));
}

/** Scripts that a page loads. */
export function scriptsOf(html: string): string[] {
  return [...html.matchAll(/<script[^>]*\ssrc="([^"]*)"/g)]
    .map(([, src = '']) => src)
    .concat([...html.matchAll(/<link[^>]*rel="modulepreload"[^>]*href="([^"]*)"/g)].map(([, href = '']) => href));
}
