import { describe, expect, test } from 'vitest';
import { app, ROLES, sessionOf, type Role } from '#tests/walks/city.ts';
import { PURPOSE } from '#tests/walks/crawl.ts';
import { walked } from '#tests/walks/pages.ts';
import { routeOf } from '#tests/walks/routes.ts';

/** A form of a page that is sent: where to, and its controls by name. */
type Form = { page: string; action: string; files: boolean; controls: Control[] };
type Control = { tag: string; name: string; type: string; value: string; kept: boolean };

/** What nobody means. */
const WRONG = '§ sai §';
/** Fields whose contents never come back. */
const SECRETS = ['password', 'again', 'current', 'next', 'pkcs12Password', 'pin', 'identityNumber', 'code'];

/** Every form of the pages that `walkPages` has opened, sent empty and sent with nonsense, as a browser without JavaScript sends it. The last walk of a city: what is taken by mistake harms nobody. */
export function walkForms(): void {
  describe('forms that are sent wrongly', () => {
    test.each(ROLES)(
      'those that %s is the first to meet: each line of the summary makes sense alone and leads to its field, and what was typed is still there',
      { timeout: 120_000 },
      async (role) => {
        const wrong: string[] = [];
        const cookie = await cookieOf(role);
        for (const form of formsOf(role)) {
          const empty = await faultsOf(form, '', cookie);
          // What was taken although it was empty is not there to be sent again.
          wrong.push(...(empty ?? []));
          if (empty !== undefined && form.controls.some(({ kept }) => kept)) wrong.push(...((await faultsOf(form, WRONG, cookie)) ?? []));
        }
        expect(wrong).toEqual([]);
      },
    );
    test('were met in many kinds', () => expect(sent.size).toBeGreaterThan(15));
  });
}

const cookieOf = async (role: Role): Promise<string> => [await sessionOf(role), PURPOSE, 'locale=vi'].join('; ');
const attribute = (tag: string, name: string): string => plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const plain = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Kinds of forms that somebody has sent already: that others may send them, too, is not looked at here. */
const sent = new Set<string>();

/** The forms that somebody meets and nobody before, in which there is something to fill in, one of each kind. */
function formsOf(role: Role): Form[] {
  const forms: Form[] = [];
  for (const { url, html, status } of walked.filter(({ who }) => who === role)) {
    if (status !== 200 || url.startsWith('/ui')) continue;
    for (const [, tag = '', inside = ''] of html.matchAll(/(<form\s[^>]*>)([\s\S]*?)<\/form>/g)) {
      if (attribute(tag, 'method').toLowerCase() !== 'post') continue;
      const action = new URL(attribute(tag, 'action') || url, app.url + url);
      const form = { page: url, action: action.pathname + action.search, files: attribute(tag, 'enctype') === 'multipart/form-data', controls: controlsOf(inside) };
      const kind = `${routeOf(action.pathname)?.name ?? ''}${action.search.split('&')[0] ?? ''} ${form.controls.map(({ name }) => name.replaceAll(/[0-9a-f-]{36}|\d+/g, '#')).join()}`;
      if (!form.controls.some(({ type }) => type !== 'hidden' && type !== 'button') || sent.has(kind)) continue;
      sent.add(kind);
      forms.push(form);
    }
  }
  return forms;
}

function controlsOf(html: string): Control[] {
  // The first button is the one that is pressed.
  const [button] = [...html.matchAll(/<button\s(?:[^>]*\s)?name="[^>]*>/g)];
  const pressed = button === undefined ? [] : [{ tag: 'button', name: attribute(button[0], 'name'), type: 'button', value: attribute(button[0], 'value'), kept: false }];
  const controls = [...html.matchAll(/<(input|select|textarea)\s[^>]*>/g)].flatMap(([text, tag = '']) => {
    const [name, type] = [attribute(text, 'name'), attribute(text, 'type') || tag];
    const kept = (tag === 'textarea' || ['text', 'email', 'tel', 'search', 'number', 'date', 'input'].includes(type)) && !SECRETS.includes(name) && !/\sdisabled/.test(text);
    return name === '' ? [] : [{ tag, name, type, value: attribute(text, 'value'), kept }];
  });
  return [...controls, ...pressed];
}

/** Sends a form and tells what is wrong with the page that refuses it; undefined when the form was taken. */
async function faultsOf(form: Form, filled: string, cookie: string): Promise<string[] | undefined> {
  const fields = form.files ? new FormData() : new URLSearchParams();
  for (const { name, type, value, kept } of form.controls) {
    if (type === 'hidden' || type === 'button') fields.append(name, value);
    else if (kept) fields.append(name, filled);
    else if (type === 'select') fields.append(name, '');
  }
  const answer = await fetch(app.url + form.action, { method: 'POST', body: fields, headers: { origin: app.url, cookie, accept: 'text/html' }, redirect: 'manual' });
  const html = await answer.text();
  const where = `${form.page} → ${form.action} (${filled === '' ? 'empty' : 'wrong'}): `;
  if (answer.status >= 500) return [`${where}${answer.status}`];
  if (answer.status < 400) return undefined;
  if (answer.status === 403 || answer.status === 404) return [];
  // When what it was about has changed meanwhile, the form is not there any more, and the page says why.
  const there = form.controls.some(({ name, type }) => type !== 'hidden' && type !== 'button' && html.includes(` name="${name}"`));
  if (!there) return [];
  return [...summaryFaults(html), ...(filled === '' || answer.status === 409 ? [] : lost(form, html))].map((fault) => where + fault);
}

function summaryFaults(html: string): string[] {
  const [, summary] = /id="error-summary"([\s\S]*?)<\/ul>/.exec(html) ?? [];
  if (summary === undefined) return ['no summary of errors'];
  const lines = [...summary.matchAll(/<a href="#([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)];
  return lines.flatMap(([, id = '', text = '']) => {
    if (!html.includes(` id="${id}"`)) return [`“${text}” leads to #${id}, which is not there`];
    const label = new RegExp(` for="${id}"[^>]*>([^<]+)`).exec(html)?.[1]?.trim() ?? ':';
    return id === 'page' || /^[^:?]{2,}[:?] ./.test(text) || text.startsWith(label) ? [] : [`“${text}” does not name its field #${id}`];
  });
}

/** Names of fields whose contents are not on the page any more. */
function lost(form: Form, html: string): string[] {
  return form.controls
    .filter(({ kept }) => kept)
    .flatMap(({ name, tag }) => {
      const control = [...html.matchAll(tag === 'textarea' ? /(<textarea\s[^>]*>)([\s\S]*?)<\/textarea>/g : /(<input\s[^>]*>)()/g)].filter(
        ([, open = '']) => attribute(open, 'name') === name,
      );
      // A form that is not on the page any more keeps nothing.
      if (control.length === 0) return [];
      const there = control.some(([, open = '', content = '']) => plain(content).includes(WRONG) || attribute(open, 'value') === WRONG);
      return there ? [] : [`what was typed into ${name} is gone`];
    });
}
