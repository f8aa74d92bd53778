import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from './canonical.ts';
import { checkReceipt } from './check.ts';
import { signCheckpoint } from './checkpoint.ts';
import { quotientOf, sumOf } from './decimal.ts';
import { keyOf, publicBytesOf, verificationKey } from './note.ts';
import { valueOf } from './reading.ts';
import type { Receipt, Statement } from './receipt.ts';
import { blockSizeOf, rootsOf, writeRecords } from './records.ts';
import { leafHash, rootOfAll } from './tree.ts';

const signer = { name: 'khue.example/publication', privateKey: keyOf(Buffer.alloc(32, 9)) };
const KEY = verificationKey(signer.name, publicBytesOf(signer.privateKey));

const idOf = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const lineOf = (n: number) => `1\t${idOf(2 * n)}\t${idOf(1)}\t2026-01-01\t1`;

/** A receipt over `count` records, with its file. */
function receiptOver(count: number): { receipt: Receipt; file: string } {
  const lines = Array.from({ length: count }, (_, n) => lineOf(n));
  const hashes = lines.map(leafHash);
  const { root, blocks } = rootsOf(hashes);
  const terms = [{ side: 'numerator' as const, set: 'test.things', slice: '', measure: 'size' as const, hash: '0'.repeat(64), size: count, weight: String(count) }];
  const statement: Statement = {
    format: 'khue-reading/1',
    publication: idOf(77),
    figure: 'test.things',
    label: { vi: 'Vật', en: 'Things' },
    unit: { id: idOf(1), vi: 'Phường', en: 'Ward' },
    day: '2026-11-23',
    from: null,
    definition: { version: '1', factor: null, terms },
    ...valueOf(terms, null),
    records: { count, root: root.toString('hex') },
    publishedAt: '2026-11-23T02:00:00Z',
    publishedBy: 'programme-officer',
  };
  const [before, own] = [leafHash('an earlier statement'), leafHash(canonical(statement))];
  const checkpoint = signCheckpoint({ origin: signer.name, size: 2, root: rootOfAll([before, own]) }, signer);
  const receipt: Receipt = {
    format: 'khue-receipt/1',
    statement,
    blocks: blocks.map((hash) => hash.toString('hex')),
    log: { index: 1, proof: [before.toString('hex')], checkpoint, key: KEY },
  };
  return { receipt, file: Buffer.concat([...writeRecords(idOf(77), lines, hashes)]).toString('utf8') };
}

const failures = (receipt: unknown, more: { key?: string; records?: string } = {}) =>
  checkReceipt(JSON.stringify(receipt), more)
    .filter(({ ok }) => !ok)
    .map(({ what }) => what);

describe('a receipt', () => {
  const { receipt, file } = receiptOver(300);

  test('holds, with and without its records and a key', () => {
    expect(failures(receipt)).toEqual([]);
    expect(failures(receipt, { key: KEY, records: file })).toEqual([]);
    expect(checkReceipt(JSON.stringify(receipt))[0]?.what).toContain('compare it with the one that is published');
    expect(checkReceipt(JSON.stringify(receipt), { key: KEY })[0]?.what).not.toContain('compare it');
  });

  test('of nothing holds too', () => {
    const empty = receiptOver(0);
    expect(failures(empty.receipt, { records: empty.file })).toEqual([]);
  });

  test.each([
    ['another value', { statement: { ...receipt.statement, numerator: '301', value: '301' } }, 'the statement is not entry 1'],
    ['another unit', { statement: { ...receipt.statement, unit: { ...receipt.statement.unit, vi: 'Xã' } } }, 'the statement is not entry 1'],
    ['another place', { log: { ...receipt.log, index: 0 } }, 'the statement is not entry 0'],
    ['another checkpoint', { log: { ...receipt.log, checkpoint: receipt.log.checkpoint.replace('\n2\n', '\n3\n') } }, 'the signature does not hold'],
    ['other blocks', { blocks: receipt.blocks.toReversed() }, 'the roots of the blocks do not give'],
    ['a field more', { extra: 1 }, 'no receipt that can be read'],
  ])('with %s does not hold', (_what, change, sentence) => {
    expect(
      failures({ ...receipt, ...change })
        .join(' ')
        .toLowerCase(),
    ).toContain(sentence);
  });

  test('signed by another key than the one that is trusted does not hold', () => {
    const other = verificationKey(signer.name, publicBytesOf(keyOf(Buffer.alloc(32, 8))));
    expect(failures(receipt, { key: other })).toEqual([expect.stringContaining('not signed by khue.example/publication')]);
    expect(failures(receipt, { key: 'nonsense' })).toEqual([expect.stringContaining('no verification key')]);
  });

  test('whose terms do not add up does not hold, whoever signed it', () => {
    const statement = { ...receipt.statement, value: '299' };
    const checkpoint = signCheckpoint({ origin: signer.name, size: 1, root: leafHash(canonical(statement)) }, signer);
    expect(failures({ ...receipt, statement, log: { index: 0, proof: [], checkpoint, key: KEY } })).toEqual([expect.stringContaining('does not follow from its terms')]);
  });

  test('the file of another publication is refused, and what is no file of records', () => {
    expect(failures(receipt, { records: file.replace(idOf(77), idOf(78)) })).toEqual([expect.stringContaining('belongs to another publication')]);
    expect(failures(receipt, { records: 'name;value\n' })).toEqual([expect.stringContaining('no file of records')]);
    expect(failures(receipt, { records: file.slice(0, -1) })).toEqual([expect.stringContaining('no file of records')]);
  });
});

