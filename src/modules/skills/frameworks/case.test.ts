import { expect, test } from 'vitest';
import { Value } from 'typebox/value';
import { Problem } from '#base/problem/index.ts';
import { readPackage } from './case-read.ts';
import { packageFrom } from './case-write.ts';
import { frameworkContent } from './content.ts';
import { CFPackage } from './package.ts';

const { frameworks, crosswalks, requirements } = frameworkContent(process.cwd());
const moment = '2026-01-01T00:00:00+00:00';
const ids = Array.from({ length: 6 }, (_, at) => `00000000-0000-4000-8000-00000000000${at}`);
const id = (at: number): string => ids[at] ?? '';
const node = (at: number) => ({ identifier: id(at), uri: `https://case.example/items/${at}` });
const item = (at: number, code: string) => ({ ...node(at), fullStatement: `Statement ${at}`, humanCodingScheme: code, lastChangeDateTime: moment, unknownField: at });
const child = (at: number, of: number, as = id(5)) => ({
  identifier: as,
  uri: 'https://case.example/a',
  associationType: 'isChildOf',
  originNodeURI: node(at),
  destinationNodeURI: node(of),
  lastChangeDateTime: moment,
});
const foreign = {
  CFDocument: { ...node(0), creator: 'Example', title: 'A framework', lastChangeDateTime: moment },
  CFItems: [item(1, 'A'), item(2, 'A.1')],
  CFAssociations: [child(2, 1)],
};
const faultsOf = (given: unknown): string[] => {
  try {
    readPackage(typeof given === 'string' ? given : JSON.stringify(given));
    return [];
  } catch (problem) {
    return problem instanceof Problem ? problem.errors.map(({ code }) => code.replace('skills-frameworks.case-', '')) : ['defect'];
  }
};

test.each(frameworks.map((framework) => [framework.id, framework] as const))('%s goes out and comes back identical', (_id, framework) => {
  const given = packageFrom(framework, crosswalks);
  expect([...Value.Errors(CFPackage, given)]).toEqual([]);
  const back = readPackage(JSON.stringify(given));
  expect(back.framework).toEqual(framework);
  expect(back.crosswalks).toEqual(crosswalks.filter(({ from }) => from.framework === framework.id));
  expect(packageFrom(back.framework, back.crosswalks)).toEqual(given);
});

test('a framework of somebody else is read, and nothing of its package is lost', () => {
  const back = readPackage(JSON.stringify(foreign));
  expect(back.framework).toMatchObject({
    id: `case-${id(0)}`,
    title_vi: 'A framework',
    verified: false,
    parts: [
      { code: 'A', parent: null },
      { code: 'A.1', parent: 'A' },
    ],
  });
  expect(back.package).toEqual(foreign);
});

test.each([
  ['no JSON', '{', ['json']],
  ['no framework', { CFItems: [] }, ['field']],
  ['every missing field at once', { CFDocument: { title: 'x' }, CFItems: Array.from({ length: 20 }, () => ({ uri: 'u' })) }, Array.from({ length: 40 }, () => 'field')],
  ['no items', { CFDocument: foreign.CFDocument }, ['empty']],
  ['an identifier that stands twice', { ...foreign, CFItems: [item(1, 'A'), item(1, 'B')], CFAssociations: [] }, ['twice']],
  ['a code that stands twice', { ...foreign, CFItems: [item(1, 'A'), item(2, 'A')], CFAssociations: [] }, ['code-twice']],
  ['a parent that is not there', { ...foreign, CFAssociations: [child(2, 4)] }, ['nowhere']],
  ['two parents', { ...foreign, CFAssociations: [child(2, 1), child(2, 0, id(4))] }, ['two-parents']],
  ['a circle, and each that is in it', { ...foreign, CFAssociations: [child(2, 1), child(1, 2, id(4))] }, ['circle', 'circle']],
])('%s is refused', (_what, given, codes) => {
  expect([...new Set(faultsOf(given))]).toEqual([...new Set(codes)]);
  expect(faultsOf(given).length).toBeGreaterThanOrEqual(codes.length);
});

test('the frameworks are whole: areas, competences, steps', () => {
  const count = (framework: string) => {
    const parts = frameworks.find((one) => one.id === framework)?.parts ?? [];
    return [
      parts.filter(({ parent }) => parent === null).length,
      parts.filter(({ parent }) => parent !== null).length,
      frameworks.find((one) => one.id === framework)?.levels.length,
    ];
  };
  // DigComp 2.2; Circular 02/2025/TT-BGDĐT; the eight civil-service domains with levels 0 to 4.
  expect(count('digcomp-2-2')).toEqual([5, 21, 8]);
  expect(count('tt02-2025')).toEqual([6, 24, 8]);
  expect(count('civil-service-8')).toEqual([8, 0, 5]);
});

test('parents, levels and cross-walks lead somewhere; every competence says what it asks at three levels or more', () => {
  const parts = new Set(frameworks.flatMap(({ id: framework, parts: all }) => all.map(({ code }) => `${framework} ${code}`)));
  expect(crosswalks.flatMap(({ from, to }) => [from, to]).filter(({ framework, code }) => !parts.has(`${framework} ${code}`))).toEqual([]);
  for (const { parts: all, levels, verified } of frameworks) {
    const codes = new Set(all.map(({ code }) => code));
    expect(codes.size).toBe(all.length);
    expect(all.filter(({ parent }) => parent !== null && !codes.has(parent))).toEqual([]);
    expect(all.flatMap(({ expects }) => expects).filter(({ level }) => !levels.some(({ code }) => code === level))).toEqual([]);
    const leaves = all.filter(({ code }) => !all.some(({ parent }) => parent === code));
    expect(leaves.filter(({ expects }) => expects.length < 3)).toEqual([]);
    expect(verified).toBe(false);
  }
});

test('by default leaders need level 3, staff 2, contract workers 1, in each of the eight domains, unverified', () => {
  expect(requirements).toHaveLength(24);
  const levels = { leader: 3, staff: 2, contract: 1 };
  expect(requirements.filter(({ post_kind, level, verified }) => levels[post_kind] !== level || verified)).toEqual([]);
});
