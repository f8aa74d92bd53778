import { expect, test } from 'vitest';
import { audienceOf, draftOf, faultsOf, MOST_UNITS } from './draft.ts';

const TODAY = '2026-11-27';
const known = [{ value: 'k.digital-government' }];
const good = { what: 'k.digital-government', starts: '01/12/2026', dueDays: '20', reason: 'Kế hoạch 12' };

function faults(query: Record<string, string>): string[] {
  const url = new URL(`http://localhost/?${new URLSearchParams(query).toString()}`);
  return faultsOf(draftOf({ url, today: TODAY }), known, TODAY).map(({ at, code }) => `${at} ${code}`);
}

test.each([
  [{}, []],
  [{ what: '', starts: '01/12/2026', dueDays: '20', reason: '' }, ['/what learning-assignment.choose-course', '/reason learning-assignment.reason-missing']],
  [good, []],
  [{ ...good, starts: '27/11/2026' }, []],
  [{ ...good, starts: '26/11/2026' }, ['/starts learning-assignment.starts-past']],
  [{ ...good, starts: '31/11/2026' }, ['/starts operation.input.format']],
  [{ ...good, dueDays: '0' }, ['/dueDays learning-assignment.term-range']],
  [{ ...good, dueDays: '251' }, ['/dueDays learning-assignment.term-range']],
  [{ ...good, dueDays: 'mười' }, ['/dueDays learning-assignment.term-range']],
])('a draft is looked at before anybody is shown who is meant: %j', (query, expected) => {
  expect(faults(query)).toEqual(expected);
});

const UNIT = '019a0000-0000-7000-8000-00000000000';
const draft = (query: string) => draftOf({ url: new URL(`http://localhost/?${query}`), today: TODAY });

test.each([
  ['', {}],
  [`units=${UNIT}1&units=${UNIT}2&units=${UNIT}1&unitKinds=ward`, { units: [`${UNIT}1`, `${UNIT}2`], unitKinds: ['ward'] }],
  ['units=tất-cả&units=', {}],
])('single units of the address are those of the audience, each once: %s', (query, part) => {
  expect(audienceOf(draft(query))).toEqual({ include: [part], exclude: [] });
});

test('an address carries only so many units', () => {
  const many = Array.from({ length: MOST_UNITS + 1 }, (_, at) => `units=019a0000-0000-7000-8000-${String(at).padStart(12, '0')}`).join('&');
  expect(draft(many).units).toHaveLength(MOST_UNITS);
});

test('while units are looked for nothing is judged, and what was typed stays', () => {
  const looking = draft('find=+ba+dinh+&what=&starts=31/11/2026&dueDays=&reason=');
  expect(faultsOf(looking, known, TODAY)).toEqual([]);
  expect(looking).toMatchObject({ find: 'ba dinh', asked: false, filled: true, typed: { starts: '31/11/2026', days: '' } });
});