describe('a file of records', () => {
  const count = 300;
  const { receipt, file } = receiptOver(count);
  const [head = '', ...rows] = file.trimEnd().split('\n');
  const written = (lines: string[]) => `${[head, ...lines].join('\n')}\n`;
  const someRow = fc.nat({ max: count - 1 });

  test('a changed record is named', () => {
    fc.assert(
      fc.property(someRow, fc.constantFrom(['2026-01-01', '2026-01-02'], ['\t1\t', '\t2\t'], [idOf(1), idOf(3)]), (at, [from = '', to = '']) => {
        const changed = rows.with(
          at,
          (rows[at] ?? '')
            .replace(`${idOf(2 * at)}`, 'ID')
            .replace(from, to)
            .replace('ID', idOf(2 * at)),
        );
        if (changed[at] === rows[at]) return;
        const [said = ''] = failures(receipt, { records: written(changed) });
        expect(said).toContain('The records are not those that were counted');
        expect(said).toMatch(from === '\t1\t' && at === 0 ? /record|line/ : new RegExp(`record \\d+ \\(${idOf(2 * at)}\\) was changed`));
      }),
    );
  });

  test('a changed record whose check was made to fit lies in the block that is named', () => {
    fc.assert(
      fc.property(someRow, (at) => {
        const line = lineOf(at).replace('2026-01-01', '2026-01-09');
        const changed = rows.with(at, `${at + 1}\t${line}\t${leafHash(line).toString('hex').slice(0, 16)}`);
        const [, first = '', last = ''] = /lies in records (\d+) to (\d+)/.exec(failures(receipt, { records: written(changed) })[0] ?? '') ?? [];
        expect(Number(first)).toBeLessThanOrEqual(at + 1);
        expect(Number(last)).toBeGreaterThanOrEqual(at + 1);
        expect(Number(last) - Number(first)).toBeLessThan(blockSizeOf(count));
      }),
    );
  });

  test('a record taken out is missed by its number', () => {
    fc.assert(
      fc.property(someRow, (at) => {
        const [said = ''] = failures(receipt, { records: written(rows.toSpliced(at, 1)) });
        expect(said).toContain(`There are ${count - 1} records instead of ${count}`);
        if (at < count - 1) expect(said).toContain(`record ${at + 1} is missing before ${idOf(2 * at + 2)}`);
      }),
    );
  });

  test('an added record is named', () => {
    fc.assert(
      fc.property(someRow, (at) => {
        const line = lineOf(at + 0.5);
        const added = `${at + 1}\t${line}\t${leafHash(line).toString('hex').slice(0, 16)}`;
        expect(failures(receipt, { records: written(rows.toSpliced(at + 1, 0, added)) })[0]).toContain(`record ${at + 1} (${idOf(2 * at + 1)}) was added or moved`);
      }),
    );
  });

  test('two records that changed places are named', () => {
    fc.assert(
      fc.property(fc.nat({ max: count - 2 }), (at) => {
        const swapped = rows.toSpliced(at, 2, rows[at + 1] ?? '', rows[at] ?? '');
        expect(failures(receipt, { records: written(swapped) })[0]).toContain(`record ${at + 1} (${idOf(2 * at)}) was added or moved`);
      }),
    );
  });
});

test('the root over blocks is the root over all, at most 64 blocks', () => {
  fc.assert(
    fc.property(fc.nat({ max: 700 }), (count) => {
      const hashes = Array.from({ length: count }, (_, n) => leafHash(String(n)));
      const { root, blocks } = rootsOf(hashes);
      expect(root).toEqual(rootOfAll(hashes));
      expect(blocks.length).toBe(Math.ceil(count / blockSizeOf(count)));
      expect(blocks.length).toBeLessThanOrEqual(64);
    }),
  );
});

describe('the canonical text', () => {
  test('is JSON without spaces and with sorted keys, as RFC 8785 has it', () => {
    expect(canonical({ b: [1, null, true, 'ữ"\n'], a: { z: 0, Z: -1 }, A: {} })).toBe('{"A":{},"a":{"Z":-1,"z":0},"b":[1,null,true,"ữ\\"\\n"]}');
  });
  test('is the same in whatever order things were put in, and reads back', () => {
    const plain = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.integer(),
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(plain, (value) => {
        const text = canonical(JSON.parse(JSON.stringify(value)));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonical(JSON.parse(text))).toBe(text);
      }),
    );
  });
  test('has no fractions', () => {
    expect(() => canonical(0.5)).toThrow('no whole number');
  });
});

describe('decimal texts', () => {
  test.each([
    [['1', '2'], '3'],
    [['0.1', '0.2'], '0.3'],
    [['-1.25', '1'], '-0.25'],
    [['2.50', '0.5'], '3'],
    [[], '0'],
  ])('%j add up to %s', (decimals, sum) => {
    expect(sumOf(decimals)).toBe(sum);
  });
  test.each([
    ['1', '3', 100, '33.333333'],
    ['2', '3', 100, '66.666667'],
    ['-2', '3', 1, '-0.666667'],
    ['1', '8', 1, '0.125'],
    ['1.5', '0.5', 1, '3'],
    ['0', '7', 100, '0'],
    ['1', '0', 100, null],
  ])('%s / %s × %i = %s', (above, below, factor, quotient) => {
    expect(quotientOf(above, below, factor)).toBe(quotient);
  });
});
