import { Problem } from '#base/problem/index.ts';

/** One part of a multipart body: its headers in lower case, and its bytes as they come. Read it before the next is asked for. */
export type Part = { headers: Map<string, string>; bytes: AsyncIterable<Buffer> };

const MOST_HEADER_BYTES = 16_384;
const LINE = Buffer.from('\r\n');
const BLANK_LINE = Buffer.from('\r\n\r\n');

/** The boundary in the content type of a multipart body; throws `invalid` when there is none (RFC 2046). */
export function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw new Problem('invalid', 'learning-records.no-boundary');
  return boundary;
}

/** Reads a stream of bytes up to marks, never holding more than a chunk and a mark. */
class Scanner {
  #held = Buffer.alloc(0);
  #source: AsyncIterator<Uint8Array>;
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#source.next();
    if (done === true) this.#ended = true;
    else this.#held = Buffer.concat([this.#held, value]);
  }

  /** The bytes before the next `mark`, which is passed over; throws `invalid` when the body ends first. */
  async *until(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at >= 0) {
        const before = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.length);
        if (before.length > 0) yield before;
        return;
      }
      const safe = this.#held.length - mark.length;
      if (safe > 0) {
        yield this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
      }
      if (this.#ended) throw new Problem('invalid', 'learning-records.body-ends');
      await this.#more();
    }
  }

  /** The next `count` bytes, fewer at the end of the body; they are passed over. */
  async take(count: number): Promise<string> {
    while (this.#held.length < count && !this.#ended) await this.#more();
    const taken = this.#held.subarray(0, count).toString('latin1');
    this.#held = this.#held.subarray(count);
    return taken;
  }

  /** Puts bytes before the rest, as if they had not been read yet. */
  unread(bytes: Buffer): void {
    this.#held = Buffer.concat([bytes, this.#held]);
  }
}

/** The parts of a multipart body in their order; throws `invalid` where it breaks off or is not made as RFC 2046 says. */
export async function* partsOf(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const scanner = new Scanner(body);
  // The first boundary may stand at the very beginning; a line break before it makes it like the others.
  scanner.unread(Buffer.from('\r\n'));
  const mark = Buffer.from(`\r\n--${boundary}`);
  for await (const chunk of scanner.until(mark)) void chunk;
  for (;;) {
    const after = await scanner.take(2);
    if (after === '--') return;
    if (after !== '\r\n') {
      // Blanks may stand behind a boundary (RFC 2046, 5.1.1: transport padding).
      scanner.unread(Buffer.from(after, 'latin1'));
      if ((await collect(scanner.until(LINE), MOST_HEADER_BYTES)).toString('latin1').trim() !== '') throw new Problem('invalid', 'learning-records.body-ends');
    }
    // Without headers the blank line follows at once.
    scanner.unread(Buffer.from('\r\n'));
    const headers = headersOf((await collect(scanner.until(BLANK_LINE), MOST_HEADER_BYTES)).toString('utf8'));
    const bytes = scanner.until(mark);
    yield { headers, bytes };
    for await (const chunk of bytes) void chunk;
  }
}

function headersOf(text: string): Map<string, string> {
  const lines = text.split('\r\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, Math.max(colon, 0)).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** All bytes of a stream, at most `most`; throws `limit` when there are more, after the rest went by: a client that is still sending does not hear the answer. */
export async function collect(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size <= most) held.push(chunk);
    else held = [];
  }
  if (size > most) throw new Problem('limit', 'learning-records.too-large', { bytes: most });
  return Buffer.concat(held, size);
}
