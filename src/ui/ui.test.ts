import { createRawSnippet, type Component } from 'svelte';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { translator } from '#base/text/index.ts';
import { checkHtml } from '#tests/page-checks.ts';
import BarChart from './chart/BarChart.svelte';
import LineChart from './chart/LineChart.svelte';
import Sparkline from './chart/Sparkline.svelte';
import TileMap from './chart/TileMap.svelte';
import { textContext } from './context.ts';
import DataTable from './DataTable.svelte';
import ErrorSummary from './ErrorSummary.svelte';
import Field from './Field.svelte';
import Pagination from './Pagination.svelte';
import { formState, ofRow } from './refusal.ts';
import Shell from './Shell.svelte';
import { currentEntry } from './shell.ts';
import Stat from './Stat.svelte';
import SummaryList from './SummaryList.svelte';
import { nextSort, withQuery } from './url.ts';

const context = textContext(translator('vi'), 'vi');

function html<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): string {
  return render(component, { props, context }).body.replace(/<!--.*?-->|<!>/g, '');
}

function page(body: string): string {
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Thử</title></head><body>${body}</body></html>`;
}

describe('the choices of a select', () => {
  test('what they are called is text, whatever signs it has, and one of them is chosen', () => {
    const hostile = `"><script>alert('x')</script> & "Lan"`;
    const body = html(Field, {
      name: 'unit',
      label: 'Đơn vị',
      type: 'select',
      value: hostile,
      prompt: 'Mọi đơn vị',
      options: [
        { value: hostile, label: hostile, group: hostile },
        { value: 'b', label: 'Phường Ba Đình' },
      ],
    });
    expect(body).not.toContain('<script');
    expect(checkHtml(page(body))).toEqual([]);
    expect(body.match(/<option[^>]* selected=""/g)).toHaveLength(1);
    expect(body).toContain("&quot;&gt;&lt;script&gt;alert('x')&lt;/script&gt; &amp; &quot;Lan&quot;</option></optgroup>");
  });
});

describe('addresses', () => {
  test.each([
    ['?', { sort: 'name' }, '?sort=name'],
    ['?sort=name&q=An', { sort: '-name', after: null }, '?sort=-name&q=An'],
    ['?after=9', { after: null }, '?'],
    ['?/remind&page=2', { page: '3' }, '?page=3'],
  ])('%s with %j is %s', (query, changes, expected) => {
    expect(withQuery(new URL(query, 'https://khue.example/people'), changes)).toBe(expected);
  });

  test('a column sorts up, then down, then up again', () => {
    expect([nextSort(undefined, 'a'), nextSort('a', 'a'), nextSort('-a', 'a'), nextSort('b', 'a')]).toEqual(['a', '-a', 'a', 'a']);
  });

  test.each([
    ['/', '/'],
    ['/people', '/people'],
    ['/people/import/7', '/people/import'],
    ['/peoples', undefined],
  ])('%s lies under %s', (path, expected) => {
    const nav = ['/', '/people', '/people/import'].map((href) => ({ href, label: href }));
    expect(currentEntry(nav, path)?.href).toBe(expected);
  });
});

describe('Field', () => {
  const options = [
    { value: 'a', label: 'Một' },
    { value: 'b', label: 'Hai', hint: 'Ít dùng' },
  ];
  const types = ['text', 'search', 'number', 'date', 'email', 'password', 'tel', 'file', 'textarea', 'select', 'radios', 'checkboxes'] as const;

  test.each(types)('%s: whatever describes it exists, and its error is among that', (type) => {
    const body = html(Field, { name: 'x', label: 'Câu hỏi', type, options, hint: 'Gợi ý', error: 'Xin trả lời.' });
    const described = /aria-describedby="([^"]*x-error[^"]*)"/.exec(body)?.[1]?.split(' ') ?? [];
    expect(described).toEqual(['x-hint', 'x-error']);
    for (const id of described) expect(body).toContain(`id="${id}"`);
    // The error summary leads to `#x`.
    expect(body).toMatch(/<(input|select|textarea)[^>]* id="x"/);
    expect(checkHtml(page(`<form method="post">${body}<button type="submit">Gửi</button></form>`))).toEqual([]);
  });

  test('keeps what was typed, but never a password', () => {
    expect(html(Field, { name: 'x', label: 'Tên', value: '"An" & <Bình>' })).toContain('value="&quot;An&quot; &amp; &lt;Bình>"');
    expect(html(Field, { name: 'x', label: 'Mật khẩu', type: 'password', value: 'secret' })).not.toContain('secret');
    expect(html(Field, { name: 'x', label: 'Chọn', type: 'checkboxes', options, value: ['b'] })).toMatch(/value="b"[^>]*checked/);
    expect(html(Field, { name: 'x', label: 'Chọn', type: 'select', options, value: 'b' })).toMatch(/value="b"[^>]*selected/);
  });
});

