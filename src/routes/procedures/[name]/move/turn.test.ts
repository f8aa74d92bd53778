import { expect, test } from 'vitest';
import { afterTurn, turnOf } from './turn.ts';

const versions = ['2026-01-01', '2026-12-01'];
const after = '0199c0de-0000-7000-8000-000000000001';

test.each([
  ['nothing chosen', '', { from: '', to: '', after: '', done: false }],
  ['two versions', 'from=2026-01-01&to=2026-12-01', { from: '2026-01-01', to: '2026-12-01', done: false }],
  ['a version that there is not', 'from=2026-01-01&to=2027-01-01', { from: '2026-01-01', to: '' }],
  ['the next turn', `from=2026-01-01&to=2026-12-01&after=${after}&moved=499&stayed=1&reason=x`, { after, moved: 499, stayed: 1, reason: 'x', done: true }],
  ['an address written by hand', 'after=abc&moved=-1&stayed=many', { after: '', moved: 0, stayed: 0 }],
])('%s', (_what, query, expected) => expect(turnOf(new URLSearchParams(query), versions)).toMatchObject(expected));

test('what is done is added up over the turns; the next one begins where the last ended, with the same reason', () => {
  const form = new FormData();
  for (const [key, value] of Object.entries({ from: '2026-01-01', to: '2026-12-01', reason: 'Quy chế mới' })) form.set(key, value);
  const first = afterTurn(new URLSearchParams(), form, { moved: 499, stayed: 1, more: true, last: after });
  expect(turnOf(first, versions)).toMatchObject({ moved: 499, stayed: 1, after, reason: 'Quy chế mới', done: true });
  const second = afterTurn(first, form, { moved: 3, stayed: 0, more: false, last: null });
  expect(turnOf(second, versions)).toMatchObject({ moved: 502, stayed: 1, after: '', reason: '', done: true });
});
