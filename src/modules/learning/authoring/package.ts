import { createHash } from 'node:crypto';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { CourseFile } from '#content/learning/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { listEntries, storedZipSize, unpackEntry, type ByteSource, type ZipEntry, type ZipFile } from '#base/zip/index.ts';
import { HEAD_BYTES, kindOf } from '#kernel/document/index.ts';
import { safePicture } from '../courses/view.ts';
import { DRAFT_FORM, DraftFile } from './draft-file.ts';
import { endingOf } from './files.ts';
import { MOST } from './model.ts';

const MEBIBYTE = 1_048_576;

/** What a course in one file may be at the most: bytes of the file, of one that a program sends or gets as base64, of all unpacked, of the words; files in it. */
export const PACKAGE_MOST = { bytes: 1024 * MEBIBYTE, inline: 40 * MEBIBYTE, unpacked: 1200 * MEBIBYTE, manifest: 8 * MEBIBYTE, files: 300 } as const;

/** What a document kept for a course that is to come in is for. */
export const COURSE_PURPOSE = 'learning.course-package';

const MANIFEST = 'khue-course.json';
/** More than this many times its packed size, and larger than the second figure (bytes), is no file of a course. */
const BOMB = { times: 250, bytes: 8 * MEBIBYTE };

const Beside = Type.Optional(
  Type.Array(
    Type.Object(
      { name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*\\.[a-z0-9]{2,5}$', maxLength: 120 }), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
      { additionalProperties: false },
    ),
    { maxItems: PACKAGE_MOST.files },
  ),
);
/** What `khue-course.json` holds: the course, published or a draft, and the files beside it under `files/`. */
const PackageFile = Type.Object({ ...CourseFile.properties, files: Beside }, { additionalProperties: false });
const DraftPackage = Type.Object({ ...DraftFile.properties, files: Beside }, { additionalProperties: false });

/** What goes into the one file of a course (docs/developers/authoring.md): the text of `khue-course.json`, and the files beside it. */
export type PackedCourse = { manifest: string; files: { name: string; sha256: string; size: number }[] };

/** The one file of a course as a plan, and how many bytes it will have. Throws `limit` when it would be too large to be read again. */
export function planPackage(file: CourseFile | DraftFile, files: PackedCourse['files']): PackedCourse & { size: number } {
  const manifest = JSON.stringify({ ...file, files: files.map(({ name, sha256 }) => ({ name, sha256 })) }, null, 1);
  const size = storedZipSize(packageParts({ manifest, files }, async () => []));
  if (Buffer.byteLength(manifest) > PACKAGE_MOST.manifest) throw new Problem('limit', 'learning-authoring.package-words', { megabytes: PACKAGE_MOST.manifest / MEBIBYTE });
  if (files.length > PACKAGE_MOST.files) throw new Problem('limit', 'learning-authoring.package-many', { most: PACKAGE_MOST.files });
  if (size > PACKAGE_MOST.bytes) throw new Problem('limit', 'learning-authoring.package-too-large', { megabytes: PACKAGE_MOST.bytes / MEBIBYTE });
  return { manifest, files, size };
}

/** The files of the archive, for `storedZip`; `open` gives the bytes of one by its SHA-256. */
export function packageParts({ manifest, files }: PackedCourse, open: (sha256: string) => ReturnType<ZipFile['open']>): ZipFile[] {
  const words = Buffer.from(manifest, 'utf8');
  return [{ path: MANIFEST, size: words.length, open: async () => [words] }, ...files.map(({ name, sha256, size }) => ({ path: `files/${name}`, size, open: () => open(sha256) }))];
}

/** A course that was read and found sound: `open` gives the bytes of a file of it. */
export type ReadPackage = { file: CourseFile | DraftFile; files: { name: string; open: () => AsyncIterable<Uint8Array> }[] };

/**
 * Reads a course from one file without holding its files, and trusts nothing in it: sizes are counted while unpacking, no path may leave the archive, each file must be named
 * in the manifest and have the digest that stands there, drawings must be shapes and words. Throws `invalid` with what is wrong at `/file`; nothing is kept then.
 */
export async function readPackage(source: ByteSource): Promise<ReadPackage> {
  if (source.size > PACKAGE_MOST.bytes) throw refused('package-too-large', { megabytes: PACKAGE_MOST.bytes / MEBIBYTE });
  if (!(await isZip(source))) throw refused('package-no-zip');
  return inWords(async () => {
    const entries = await listed(source);
    const { files = [], ...file } = parsed(await manifestOf(source, entries));
    const named = new Set(files.map(({ name }) => `files/${name}`));
    const stray = [...entries.keys()].find((path) => path !== MANIFEST && !named.has(path));
    if (stray !== undefined) throw refused('package-stray', { path: stray.slice(0, 80) });
    const unsafe = Object.entries(file.pictures).find(([, svg]) => safePicture(svg) === '');
    if (unsafe !== undefined) throw refused('package-picture', { path: unsafe[0].slice(0, 80) });
    const twice = files.find(({ name, sha256 }, at) => files.findIndex((one) => one.sha256 === sha256 || one.name === name) < at);
    if (twice !== undefined) throw refused('package-name', { path: twice.name });
    for (const { name, sha256 } of files) await checkFile(source, entries.get(`files/${name}`), name, sha256);
    const opened = files.flatMap(({ name }) => {
      const entry = entries.get(`files/${name}`);
      return entry === undefined ? [] : [{ name, open: () => unpackEntry(source, entry, { bytes: entry.bytes }) }];
    });
    return { file, files: opened };
  });
}

async function isZip(source: ByteSource): Promise<boolean> {
  if (source.size < 22) return false;
  const pieces: Uint8Array[] = [];
  for await (const piece of await source.read(0, 3)) pieces.push(piece);
  return Buffer.concat(pieces).toString('hex') === '504b0304';
}

/** The files of the archive by path, looked at before one of them is unpacked. */
async function listed(source: ByteSource): Promise<Map<string, ZipEntry>> {
  const entries = await listEntries(source, 2 * PACKAGE_MOST.files);
  if (entries.length > PACKAGE_MOST.files + 1) throw refused('package-many', { most: PACKAGE_MOST.files });
  const said = (name: string, one: ZipEntry | undefined): void => {
    if (one !== undefined) throw refused(name, { path: one.path.slice(0, 80), megabytes: MOST.streamedBytes / MEBIBYTE });
  };
  const escapes = ({ path, link }: ZipEntry) => link || path.startsWith('/') || path.includes(':') || path.includes('\0') || path.split('/').includes('..');
  said('package-path', entries.find(escapes));
  const seen = new Set<string>();
  said(
    'package-stray',
    entries.find(({ path }) => seen.size === seen.add(path).size),
  );
  if (entries.some(({ bytes, packed }) => bytes > BOMB.bytes && bytes > packed * BOMB.times)) throw refused('package-bomb');
  said(
    'package-file-large',
    entries.find(({ bytes }) => bytes > MOST.streamedBytes),
  );
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > PACKAGE_MOST.unpacked) throw refused('package-bomb');
  return new Map(entries.map((entry) => [entry.path, entry]));
}