describe('a form', () => {
  const t = translator('vi');

  test('at first has no errors and its first values', () => {
    const state = formState(null, t);
    expect([state.failed, state.summary, state.error('name'), state.typed('name', 'An')]).toEqual([false, [], undefined, 'An']);
  });

  test('refused, shows each error in the summary and under its field, and what was typed', () => {
    const errors = [
      { at: '/name', code: 'operation.input.required' },
      { at: '/days/2', code: 'calendar.no-day', values: { text: '31/02' } },
    ];
    const state = formState({ code: 'operation.input-invalid', values: {}, errors, typed: { name: '' } }, t);
    expect(state.summary.map(({ href }) => href)).toEqual(['#name', '#days']);
    expect(state.summary[0]?.text).toBe(t('operation.input.required'));
    expect(state.error('days')).toContain('31/02');
    expect(state.typed('name', 'An')).toBe('');
  });

  test('what was chosen is chosen again, also when everything was taken away', () => {
    expect(formState(null, t).chosen('kinds', ['ward'])).toEqual(['ward']);
    const refused = (chosen: Record<string, string[]>) => formState({ code: 'operation.input-invalid', values: {}, errors: [], typed: {}, chosen }, t);
    expect(refused({ kinds: ['ward', 'commune'] }).chosen('kinds', ['ward'])).toEqual(['ward', 'commune']);
    expect(refused({}).chosen('kinds', ['ward'])).toEqual([]);
  });

  test('of many forms of a kind the one that was sent has the errors, what was typed, and the ids that the summary leads to', () => {
    const errors = [{ at: '/reason', code: 'operation.input.required' }];
    const state = formState({ code: 'operation.input-invalid', values: {}, errors, typed: { id: 'b', reason: 'x' } }, t);
    const [a, b] = [ofRow(state, 'a'), ofRow(state, 'b')];
    expect([a.own, a.id('reason'), a.error('reason'), a.typed('reason', 'y')]).toEqual([false, 'reason-a', undefined, 'y']);
    expect([b.own, b.id('reason'), b.error('reason'), b.typed('reason')]).toEqual([true, 'reason', t('operation.input.required'), 'x']);
    expect(ofRow(formState(null, t), '').own).toBe(false);
  });

  test('refused as a whole, says why', () => {
    const state = formState({ code: 'operation.request-reused', values: {}, errors: [], typed: {} }, t);
    expect(state.summary).toEqual([{ href: '#page', text: t('operation.request-reused') }]);
  });
});

describe('figures', () => {
  test('a hidden figure is not in the page, even when it is handed over', () => {
    const body = html(Stat, { label: 'Nữ', value: '7', href: '/x', hidden: true });
    expect(body).toContain('ẩn: nhóm dưới 10 người');
    expect(body).not.toMatch(/>7</);
  });

  test('a missing figure says so instead of 0', () => {
    expect(html(Stat, { label: 'Nữ' })).toContain('chưa có số liệu');
    expect(html(SummaryList, { rows: [{ label: 'Thư điện tử' }] })).toContain('chưa có');
  });

  test('a sparkline tells its figures', () => {
    expect(html(Sparkline, { label: 'Hồ sơ', values: [62, null, 86.3] })).toContain('aria-label="Hồ sơ: từ 62 đến 86,3, thấp nhất 62, cao nhất 86,3"');
    expect(html(Sparkline, { label: 'Hồ sơ', values: [null] })).toContain('aria-label="Hồ sơ: chưa có số liệu"');
  });
});

