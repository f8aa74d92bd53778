import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { ITEM_KINDS, ItemFile, TOOLS } from '#content/skills/item.ts';
import { readingOf } from '#base/text/index.ts';
import { faultsOf, mark, publicItem, controlsOf, type Answer } from '#modules/skills/index.ts';

const folder = join(process.cwd(), 'content', 'skills', 'bank');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, content: Value.Parse(ItemFile, JSON.parse(readFileSync(join(folder, name), 'utf8'))) }));
const items = files.flatMap(({ content }) => content.items);
const competences = [...new Set(items.map(({ competence }) => competence))].sort();

describe('the bank as a whole', () => {
  test('has at least 240 items, 60 in English, 40 tasks', () => {
    expect(items.length).toBeGreaterThanOrEqual(240);
    expect(items.filter(({ text }) => text.en !== undefined).length).toBeGreaterThanOrEqual(60);
    expect(items.filter(({ kind }) => kind === 'task').length).toBeGreaterThanOrEqual(40);
  });

  test('covers the 21 competences in three bands, with several items each', () => {
    expect(competences).toHaveLength(21);
    const cells = competences.flatMap((competence) =>
      [1, 2, 3].map((band) => ({ at: `${competence} band ${band}`, n: items.filter((item) => item.competence === competence && item.band === band).length })),
    );
    expect(cells.filter(({ n }) => n < 2)).toEqual([]);
  });

  test('uses every kind and every simulated tool, and is set in both lives', () => {
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(ITEM_KINDS));
    expect(new Set(items.flatMap(({ tool }) => tool ?? []))).toEqual(new Set(TOOLS));
    expect(new Set(items.map((item) => item.for)).has('resident')).toBe(true);
  });

  test('names the project as its author and claims no review', () => {
    expect(files.filter(({ content }) => content.author !== 'Khuê project' || content.review !== 'awaiting-local-review')).toEqual([]);
    expect(files.filter(({ name, content }) => content.items.some(({ competence }) => `${competence}.json` !== name)).map(({ name }) => name)).toEqual([]);
  });

  test('gives no id twice, and each family two members or more, near in difficulty, of one competence and band', () => {
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const families = [...Map.groupBy(items, ({ family }) => family)];
    expect(families.filter(([, members]) => members.length < 2).map(([family]) => family)).toEqual([]);
    expect(families.filter(([, members]) => new Set(members.map(({ competence, band }) => `${competence} ${band}`)).size > 1).map(([family]) => family)).toEqual([]);
  });

  test('does not betray the key of single choices by its place', () => {
    const places = items.flatMap(({ kind, key, text }) => (kind === 'single' && Array.isArray(key) ? [Object.keys(text.vi.options ?? {}).indexOf(key[0] ?? '')] : []));
    const shares = [...Map.groupBy(places, (place) => place).values()].map((group) => group.length / places.length);
    expect(Math.max(...shares)).toBeLessThan(0.45);
  });
});

describe('every item', () => {
  test('has a key that leads somewhere, the parts of its kind, and the same parts in both languages', () => {
    expect(items.flatMap((item) => faultsOf(item).map(({ at, code }) => `${item.id} ${at} ${code}`))).toEqual([]);
  });

  test('has outcome and explanation in whole sentences, in composed Unicode', () => {
    const texts = items.flatMap(({ id, outcome_vi, text }) => [outcome_vi, text.vi.prompt, text.vi.rationale].map((words) => ({ id, words })));
    expect(texts.filter(({ words }) => words.normalize('NFC') !== words || words.trim() !== words).map(({ id }) => id)).toEqual([]);
    expect(items.filter(({ text }) => !/[.!?…”)]$/.test(text.vi.rationale)).map(({ id }) => id)).toEqual([]);
  });

  test('is answered rightly by its key, and wrongly by nothing at all', () => {
    const wrong = items.filter((item) => !mark(item, rightAnswer(item)) || mark(item, {}));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('can be answered rightly with the controls that learners see', () => {
    const astray = items.filter((item) => {
      const controls = new Map(controlsOf(publicItem(item, 'vi')).map((control) => [control.id, control]));
      return Object.entries(rightAnswer(item)).some(([id, values]) => {
        const control = controls.get(id);
        return control === undefined || (control.kind !== 'text' && !values.every((value) => control.values.includes(value)));
      });
    });
    expect(astray.map(({ id }) => id)).toEqual([]);
  });

  test('reads easily enough: none is hard, and those for beginners are easy', () => {
    const read = items.map((item) => ({ id: item.id, band: item.band, level: readingOf([item.text.vi.situation ?? '', item.text.vi.prompt].join('\n')).level }));
    expect(read.filter(({ level }) => level === 'hard').map(({ id }) => id)).toEqual([]);
    const beginners = read.filter(({ band }) => band === 1);
    expect(beginners.filter(({ level }) => level === 'easy').length / beginners.length).toBeGreaterThan(0.9);
  });
});

/** The answer that the key asks for. */
function rightAnswer({ kind, key, text }: (typeof items)[number]): Answer {
  if (kind === 'order' && Array.isArray(key)) return Object.fromEntries(key.map((id, at) => [id, [String(at + 1)]]));
  if (Array.isArray(key)) return { answer: key };
  if ('number' in key && typeof key.number === 'number') return { answer: [String(key.number).replace('.', ',')] };
  if ('text' in key && key.text === true) return { answer: [text.vi.accept?.[0] ?? ''] };
  return Object.fromEntries(Object.entries(key).flatMap(([id, values]) => (Array.isArray(values) ? [[id, values.slice(0, 1)]] : [])));
}
