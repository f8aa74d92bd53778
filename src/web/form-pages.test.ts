import { createRawSnippet } from 'svelte';
import { render } from 'svelte/server';
import { expect } from 'vitest';
import type { Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { translator } from '#base/text/index.ts';
import { declareForms, submitDraft } from '#kernel/form/index.ts';
import { leave } from '#kernel/form/testing.ts';
import { addPeople } from '#kernel/org/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { checkHtml } from '#tests/page-checks.ts';
import { textContext } from '#ui/context.ts';
import { loadForm, saveForm, type FormView } from './form-pages.ts';
import FormPages from './FormPages.svelte';

const { rolledBack } = await testDatabase();
declareForms([leave]);
const t = translator('vi');

async function visitor(db: Db) {
  const id = newId();
  await addPeople(db, [{ id, staffCode: 'V', name: 'Lê Hà', birthDate: null, sex: null }]);
  const locals = () => ({ ctx: testCtx(db, { actor: actorWith(id) }), t, sessionId: undefined });
  const url = (query: string) => new URL(`https://khue.example/leave${query}`);
  const look = (query = '') => loadForm({ locals: locals(), url: url(query) }, leave);
  const send = (page: string, fields: Record<string, string | File>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ _page: page, _request: newId(), ...fields })) body.set(name, value);
    return saveForm({ locals: locals(), url: url('?/save'), request: new Request(url('?/save'), { method: 'POST', body }) }, leave);
  };
  return { locals, look, send };
}

/** Where a page sends its reader. */
const sentTo = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (thrown: unknown) => (typeof thrown === 'object' && thrown !== null && 'location' in thrown ? thrown.location : thrown),
  );

async function shown(view: FormView, answer?: object): Promise<string> {
  const submit = createRawSnippet(() => ({ render: () => '<p>Gửi</p>' }));
  const { body } = render(FormPages, { props: { view, answer, submit }, context: textContext(t, 'vi') });
  const html = body.replace(/<!--.*?-->/g, '');
  expect(await checkHtml(`<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Thử</title></head><body>${html}</body></html>`)).toEqual([]);
  return html;
}

rolledBack('a form is walked through page by page, without JavaScript, to the check of the answers', async (tx) => {
  const { look, send, locals } = await visitor(tx);
  const first = await look();
  expect([first.page, first.fields.map(({ type }) => type), first.back]).toEqual(['kind', ['radios'], undefined]);
  expect(await shown(first)).toContain('Nghỉ ốm');
  expect(await sentTo(look('?page=check'))).toBe('/leave?page=kind');
  expect(await sentTo(look('?page=illness'))).toBe('/leave?page=kind');
  expect(await sentTo(send('kind', { kind: 'illness' }))).toBe('/leave?page=illness');
  const note = new File(['%PDF-1.7 giấy'], 'giay.pdf');
  expect(await sentTo(send('illness', { clinic: 'Bệnh viện A', note }))).toBe('/leave?page=days');
  expect((await look('?page=days')).back).toBe('/leave?page=illness');
  expect(await sentTo(send('days', { from: '1/12/2026', days: '3', away: 'no' }))).toBe('/leave?page=check');
  const check = await look('?page=check');
  expect(check.rows.map(({ value }) => value)).toEqual(['Nghỉ ốm', 'Bệnh viện A', 'Đã có tệp', '01/12/2026', '3', 'Không']);
  expect(check.rows[1]?.action?.href).toBe('/leave?page=illness#clinic');
  expect(await shown(check)).toContain('<p>Gửi</p>');
  expect((await submitDraft(locals().ctx, leave)).answers).toMatchObject({ kind: 'illness', from: '2026-12-01', days: 3, away: false });
});

rolledBack('a page with mistakes comes back with the summary, the sentence at its place and what was typed', async (tx) => {
  const { look, send } = await visitor(tx);
  await sentTo(send('kind', { kind: 'yearly' }));
  const refused = await send('days', { from: 'mai', days: '3', away: 'no' });
  const html = await shown(await look('?page=days'), 'data' in refused ? Object(refused.data) : undefined);
  expect(html).toContain('href="#from"');
  expect(html).toContain('value="mai"');
  expect(html).toContain('aria-invalid="true"');
});

rolledBack('a form saved to go on later keeps what is right and is taken up where something is open', async (tx) => {
  const { look, send } = await visitor(tx);
  await sentTo(send('kind', { kind: 'yearly' }));
  expect(await sentTo(send('days', { from: '1/12/2026', days: '99', later: '1' }))).toBe('/');
  const again = await look();
  expect([again.page, again.fields.map(({ name, value }) => [name, value])]).toEqual([
    'days',
    [
      ['from', '01/12/2026'],
      ['days', ''],
      ['away', ''],
    ],
  ]);
});