async function manifestOf(source: ByteSource, entries: Map<string, ZipEntry>): Promise<Buffer> {
  const entry = entries.get(MANIFEST);
  if (entry === undefined) throw refused('package-no-manifest', { name: MANIFEST });
  if (entry.bytes > PACKAGE_MOST.manifest) throw refused('package-words', { megabytes: PACKAGE_MOST.manifest / MEBIBYTE });
  const pieces: Uint8Array[] = [];
  for await (const piece of unpackEntry(source, entry, { bytes: PACKAGE_MOST.manifest })) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Looks at a file before one of them is kept: its digest, its kind by its first bytes, and whether its name ends as that kind does. */
async function checkFile(source: ByteSource, entry: ZipEntry | undefined, name: string, sha256: string): Promise<void> {
  if (entry === undefined) throw refused('package-missing', { path: name });
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  for await (const piece of unpackEntry(source, entry, { bytes: entry.bytes })) {
    hash.update(piece);
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, piece]).subarray(0, HEAD_BYTES);
  }
  if (hash.digest('hex') !== sha256) throw refused('package-digest', { path: name });
  if (head.length === 0) throw refused('package-kind', { path: name });
  if (!name.endsWith(`.${endingOf(name, acceptedKind(head, name))}`)) throw refused('package-name', { path: name });
}

function acceptedKind(head: Buffer, name: string): string {
  try {
    return kindOf(head, name);
  } catch {
    throw refused('package-kind', { path: name });
  }
}

function parsed(manifest: Buffer): Type.Static<typeof PackageFile> | Type.Static<typeof DraftPackage> {
  let value: unknown;
  try {
    value = JSON.parse(manifest.toString('utf8'));
  } catch {
    throw refused('package-no-json', { name: MANIFEST });
  }
  if (Value.Check(PackageFile, value)) return value;
  if (Value.Check(DraftPackage, value)) return value;
  const form = typeof value === 'object' && value !== null && 'form' in value ? value.form : undefined;
  if (form !== undefined && form !== 'khue-course/1' && form !== DRAFT_FORM) throw refused('package-version', { form: String(form).slice(0, 40) });
  const [first] = Value.Errors(form === DRAFT_FORM ? DraftPackage : PackageFile, value);
  throw refused('package-form', { place: (first?.instancePath || '/').slice(0, 80) });
}

/** Says what the archive itself was refused with in the words of courses. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (problem) {
    const name = problem instanceof Problem ? UNPACKING[problem.code] : undefined;
    throw name === undefined ? problem : refused(name, { most: PACKAGE_MOST.files });
  }
}

const UNPACKING: Record<string, string> = {
  'zip.damaged': 'package-damaged',
  'zip.method': 'package-damaged',
  'zip.password': 'package-password',
  'zip.overlap': 'package-bomb',
  'zip.too-large': 'package-bomb',
  'zip.too-many': 'package-many',
};

/** What a course that is to come in is refused with: one thing at `/file`. */
function refused(name: string, values: NonNullable<InputError['values']> = {}): Problem {
  return new Problem('invalid', 'learning-authoring.import-refused', {}, [{ at: '/file', code: `learning-authoring.${name}`, values }]);
}
