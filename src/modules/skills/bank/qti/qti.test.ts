import { beforeAll, describe, expect, test } from 'vitest';
import { entries } from '#base/table-file/index.ts';
import { writeZip } from '#base/zip/index.ts';
import { Problem } from '#base/problem/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown } from '#tests/town.ts';
import { skills } from '../../index.ts';
import { shippedItems } from '../content.ts';
import { loadItems } from '../load.ts';
import { readItem } from '../operations.ts';
import { SAMPLES } from '../testing.ts';
import { qtiPackage, readQtiFile } from './files.ts';
import { exportItems, importItems } from './operations.ts';
import { isExchanged, qtiFilesOf } from './write.ts';

const { rolledBack } = await testDatabase();
const defaults = { competence: '2.1', band: 2 };
const all = [...Object.values(SAMPLES), ...shippedItems(process.cwd()).read()];
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).toSorted()) : inner,
  );

beforeAll(() => declareTown(skills));

test('every item of the exchanged kinds goes out and comes back the same, in both languages', async () => {
  const { bytes, exported, leftOut } = qtiPackage(all);
  const back = await readQtiFile(bytes, 'khue.zip', defaults);
  expect(exported).toBe(all.filter(isExchanged).length);
  expect(leftOut).toEqual(all.filter(({ kind }) => kind === 'task').map(({ id }) => id));
  expect(back.map(sorted)).toEqual(all.filter(isExchanged).map(sorted));
  // The order in which options are shown is kept too.
  expect(back.map(({ text }) => Object.keys(text.vi.options ?? {}))).toEqual(all.filter(isExchanged).map(({ text }) => Object.keys(text.vi.options ?? {})));
  expect([...entries(bytes).keys()]).toContain('imsmanifest.xml');
});

/** As other programs write it: other identifiers, indentation, no marks of ours. */
const foreign = `<?xml version="1.0"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="Water-01" title="What water is made of" time-dependent="false">
  <qti-response-declaration identifier="R1" cardinality="multiple" base-type="identifier">
    <qti-correct-response><qti-value>H</qti-value><qti-value>O</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-item-body>
    <qti-choice-interaction response-identifier="R1" max-choices="0">
      <qti-prompt>Which elements
        form water?</qti-prompt>
      <qti-simple-choice identifier="H">Hydrogen</qti-simple-choice>
      <qti-simple-choice identifier="He">Helium</qti-simple-choice>
      <qti-simple-choice identifier="C">Carbon</qti-simple-choice>
      <qti-simple-choice identifier="O">Oxygen</qti-simple-choice>
    </qti-choice-interaction>
  </qti-item-body>
  <qti-modal-feedback outcome-identifier="F" identifier="x" show-hide="show"><qti-content-body><p>Water is made of hydrogen and oxygen.</p></qti-content-body></qti-modal-feedback>
</qti-assessment-item>`;
const bytesOf = (text: string) => new TextEncoder().encode(text);

test('an item of another program is taken into the competence and band that are asked for', async () => {
  const [item] = await readQtiFile(bytesOf(foreign), 'water.xml', defaults);
  expect(item).toMatchObject({
    id: '2.1-water-01',
    family: '2.1-water-01',
    competence: '2.1',
    band: 2,
    kind: 'multiple',
    key: ['h', 'o'],
    text: { vi: { prompt: 'Which elements form water?', options: { h: 'Hydrogen', he: 'Helium' } } },
  });
});

describe('refused, with a sentence for each fault, is', () => {
  test.each<[string, string | Uint8Array, string[]]>([
    ['a document type with entities', `<!DOCTYPE x [<!ENTITY a "b">]>${foreign.replace(/^.*\n/, '')}`, ['qti-doctype']],
    ['a damaged file', foreign.slice(0, 300), ['qti-damaged']],
    ['a file that is no item', '<qti-assessment-test/>', ['qti-no-item']],
    ['an interaction outside the subset', foreign.replaceAll('qti-choice-interaction', 'qti-hotspot-interaction'), ['qti-unsupported']],
    ['an item without interaction', '<qti-assessment-item><qti-item-body/></qti-assessment-item>', ['qti-one-interaction']],
    ['an item without key', foreign.replace(/<qti-value>.*<\/qti-value>/, ''), ['qti-no-key']],
    ['an item that explains nothing', foreign.replace(/<qti-modal-feedback[\s\S]*<\/qti-modal-feedback>/, ''), ['qti-no-rationale']],
    ['a key that leads nowhere', foreign.replace('<qti-value>O<', '<qti-value>Z<'), ['qti-wrong']],
    ['an empty package', writeZip([{ path: 'readme.txt', text: 'x' }]), ['qti-empty']],
    [
      'each wrong file of a package',
      writeZip([
        { path: 'a.xml', text: '<x/>' },
        { path: 'b.xml', text: '<' },
        { path: 'c.xml', text: foreign },
      ]),
      ['qti-no-item', 'qti-damaged'],
    ],
  ])('%s', async (_what, file, codes) => {
    const problem: unknown = await readQtiFile(typeof file === 'string' ? bytesOf(file) : file, 'x.xml', defaults).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    if (problem instanceof Problem) expect(problem.errors.map(({ code }) => code.replace('skills-bank.', ''))).toEqual(codes);
  });

  test('a package that unpacks to more than it may', async () => {
    const bomb = writeZip([{ path: 'a.xml', text: ' '.repeat(33 * 1024 * 1024) }]);
    expect(bomb.length).toBeLessThan(100_000);
    await expect(readQtiFile(bomb, 'x.zip', defaults)).rejects.toMatchObject({ code: 'table.too-large' });
  });
});

rolledBack('items are taken in as drafts, what is here already is left alone, and whoever may not write items may do neither', async (db) => {
  const town = await makeTown(db);
  const ctx = () => testCtx(db, { actor: actorWith(town.hanh, { role: 'trainer', unitId: town.ward }) });
  await loadItems(db, Object.values(SAMPLES));
  const { content, exported } = await perform(exportItems, ctx(), { competence: '1.1' });
  expect(exported).toBeGreaterThanOrEqual(6);
  const again = await perform(importItems, ctx(), { name: 'khue.zip', content, ...defaults });
  expect(again.drafts).toEqual([]);
  expect(again.same).toContain(SAMPLES.single.id);
  const changed = qtiFilesOf({ ...SAMPLES.order, difficulty: -2 })[0]?.text ?? '';
  const { drafts } = await perform(importItems, ctx(), { name: 'mot.xml', content: Buffer.from(changed).toString('base64'), ...defaults });
  expect(drafts).toEqual([SAMPLES.order.id]);
  expect((await perform(readItem, ctx(), { id: SAMPLES.order.id })).versions).toMatchObject([
    { version: 2, state: 'draft', changed: ['/difficulty'] },
    { version: 1, state: 'live' },
  ]);
  const official = testCtx(db, { actor: actorWith(town.binh, { role: 'official', unitId: town.ward }) });
  await expect(perform(exportItems, official, {})).rejects.toMatchObject({ code: 'operation.not-allowed' });
  await expect(perform(importItems, official, { name: 'x', content: '', ...defaults })).rejects.toMatchObject({ code: 'operation.not-allowed' });
});