describe('tables and charts', () => {
  const rows = [
    { name: 'An', age: 40 },
    { name: 'Bình', age: 1234 },
  ];
  const columns = [
    { key: 'name', label: 'Tên', value: (row: { name: string }) => row.name, sortable: true },
    { key: 'age', label: 'Tuổi', value: (row: { age: number }) => row.age, numeric: true, sortable: true },
  ];

  test('a table says how it is sorted, and keeps the rest of the address', () => {
    const url = new URL('https://khue.example/people?q=an&sort=-age&after=9');
    const body = html(DataTable<(typeof rows)[number]>, { caption: 'Người', columns, rows, sort: '-age', url });
    expect(body).toMatch(/aria-sort="descending"[^>]*>\s*<a href="\?q=an&amp;sort=age"/);
    expect(body).toContain('1.234');
    expect(checkHtml(page(body))).toEqual([]);
  });

  test('every chart is valid and has its figures as a table', () => {
    const charts = [
      html(BarChart, {
        title: 'Thanh',
        bars: [
          { label: 'An', value: 3, text: '3' },
          { label: 'Bình', value: null, text: 'ẩn' },
        ],
        heads: ['Tên', 'Số'],
      }),
      html(BarChart, { title: 'Không có', bars: [], heads: ['Tên', 'Số'] }),
      html(LineChart, { title: 'Đường', head: 'Tháng', labels: ['1', '2'], series: [{ label: 'A', values: [1, null] }], target: 2 }),
      html(LineChart, { title: 'Rỗng', head: 'Tháng', labels: [], series: [] }),
      html(TileMap, {
        title: 'Ô',
        tiles: [{ code: '1', name: 'Xã A', short: 'A', col: 0, row: 0, value: '3', step: 2, href: '/a' }],
        legend: [{ step: 2, label: 'vừa' }],
        valueHead: 'Số',
      }),
    ];
    for (const chart of charts) {
      expect(chart).toContain('<table');
      expect(chart).not.toMatch(/NaN|Infinity|undefined/);
      expect(checkHtml(page(chart))).toEqual([]);
    }
  });

  test('pages of a list are links, and only those there are', () => {
    const body = html(Pagination, { next: '?after=9', shown: 50, total: 2994 });
    expect(body).toContain('50 trên 2.994 dòng');
    expect([...body.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual(['?after=9']);
  });
});

describe('Shell', () => {
  const shell = { demo: true, locale: 'vi', path: '/people/7', here: '/people/7', nav: [{ href: '/people', label: 'Con người' }] } as const;
  const children = createRawSnippet(() => ({ render: () => '<h1>Trang</h1>' }));

  test('is valid, says that it is a demonstration, and marks where one is', () => {
    const full = {
      ...shell,
      me: { name: 'Lê Ánh', initials: 'LÁ', unitName: 'Xã A', href: '/me' },
      unit: { id: '1', name: 'Xã A' },
      units: [
        { id: '1', name: 'Xã A' },
        { id: '2', name: 'Xã B' },
      ],
    };
    const body = html(Shell, { shell: full, children });
    expect(body).toContain('Bản trình diễn');
    expect(body).toContain('aria-current="true"');
    expect(checkHtml(page(body))).toEqual([]);
    expect(html(Shell, { shell: { ...shell, demo: false }, children })).not.toContain('Bản trình diễn');
  });

  test('marks the entry under which a page says that it belongs, with its help, as lying further in', () => {
    const within = [
      { href: '/transition', label: 'Tác động', help: '/help/hr' },
      { href: '/transition/own', label: 'Của tôi', help: '/help/worker' },
    ];
    const shown = { ...shell, demo: false, path: '/transition/cases/7', help: '/help/hr', nav: [{ href: '/transition', label: 'Chuyển đổi' }], within };
    const marked = (body: string) => [...body.matchAll(/href="(?<href>[^"]+)" aria-current="true"/g)].map(({ groups }) => groups?.['href']);
    expect(marked(html(Shell, { shell: shown, children }))).toEqual(['/transition', '/transition']);
    const own = html(Shell, { shell: shown, under: '/transition/own', children });
    expect(marked(own)).toEqual(['/transition', '/transition/own']);
    expect(own).toContain('href="/help/worker"');
    expect(own).not.toContain('href="/help/hr"');
  });

  test('without an error there is no error summary', () => {
    expect(html(ErrorSummary, { errors: [] }).trim()).toBe('');
    expect(html(ErrorSummary, { errors: [{ href: '#x', text: 'Xin ghi tên.' }] })).toContain('href="#x"');
  });
});
