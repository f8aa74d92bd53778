import { emptyFrontier, grow, leafHash, rootOf, rootOfAll } from './tree.ts';

/** First word of a file of records; another format would get another number. */
const FORMAT = 'khue-records/1';

/** Characters of a leaf's hash that stand behind its record, so that a changed record can be named. */
const CHECK = 16;

/** Blocks whose roots a receipt carries at the most: they tell where a file of records differs. */
const MOST_BLOCKS = 64;

/** Records each block holds: the smallest power of two with at most 64 blocks. */
export function blockSizeOf(count: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, count) / MOST_BLOCKS)));
}

/** The roots over records: of the whole and of each block. */
export type Roots = { root: Buffer; blocks: Buffer[] };

/** The roots over the leaf hashes of `count` records. */
export function rootsOf(hashes: readonly Buffer[]): Roots {
  const size = blockSizeOf(hashes.length);
  const blocks: Buffer[] = [];
  for (let at = 0; at < hashes.length; at += size) blocks.push(rootOfAll(hashes.slice(at, at + size)));
  // A block is a complete subtree (but for the last one), so that the tree over the blocks has the same root.
  const edge = emptyFrontier();
  for (const block of blocks) grow(edge, block);
  return { root: rootOf(edge), blocks };
}

/** A file of records, piece by piece: a line each with its number, the record as it was hashed, and the beginning of its hash. */
export function* writeRecords(publication: string, lines: readonly string[], hashes: readonly Buffer[]): Generator<Buffer> {
  yield Buffer.from(`${FORMAT}\t${publication}\n`);
  for (let at = 0; at < lines.length; at += 5000) {
    const piece = lines.slice(at, at + 5000).map((line, place) => `${at + place + 1}\t${line}\t${hashes[at + place]?.toString('hex').slice(0, CHECK)}\n`);
    yield Buffer.from(piece.join(''));
  }
}

/** One record of a reading: to which term of the definition it belongs, the record, its unit, the day from which it belongs, its weight. */
export type RecordLine = { term: number; record: string; unitId: string; since: string; weight: string };

/** A record as its leaf is written: fields divided by tabs. */
export function readLine(line: string): RecordLine | undefined {
  const [term = '', record = '', unitId = '', since = '', weight, ...more] = line.split('\t');
  return weight === undefined || more.length > 0 || !/^[1-9]\d{0,2}$/.test(term) ? undefined : { term: Number(term), record, unitId, since, weight };
}

/** What a file of records holds: the lines as they were hashed, and what is wrong with single ones. */
export type RecordsFile = { publication: string; lines: string[]; hashes: Buffer[]; faults: string[] };

/** Reads a file of records; throws when it is none. Lines that were changed, added, taken out or moved are named as far as the file itself gives them away. */
export function readRecords(text: string): RecordsFile {
  const [head = '', ...rest] = text.split('\n');
  const [format, publication = ''] = head.split('\t');
  if (format !== FORMAT || rest.pop() !== '') throw new Error(`This is no file of records (${FORMAT}), or its end is missing.`);
  const file: RecordsFile = { publication, lines: [], hashes: [], faults: [] };
  let [expected, before] = [1, ''];
  for (const one of rest) {
    const [number = '', ...fields] = one.split('\t');
    const check = fields.pop() ?? '';
    const line = fields.join('\t');
    const hash = leafHash(line);
    const record = readLine(line);
    if (record === undefined) file.faults.push(`line ${file.lines.length + 2} cannot be read`);
    else if (hash.toString('hex').slice(0, CHECK) !== check) file.faults.push(`record ${number} (${record.record}) was changed`);
    else if (Number(number) > expected)
      file.faults.push(`record ${expected}${Number(number) > expected + 1 ? ` to ${Number(number) - 1}` : ''} is missing before ${record.record}`);
    else if (Number(number) < expected) file.faults.push(`record ${number} (${record.record}) was added or moved`);
    else if (line < before && sameTerm(line, before)) file.faults.push(`record ${number} (${record.record}) stands out of order`);
    if (Number(number) >= expected) [expected, before] = [Number(number) + 1, line];
    file.lines.push(line);
    file.hashes.push(hash);
  }
  return file;
}

function sameTerm(a: string, b: string): boolean {
  return a.split('\t', 1)[0] === b.split('\t', 1)[0];
}
