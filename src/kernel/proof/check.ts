import { Compile } from 'typebox/compile';
import { canonical } from './canonical.ts';
import { openCheckpoint } from './checkpoint.ts';
import { parseVerificationKey } from './note.ts';
import { valueOf } from './reading.ts';
import { blockSizeOf, readLine, readRecords, rootsOf } from './records.ts';
import { Receipt, type Statement } from './receipt.ts';
import { checkSigned } from './signed.ts';
import { sumOf } from './decimal.ts';
import { includes, leafHash, rootOfAll } from './tree.ts';

/** One thing that was checked of a receipt: whether it holds, and a sentence. */
export type Check = { ok: boolean; what: string };

const validator = Compile(Receipt);

/**
 * Checks a receipt without asking anybody: signature, place in the log, arithmetic and, with the text of its file of records, every record. `key` is the
 * verification key that the checker trusts; without it the receipt's own is used, and the first sentence says so.
 */
export function checkReceipt(receiptText: string, more: { key?: string | undefined; records?: string | undefined } = {}): Check[] {
  const signed = checkSigned(receiptText, more.key);
  if (signed !== undefined) return signed;
  const receipt = parsed(receiptText);
  if (receipt === undefined) return [{ ok: false, what: 'This is no receipt that can be read (format khue-receipt/1).' }];
  const { statement } = receipt;
  return [
    checkPlace(receipt, more.key),
    checkValue(statement),
    checkBlocks(receipt),
    ...(more.records === undefined ? [] : guarded('The file of records cannot be checked', (): Check[] => checkRecords(receipt, more.records ?? ''))),
  ];
}

function parsed(receiptText: string): Receipt | undefined {
  try {
    const value: unknown = JSON.parse(receiptText);
    return validator.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function checkPlace({ statement, log }: Receipt, key: string | undefined): Check {
  const [check] = guarded('The signature does not hold', () => {
    const { size, root, origin } = openCheckpoint(log.checkpoint, parseVerificationKey(key ?? log.key));
    const proof = log.proof.map((hash) => Buffer.from(hash, 'hex'));
    if (!includes(leafHash(canonical(statement)), log.index, size, proof, root)) {
      return [{ ok: false, what: `The statement is not entry ${log.index} of the log: it was changed, or belongs to another receipt.` }];
    }
    const trusted = key === undefined ? ` The key is the receipt's own (${log.key}): compare it with the one that is published.` : '';
    return [{ ok: true, what: `Signed, and entry ${log.index} of ${size} in ${origin}.${trusted}` }];
  });
  return check ?? { ok: false, what: 'The signature could not be checked.' };
}

function checkValue({ definition, numerator, denominator, value, records }: Statement): Check {
  const given = valueOf(definition.terms, definition.factor);
  const fits = given.numerator === numerator && given.denominator === denominator && given.value === value;
  const count = definition.terms.reduce((sum, { size }) => sum + size, 0);
  const stated = value ?? 'no value, since the denominator is 0';
  return fits && count === records.count
    ? { ok: true, what: `The value follows from its terms: ${stated}${denominator === null ? '' : ` (${numerator} of ${denominator})`}, ${count} records.` }
    : { ok: false, what: `The value does not follow from its terms: stated is ${stated}, computed ${given.value}.` };
}

function checkBlocks({ statement, blocks }: Receipt): Check {
  const { count, root } = statement.records;
  const hashes = blocks.map((hash) => Buffer.from(hash, 'hex'));
  const fits = hashes.length === Math.ceil(count / blockSizeOf(count)) && rootOfAll(hashes).toString('hex') === root;
  return {
    ok: fits,
    what: fits ? 'The roots of the blocks give the root of the records.' : 'The roots of the blocks do not give the root of the records: the list of blocks was changed.',
  };
}

function checkRecords({ statement, blocks }: Receipt, text: string): Check[] {
  const { lines, hashes, faults, publication } = readRecords(text);
  const { count, root } = statement.records;
  if (publication !== statement.publication) return [{ ok: false, what: `The file of records belongs to another publication (${publication}).` }];
  const own = rootsOf(hashes);
  const sums = wrongSums(statement, lines);
  if (own.root.toString('hex') === root && lines.length === count && faults.length === 0 && sums.length === 0) {
    return [{ ok: true, what: `All ${count} records are those that were counted.` }];
  }
  const size = blockSizeOf(count);
  const differs = blocks.findIndex((hash, place) => hash !== own.blocks[place]?.toString('hex'));
  const where = differs === -1 ? '' : ` The first difference lies in records ${differs * size + 1} to ${Math.min(count, (differs + 1) * size)}.`;
  const named = faults.length === 0 ? '' : ` Found: ${faults.slice(0, 20).join('; ')}${faults.length > 20 ? `; and ${faults.length - 20} more` : ''}.`;
  const counts = lines.length === count ? '' : ` There are ${lines.length} records instead of ${count}.`;
  return [{ ok: false, what: `The records are not those that were counted.${counts}${named}${where}${sums.join('')}` }];
}

/** Terms whose size or weight is not that of their records. */
function wrongSums({ definition }: Statement, lines: string[]): string[] {
  const byTerm = Map.groupBy(
    lines.flatMap((line) => readLine(line) ?? []),
    ({ term }) => term,
  );
  return definition.terms.flatMap((term, place) => {
    const own = byTerm.get(place + 1) ?? [];
    return own.length === term.size && sumOf(own.map(({ weight }) => weight)) === term.weight ? [] : [` The records of ${term.set} add up to something else than is stated.`];
  });
}

function guarded(what: string, work: () => Check[]): Check[] {
  try {
    return work();
  } catch (error) {
    return [{ ok: false, what: `${what}: ${error instanceof Error ? error.message : String(error)}` }];
  }
}
