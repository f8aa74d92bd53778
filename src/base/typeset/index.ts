import { join } from 'node:path';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** Room that a template keeps for something put on later, such as a signature: page from 1, millimetres from the left and the top edge. */
export type Room = { name: string; page: number; x: number; y: number; width: number; height: number };

/** A typeset document: PDF bytes, on how many pages, and the rooms it keeps (`place-mark` of `khue.typ`). */
export type Typeset = { bytes: Uint8Array; pages: number; rooms: Room[] };

/** What a template is filled with: it arrives as `data` of `content/print/khue.typ`. Texts stay texts: nothing in them is read as markup. */
export type TypesetOrder = {
  /** Name of a template in `content/print`, without `.typ`. */
  template: string;
  data: unknown;
  /** Moment that the PDF names as that of its making, so that the same order gives the same bytes. */
  at: Temporal.Instant;
  /** `ua-1` (PDF/UA-1, for readers of screens) or `a-2a` (PDF/A-2a, for the archive); both are tagged. */
  standard?: 'ua-1' | 'a-2a';
};

let compiler: Promise<NodeCompiler> | undefined;

/** Fonts that letters and reports use: a serif of Times' metric for letters by Decree 30/2020, and the face of the pages. */
const FONTS = ['tinos', 'be-vietnam-pro'];

/** Compilations after which Typst forgets what no later one has used. */
const FORGET_AFTER = 10;

/**
 * Typesets a PDF from a Typst template (https://typst.app/docs) of `root`/content/print. The first one of a process takes about 50 ms longer, because the compiler
 * is loaded then. Throws an `Error` with Typst's own message when the template is wrong: that is a defect, not a refusal.
 */
export async function typeset(root: string, order: TypesetOrder): Promise<Typeset> {
  const typst = await (compiler ??= load(root));
  const compiled = typst.compile({
    mainFilePath: join(root, 'content', 'print', `${order.template}.typ`),
    inputs: { data: JSON.stringify(order.data) },
  });
  const document = compiled.result;
  if (document === null) {
    const error = compiled.takeError();
    throw new Error(`content/print/${order.template}.typ: ${JSON.stringify(error?.shortDiagnostics ?? 'no result')}`);
  }
  const bytes = typst.pdf(document, { pdfStandard: order.standard ?? 'ua-1', creationTimestamp: Math.floor(order.at.epochMilliseconds / 1000) });
  const pages = document.numOfPages;
  const rooms: unknown = typst.query(document, { selector: '<place>', field: 'value' });
  typst.evictCache(FORGET_AFTER);
  if (!Value.Check(Rooms, rooms)) throw new Error(`content/print/${order.template}.typ: a mark <place> is not of the form that place-mark gives it`);
  return { bytes, pages, rooms };
}

const { String: text, Number: number } = Type;
const Rooms = Type.Array(Type.Object({ name: text(), page: number(), x: number(), y: number(), width: number(), height: number() }));

async function load(root: string): Promise<NodeCompiler> {
  const { NodeCompiler: Compiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  return Compiler.create({ workspace: root, fontArgs: [{ fontPaths: FONTS.map((name) => join(root, 'node_modules', '@expo-google-fonts', name)) }] });
}
