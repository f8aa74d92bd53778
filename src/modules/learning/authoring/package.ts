import { createHash } from 'node:crypto';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { CourseFile } from '#content/learning/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { entries, isZip, unpack, writeZip } from '#base/table-file/index.ts';
import { safePicture } from '../courses/view.ts';

/** What a course in one file may be at the most: bytes of the file, bytes unpacked, files in it. */
export const PACKAGE_MOST = { bytes: 40 * 1_048_576, unpacked: 160 * 1_048_576, files: 300 } as const;

const MANIFEST = 'khue-course.json';

/** What `khue-course.json` holds: the course, and the files beside it under `files/`. */
const PackageFile = Type.Object(
  {
    ...CourseFile.properties,
    files: Type.Optional(
      Type.Array(
        Type.Object(
          { name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*\\.[a-z0-9]{2,5}$', maxLength: 120 }), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
          { additionalProperties: false },
        ),
        { maxItems: PACKAGE_MOST.files },
      ),
    ),
  },
  { additionalProperties: false },
);

/** A course with its files, as it leaves or comes in. */
export type CoursePackage = { file: CourseFile; files: Map<string, Uint8Array> };

/** A course as one ZIP file (docs/developers/authoring.md). Throws `limit` when it would be too large to be read again. */
export function writePackage({ file, files }: CoursePackage): Uint8Array {
  const listed = [...files].map(([name, bytes]) => ({ name, sha256: digest(bytes) }));
  const manifest = { path: MANIFEST, text: JSON.stringify({ ...file, files: listed }, null, 1) };
  const bytes = writeZip([manifest, ...[...files].map(([name, content]) => ({ path: `files/${name}`, bytes: content }))]);
  if (bytes.length > PACKAGE_MOST.bytes) throw new Problem('limit', 'learning-authoring.package-too-large', { megabytes: PACKAGE_MOST.bytes / 1_048_576 });
  return bytes;
}

/**
 * Reads a course from one file, and trusts nothing in it: sizes are counted while unpacking, no path may leave the archive, each file must be named in the manifest and
 * have the digest that stands there, drawings must be shapes and words. Throws `invalid` with what is wrong at `/file`; nothing is kept then.
 */
export async function readPackage(bytes: Uint8Array): Promise<CoursePackage> {
  if (bytes.length > PACKAGE_MOST.bytes) throw refused('package-too-large', { megabytes: PACKAGE_MOST.bytes / 1_048_576 });
  if (!isZip(bytes)) throw refused('package-no-zip');
  const content = await unzip(bytes);
  const manifest = content.get(MANIFEST);
  if (manifest === undefined) throw refused('package-no-manifest', { name: MANIFEST });
  const { files = [], ...file } = parsed(manifest);
  const named = new Set(files.map(({ name }) => `files/${name}`));
  const stray = [...content.keys()].find((path) => path !== MANIFEST && !named.has(path));
  if (stray !== undefined) throw refused('package-stray', { path: stray.slice(0, 80) });
  const unsafe = Object.entries(file.pictures).find(([, svg]) => safePicture(svg) === '');
  if (unsafe !== undefined) throw refused('package-picture', { path: unsafe[0] });
  return { file, files: new Map(files.map(({ name, sha256 }) => [name, checked(content.get(`files/${name}`), name, sha256)])) };
}

function checked(bytes: Uint8Array | undefined, name: string, sha256: string): Uint8Array {
  if (bytes === undefined) throw refused('package-missing', { path: name });
  if (digest(bytes) !== sha256) throw refused('package-digest', { path: name });
  return bytes;
}

function parsed(manifest: Uint8Array): Type.Static<typeof PackageFile> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(manifest.buffer, manifest.byteOffset, manifest.byteLength).toString('utf8'));
  } catch {
    throw refused('package-no-json', { name: MANIFEST });
  }
  if (Value.Check(PackageFile, value)) return value;
  if (typeof value === 'object' && value !== null && 'form' in value && value.form !== 'khue-course/1') throw refused('package-version', { form: String(value.form).slice(0, 40) });
  const [first] = Value.Errors(PackageFile, value);
  throw refused('package-form', { place: first?.instancePath || '/' });
}

async function unzip(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const content = new Map<string, Uint8Array>();
  const budget = { bytes: PACKAGE_MOST.unpacked };
  try {
    const listed = [...entries(bytes).values()].filter(({ path }) => !path.endsWith('/'));
    if (listed.length > PACKAGE_MOST.files + 1) throw refused('package-many', { most: PACKAGE_MOST.files });
    const escaping = listed.find(({ path }) => path.startsWith('/') || path.includes(':') || path.includes('\0') || path.split('/').includes('..'));
    if (escaping !== undefined) throw refused('package-path', { path: escaping.path.slice(0, 80) });
    for (const entry of listed) {
      const pieces: Uint8Array[] = [];
      for await (const piece of unpack(bytes, entry, budget)) pieces.push(piece);
      content.set(entry.path, Buffer.concat(pieces));
    }
  } catch (problem) {
    throw problem instanceof Problem && problem.code in UNPACKING ? refused(UNPACKING[problem.code] ?? '') : problem;
  }
  return content;
}

const UNPACKING: Record<string, string> = { 'table.damaged': 'package-damaged', 'table.password': 'package-password', 'table.too-large': 'package-bomb' };

function refused(name: string, values: NonNullable<InputError['values']> = {}): Problem {
  return new Problem('invalid', 'learning-authoring.import-refused', {}, [{ at: '/file', code: `learning-authoring.${name}`, values }]);
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
