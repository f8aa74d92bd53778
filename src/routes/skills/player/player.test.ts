import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { translator } from '#base/text/index.ts';
import { controlsOf, parseAnswer, publicItem, shippedItems, type Answer, type ShippedItem } from '#modules/skills/index.ts';
import { SAMPLES } from '#modules/skills/bank/testing.ts';
import { textContext } from '#ui/context.ts';
import { checkHtml } from '#tests/page-checks.ts';
import Item from './Item.svelte';

const items = [...Object.values(SAMPLES), ...shippedItems(process.cwd()).read()];
const drawn = (item: ShippedItem, more: { answer?: Answer; open?: { control: string; why: 'empty' | 'twice' }[] } = {}): string =>
  render(Item, { props: { item: publicItem(item, 'vi'), ...more }, context: textContext(translator('vi'), 'vi') }).body;
const page = (body: string): string =>
  `<!doctype html><html lang="vi"><head><title>x</title></head><body><main><h1>x</h1><form method="post">${body}<button type="submit">Gửi</button></form></main></body></html>`;
const namesIn = (body: string): string[] => [...new Set([...body.matchAll(/ name="(a\.[^"]+)"/g)].map(([, name]) => name ?? ''))];

test('every item is a valid form with a label for each control, and has every control once', { timeout: 60_000 }, () => {
  expect(items.length).toBeGreaterThan(240);
  const faults = items.flatMap((item) => checkHtml(page(drawn(item))).map((fault) => `${item.id}: ${fault}`));
  expect(faults).toEqual([]);
  const wrong = items.filter(
    (item) =>
      namesIn(drawn(item)).sort().join() !==
      controlsOf(publicItem(item, 'vi'))
        .map(({ id }) => `a.${id}`)
        .sort()
        .join(),
  );
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test('no explanation, accepted answer or outcome is drawn', () => {
  const told = items.filter((item) => {
    const body = drawn(item);
    return body.includes(item.text.vi.rationale) || body.includes(item.outcome_vi);
  });
  expect(told.map(({ id }) => id)).toEqual([]);
});

describe('an answer', () => {
  test.each(Object.values(SAMPLES).map((item) => [item.kind, item] as const))('to %s stands again in its form', (_kind, item) => {
    const shown = publicItem(item, 'vi');
    const form = new FormData();
    for (const { id, kind, values } of controlsOf(shown)) form.append(`a.${id}`, kind === 'text' ? '45' : (values.at(-1) ?? ''));
    const body = drawn(item, { answer: parseAnswer(form, shown) });
    const kept = [...body.matchAll(/ checked/g), ...body.matchAll(/<option value="[^"]+" selected/g), ...body.matchAll(/ value="45"/g)];
    expect(kept).toHaveLength(controlsOf(shown).length);
  });

  test('that lacks something is shown with a sentence at the control, and stays valid', () => {
    const body = drawn(SAMPLES.order, {
      open: [
        { control: 'a', why: 'empty' },
        { control: 'b', why: 'twice' },
      ],
    });
    expect(body).toContain('id="a-a-error"');
    expect(body).toContain('aria-describedby="a-b-error"');
    expect(checkHtml(page(body))).toEqual([]);
  });
});

test('each simulated tool is a named section with its title', () => {
  const tools = new Map(items.flatMap((item) => (item.tool === undefined ? [] : [[item.tool, item]])));
  expect(tools.size).toBe(6);
  for (const [, item] of tools) expect(drawn(item)).toMatch(/<section class="window[^"]*" aria-labelledby="([^"]+)"[\s\S]*id="\1"/);
});
