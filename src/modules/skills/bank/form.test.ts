import { expect, test } from 'vitest';
import { faultsOf } from './check.ts';
import { shippedItems } from './content.ts';
import { checkedItem } from './edit.ts';
import { fieldOf, fieldsOf, itemFromFields } from './form.ts';
import { SAMPLES } from './testing.ts';

const items = [...Object.values(SAMPLES), ...shippedItems(process.cwd()).read()];
// The order in which a task's controls are listed does not count, that of options does.
const bare = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) =>
    ['controls', 'choices'].includes(key) && typeof inner === 'object' && inner !== null ? Object.fromEntries(Object.entries(inner).toSorted()) : inner,
  );

test('every item, shipped ones too, comes back from the fields of the form as it was', () => {
  const changed = items.filter((item) => bare(itemFromFields(fieldsOf(item))) !== bare(reordered(item))).map(({ id }) => id);
  expect(changed).toEqual([]);
  expect(items.flatMap(faultsOf)).toEqual([]);
});

test('fields with Windows line ends and a decimal comma are understood', () => {
  const fields = { ...fieldsOf(SAMPLES.multiple), difficulty: '-1,2', options_vi: fieldsOf(SAMPLES.multiple)['options_vi']?.replaceAll('\n', '\r\n') ?? '' };
  expect(checkedItem(itemFromFields(fields))).toMatchObject({ difficulty: -1.2, text: { vi: { options: SAMPLES.multiple.text.vi.options } } });
});

test('an empty form names the fields that are missing', () => {
  const missing = (() => {
    try {
      checkedItem(itemFromFields({ kind: 'single' }));
      return [];
    } catch (problem) {
      return problem instanceof Error && 'errors' in problem && Array.isArray(problem.errors)
        ? problem.errors.map(({ at }: { at: string }) => fieldOf(at.replace('/item', '')))
        : [];
    }
  })();
  expect([...new Set(missing)]).toEqual(expect.arrayContaining(['id', 'family', 'outcome_vi', 'band', 'difficulty', 'for', 'prompt_vi', 'rationale_vi']));
});

test.each([
  ['/key', 'key'],
  ['/text/vi/options/a', 'options_vi'],
  ['/text/en/scene', 'scene_en'],
  ['/text/vi', 'prompt_vi'],
  ['', 'id'],
])('a fault at %s is mended in %s', (at, field) => {
  expect(fieldOf(at)).toBe(field);
});

/** The item with its fields in the order in which the form gives them. */
function reordered(item: (typeof items)[number]): unknown {
  const { id, family, competence, outcome_vi, outcome_en, band, difficulty, kind, tool, for: life, key, text, sources } = item;
  const words = ({ prompt, situation, options, left, right, passage, accept, scene, rationale }: typeof text.vi) => ({
    prompt,
    situation,
    options,
    left,
    right,
    passage,
    accept,
    scene: scene && inOrder(scene),
    rationale,
  });
  return {
    id,
    family,
    competence,
    outcome_vi,
    outcome_en,
    band,
    difficulty,
    kind,
    tool,
    for: life,
    key,
    text: { vi: words(text.vi), ...(text.en && { en: words(text.en) }) },
    ...(sources && sources.length > 0 ? { sources } : {}),
  };
}

function inOrder({ title, columns, lines, controls, choices }: NonNullable<(typeof items)[number]['text']['vi']['scene']>): unknown {
  return {
    title,
    columns,
    lines: lines.map(({ id, title: name, detail, body, cells }) => ({ id, title: name, detail, cells, body })).map((line) => JSON.parse(JSON.stringify(line)) as unknown),
    controls,
    choices,
  };
}
