import { Item as ItemForm, type Item } from '#content/skills/item.ts';
import { entries, isZip, unpack } from '#base/table-file/index.ts';
import { writeZip } from '#base/zip/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { LIMITS, parseXml, type XmlElement } from '#base/xml/index.ts';
import { formFaults, hasForm } from '../../errors.ts';
import { faultsOf } from '../check.ts';
import { readQti, type ReadQti } from './read.ts';
import { isExchanged, manifestOf, qtiFilesOf } from './write.ts';

/** Largest file (bytes), most files in it, most unpacked bytes. */
export const QTI_LIMITS = { bytes: 8 * 1024 * 1024, files: 1000, unpacked: 32 * 1024 * 1024 } as const;

/** What items of others lack: to which competence and band they are taken in. */
export type Defaults = { competence: string; band: number };

/** Items as a QTI 3 package; those of other kinds are left out. */
export function qtiPackage(items: Item[]): { bytes: Uint8Array; exported: number; leftOut: string[] } {
  const exchanged = items.filter(isExchanged);
  const files = exchanged.flatMap(qtiFilesOf);
  const bytes = writeZip([{ path: 'imsmanifest.xml', text: manifestOf(files.map(({ path }) => path)) }, ...files]);
  return { bytes, exported: exchanged.length, leftOut: items.filter((item) => !isExchanged(item)).map(({ id }) => id) };
}

/** The items in a QTI 3 package or a single file; throws `invalid` with every fault of every file, and then takes nothing in. */
export async function readQtiFile(bytes: Uint8Array, name: string, defaults: Defaults): Promise<Item[]> {
  if (bytes.length > QTI_LIMITS.bytes) throw refused([{ at: '/file', code: 'skills-bank.qti-too-large', values: { megabytes: QTI_LIMITS.bytes / 1024 / 1024 } }]);
  const files = isZip(bytes) ? await unzip(bytes) : [{ path: name, text: new TextDecoder().decode(bytes) }];
  if (files.length === 0) throw refused([{ at: '/file', code: 'skills-bank.qti-empty' }]);
  const read = files.map(({ path, text }) => readOne(path, text));
  const faults = read.flatMap((one) => ('faults' in one ? one.faults : []));
  if (faults.length > 0) throw refused(faults);
  const found = read.flatMap((one) => ('item' in one ? [one.item] : []));
  return checked([...Map.groupBy(found, ({ about, identifier }) => about['id'] ?? identifier).values()].map((languages) => itemFrom(languages, defaults)));
}

async function unzip(bytes: Uint8Array): Promise<{ path: string; text: string }[]> {
  const listed = [...entries(bytes).values()].filter(({ path }) => path.endsWith('.xml') && !path.endsWith('imsmanifest.xml') && !path.includes('..'));
  if (listed.length > QTI_LIMITS.files) throw refused([{ at: '/file', code: 'skills-bank.qti-too-many', values: { n: QTI_LIMITS.files } }]);
  const budget = { bytes: QTI_LIMITS.unpacked };
  const files = [];
  for (const entry of listed) {
    const pieces: Uint8Array[] = [];
    for await (const piece of unpack(bytes, entry, budget)) pieces.push(piece);
    files.push({ path: entry.path, text: Buffer.concat(pieces).toString('utf8') });
  }
  return files;
}

function readOne(file: string, text: string): ReturnType<typeof readQti> {
  try {
    const root: XmlElement = parseXml(text.replace(/^\ufeff/, ''));
    return readQti(root, file);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { faults: [{ at: '/file', code: `skills-bank.qti-${problem.code.replace('xml.', '')}`, values: { file, line: problem.values['line'] ?? 0, most: LIMITS.characters } }] };
  }
}

/** An item of the one or two files of its languages. What others do not say comes from `defaults`. */
function itemFrom(languages: ReadQti[], { competence: given, band }: Defaults): { file: string; item: Record<string, unknown> } {
  const [first] = languages;
  if (first === undefined) throw new Error('a group without members');
  const { about, identifier, title, kind, key } = first;
  const competence = about['competence'] ?? given;
  const id = about['id'] ?? `${competence}-${slug(identifier)}`;
  const sources: unknown = about['sources'] === undefined ? undefined : JSON.parse(about['sources']);
  const middle: Record<number, number> = { 1: -1.5, 2: 0, 3: 1.5 };
  const en = languages.find(({ locale }) => locale.startsWith('en'));
  const vi = languages.find((one) => one !== en) ?? first;
  // A title that says too little gives way to the question.
  const named = (text: string | undefined): unknown => text ?? (title.length >= 10 ? title : vi.words['prompt']);
  const item = {
    id,
    family: about['family'] ?? id,
    competence,
    outcome_vi: named(about['outcome-vi']),
    outcome_en: named(about['outcome-en']),
    band: Number(about['band'] ?? band),
    difficulty: Number(about['difficulty'] ?? middle[band] ?? 0),
    kind,
    for: about['for'] ?? 'both',
    key,
    text: { vi: vi.words, ...(en === undefined || en === vi ? {} : { en: en.words }) },
    ...(sources === undefined ? {} : { sources }),
  };
  return { file: identifier, item };
}

function checked(items: { file: string; item: Record<string, unknown> }[]): Item[] {
  const found: Item[] = [];
  const faults: InputError[] = [];
  for (const { file, item } of items) {
    const wrong = hasForm(ItemForm, item) ? faultsOf(item) : formFaults(ItemForm, item, () => 'skills-bank.fault-form');
    faults.push(
      ...wrong.map(({ at, values }) => ({ at: '/file', code: 'skills-bank.qti-wrong', values: { file, at, reason: String(values?.['reason'] ?? values?.['id'] ?? '') } })),
    );
    if (wrong.length === 0 && hasForm(ItemForm, item)) found.push(item);
  }
  if (faults.length > 0) throw refused(faults);
  return found;
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60) || 'nhap'
  );
}

function refused(errors: InputError[]): Problem {
  return new Problem('invalid', 'skills-bank.qti-refused', { n: errors.length }, errors);
}
