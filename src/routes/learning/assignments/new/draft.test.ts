import { expect, test } from 'vitest';
import { draftOf, faultsOf } from './draft.ts';

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
