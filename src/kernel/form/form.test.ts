import fc from 'fast-check';
import Type from 'typebox';
import { describe, expect, test } from 'vitest';
import { answersFrom, errors, hashOf, kindOf, next, previous, prune, reachable, resumeAt, textsOf, wrongForm, type Answers, type Form } from './index.ts';
import { complete, leave } from './testing.ts';

const ids = (answers: Answers) => reachable(leave, answers).map(({ page }) => page.id);

describe('walking', () => {
  test.each([
    [{}, ['kind', 'days']],
    [{ kind: 'illness' }, ['kind', 'illness', 'days']],
    [{ kind: 'yearly', clinic: 'Bệnh viện A' }, ['kind', 'days']],
  ])('with %j the pages are %j', (answers, pages) => expect(ids(answers)).toEqual(pages));

  test('an answer falls away with the page it was given on, and what hung on it with it', () => {
    expect(prune(leave, { ...complete, clinic: 'Bệnh viện A', reason: 'x', stranger: 1 })).toEqual(complete);
    const long = { ...complete, days: 12, reason: 'Về quê' };
    expect(prune(leave, long)).toEqual(long);
  });

  test('the way there and back is the same', () => {
    expect([next(leave, { kind: 'illness' }, 'kind'), next(leave, { kind: 'yearly' }, 'kind'), next(leave, complete, 'days')]).toEqual(['illness', 'days', undefined]);
    expect([previous(leave, complete, undefined), previous(leave, complete, 'days'), previous(leave, complete, 'kind')]).toEqual(['days', 'kind', undefined]);
  });

  test.each([
    [{}, 'kind'],
    [{ kind: 'illness' }, 'illness'],
    [{ ...complete, days: 12 }, 'days'],
    [complete, undefined],
  ])('with %j one goes on at %s', (answers, page) => expect(resumeAt(leave, answers)).toBe(page));

  test('errors name the place and the sentence', () => {
    expect(errors(leave, { kind: 'illness', clinic: 'A', from: 'mai', days: 0 }).map(({ at, code }) => [at, code])).toEqual([
      ['/clinic', 'operation.input.minLength'],
      ['/from', 'operation.input.format'],
      ['/days', 'operation.input.minimum'],
      ['/away', 'operation.input.required'],
    ]);
    expect(errors(leave, complete)).toEqual([]);
  });

  const some = fc.record(
    {
      kind: fc.constantFrom('yearly', 'illness', 'other'),
      clinic: fc.string(),
      note: fc.uuid(),
      from: fc.constantFrom('2026-12-01', 'x'),
      days: fc.integer({ min: -1, max: 70 }),
      reason: fc.string(),
      away: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  test('pruning twice changes nothing, changes no page, and leaves no answer without its question', () => {
    fc.assert(
      fc.property(some, (answers) => {
        const kept = prune(leave, answers);
        expect(prune(leave, kept)).toEqual(kept);
        expect(ids(kept)).toEqual(ids(answers));
        const asked = reachable(leave, kept).flatMap(({ fields }) => fields.map(({ name }) => name));
        expect(Object.keys(kept).filter((name) => !asked.includes(name))).toEqual([]);
        expect(resumeAt(leave, answers) === undefined).toBe(errors(leave, answers).length === 0);
      }),
    );
  });

  test('following next visits each standing page once, in order', () => {
    fc.assert(
      fc.property(some, (answers) => {
        const seen: string[] = [];
        for (let at = ids(answers)[0]; at !== undefined; at = next(leave, answers, at)) seen.push(at);
        expect(seen).toEqual(ids(answers));
      }),
    );
  });
});

describe('a form is looked over', () => {
  const page = leave.pages[0] ?? { id: 'kind', title: leave.title, fields: [] };
  const hanging = Type.Object({ later: Type.Literal(1) });
  test.each<[string, Form, string]>([
    ['a page twice', { ...leave, pages: [page, { ...page, fields: [{ name: 'b', label: leave.title, schema: Type.String() }] }] }, 'page kind stands twice'],
    ['a condition over what comes later', { ...leave, pages: [{ ...page, when: hanging }] }, 'page kind hangs on later, which is not asked before'],
    ['a question twice', { ...leave, pages: [page, { ...page, id: 'again' }] }, 'kind is asked twice'],
    ['a choice without words', { ...leave, pages: [{ ...page, fields: [{ name: 'a', label: leave.title, schema: Type.Enum(['x']) }] }] }, 'the choice x of a has no words'],
  ])('%s is found', (_what, form, problem) => expect(wrongForm(form)).toEqual([problem]));

  test('nothing is wrong with the form of the tests', () => expect(wrongForm(leave)).toEqual([]));
});

describe('what is shown and sent', () => {
  test('kinds follow from the schemas', () => {
    expect(leave.pages.flatMap(({ fields }) => fields.map(kindOf))).toEqual(['radios', 'text', 'file', 'date', 'number', 'textarea', 'yes-no']);
  });

  test('a changed word changes the hash, another language too', () => {
    const changed = { ...leave, title: { ...leave.title, vi: 'Đơn nghỉ' } };
    const hashes = [textsOf(leave, 'vi'), textsOf(changed, 'vi'), textsOf(leave, 'en'), textsOf(changed, 'en')].map(hashOf);
    expect(new Set(hashes).size).toBe(3);
    expect(hashes[2]).toBe(hashes[3]);
  });

  test.each([
    ['from', '1/12/2026', '2026-12-01'],
    ['from', 'mai', 'mai'],
    ['days', '3', 3],
    ['days', '1.234,5', 1234.5],
    ['days', 'ba', 'ba'],
    ['away', 'yes', true],
    ['away', 'no', false],
    ['kind', ' yearly ', 'yearly'],
  ])('%s sent as "%s" is %j', (name, text, answer) => {
    const fields = leave.pages.flatMap((page) => page.fields);
    expect(answersFrom(fields, new Map([[name, [text]]]))).toEqual({ [name]: answer });
    expect(answersFrom(fields, new Map([[name, [' ']]]))).toEqual({});
  });
});
