import { listEntries, unpackEntry, type ByteSource, type ZipEntry } from '#base/zip/index.ts';
import { Problem } from '#base/problem/index.ts';
import { ManifestFault, readManifest } from './manifest.ts';
import { PACKAGE_LIMITS, type Finding, type Structure } from './model.ts';

/** What the checks of a package found: `faults` keep it from being used, `remarks` do not. */
export type Checked = { faults: Finding[]; remarks: Finding[]; entries: ZipEntry[]; unpacked: number; structure: Structure | undefined };

/** Kinds of file that a machine would run, or a server. */
const RUNS = /\.(exe|dll|msi|msix|scr|com|bat|cmd|ps1|vbs|vbe|wsf|hta|lnk|reg|jar|apk|app|dmg|pkg|sh|bash|run|so|dylib|elf|php\d?|phtml|phar|asp|aspx|jsp|cgi|pl|py|rb)$/i;
/** First bytes of programs: Windows, Linux, macOS, Java. */
const PROGRAMS = ['4d5a', '7f454c46', 'feedface', 'feedfacf', 'cffaedfe', 'cafebabe'];
/** More than this many times its packed size, and larger than the second figure (bytes), is no file of a course. */
const BOMB = { times: 250, bytes: 8 * 1_048_576 };

const MANIFESTS = ['imsmanifest.xml', 'cmi5.xml'] as const;

/** Looks at a whole package without unpacking it anywhere: the archive, every byte of its files, its manifest. Never throws for what the package holds. */
export async function checkPackage(source: ByteSource): Promise<Checked> {
  const none: Checked = { faults: [], remarks: [], entries: [], unpacked: 0, structure: undefined };
  try {
    const entries = await listEntries(source, PACKAGE_LIMITS.files);
    const faults = listFaults(entries);
    if (faults.length > 0) return { ...none, faults, entries };
    const { manifest, unpacked, programs } = await readAll(source, entries);
    if (programs.length > 0) return { ...none, faults: programs, entries, unpacked };
    const structure = structureOf(entries, manifest);
    const missing = missingFiles(structure, entries);
    return { faults: missing, remarks: remarksOn(structure, entries), entries, unpacked, structure };
  } catch (error) {
    if (error instanceof ManifestFault) return { ...none, faults: [error.finding] };
    if (error instanceof Problem && error.code.startsWith('zip.')) return { ...none, faults: [zipFinding(error)] };
    throw error;
  }
}

function zipFinding({ code, values }: Problem): Finding {
  const megabytes = Math.round(PACKAGE_LIMITS.unpacked / 1_048_576);
  return { name: code.replace('.', '-'), values: code === 'zip.too-large' ? { megabytes } : { most: Number(values['most'] ?? 0), n: Number(values['n'] ?? 0) } };
}

function listFaults(entries: ZipEntry[]): Finding[] {
  const said = (name: string, found: ZipEntry[]): Finding[] => found.slice(0, 5).map(({ path }) => ({ name, values: { path: path.slice(0, 120) } }));
  const seen = new Set<string>();
  const twice = entries.filter(({ path }) => seen.size === seen.add(path.toLowerCase()).size);
  return [
    ...said(
      'path',
      entries.filter(({ path }) => escapes(path)),
    ),
    ...said(
      'link',
      entries.filter(({ link }) => link),
    ),
    ...said('twice', twice),
    ...said(
      'runs',
      entries.filter(({ path }) => RUNS.test(path)),
    ),
    ...said('zip-password', entries.filter(({ encrypted }) => encrypted).slice(0, 1)),
    ...said(
      'bomb',
      entries.filter(({ packed, bytes }) => bytes > BOMB.bytes && bytes > packed * BOMB.times),
    ),
  ];
}

/** Whether a path could leave its place, or is none at all. */
export function escapes(path: string): boolean {
  return (
    path === '' ||
    path.startsWith('/') ||
    path.length > 500 ||
    /^[A-Za-z]:/.test(path) ||
    [...path].some((sign) => sign < ' ') ||
    path.split('/').some((step) => step === '..' || step === '.' || step === '')
  );
}

async function readAll(source: ByteSource, entries: ZipEntry[]) {
  const budget = { bytes: PACKAGE_LIMITS.unpacked };
  const programs: Finding[] = [];
  let manifest: Buffer | undefined;
  for (const entry of entries) {
    const keep = MANIFESTS.some((name) => name === entry.path);
    if (keep && entry.bytes > PACKAGE_LIMITS.manifest) throw new ManifestFault('manifest-too-large', { file: entry.path });
    const pieces: Uint8Array[] = [];
    let head = '';
    for await (const piece of unpackEntry(source, entry, budget)) {
      if (head === '') head = Buffer.from(piece.subarray(0, 4)).toString('hex');
      if (keep) pieces.push(piece);
    }
    if (PROGRAMS.some((start) => head.startsWith(start) && (start !== '4d5a' || entry.bytes > 128))) programs.push({ name: 'program', values: { path: entry.path } });
    if (keep && (manifest === undefined || entry.path === 'imsmanifest.xml')) manifest = Buffer.concat(pieces);
  }
  return { manifest, unpacked: PACKAGE_LIMITS.unpacked - budget.bytes, programs };
}

function structureOf(entries: ZipEntry[], manifest: Buffer | undefined): Structure {
  const kind = MANIFESTS.find((name) => entries.some(({ path }) => path === name));
  if (kind !== undefined && manifest !== undefined) return readManifest(decoded(manifest), kind);
  const deeper = entries.find(({ path }) => MANIFESTS.some((name) => path.toLowerCase().endsWith(`/${name}`)));
  if (deeper !== undefined) throw new ManifestFault('manifest-deeper', { path: deeper.path.slice(0, 120) });
  if (entries.some(({ path }) => path.toLowerCase().endsWith('tincan.xml'))) throw new ManifestFault('tin-can');
  if (entries.some(({ path }) => /\.(au|crs|cst|des)$/i.test(path))) throw new ManifestFault('aicc');
  if (entries.some(({ path }) => path === 'khue-course.json')) throw new ManifestFault('khue-course');
  throw new ManifestFault('no-manifest');
}

function decoded(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return utf16 ? bytes.toString('utf16le') : bytes.toString('utf8');
}

/** The path of the file that an item opens. */
export function fileOf(href: string): string {
  const path = href.split(/[?#]/)[0] ?? '';
  try {
    return decodeURIComponent(path).replace(/^\.\//, '');
  } catch {
    return path;
  }
}

function missingFiles({ items, standard }: Structure, entries: ZipEntry[]): Finding[] {
  const paths = new Set(entries.map(({ path }) => path));
  return items.flatMap(({ href, title }): Finding[] => {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return [{ name: standard === 'cmi5' ? 'elsewhere-cmi5' : 'elsewhere', values: { title, href: href.slice(0, 120) } }];
    return paths.has(fileOf(href)) ? [] : [{ name: 'missing-file', values: { title, path: fileOf(href).slice(0, 120) } }];
  });
}

function remarksOn({ items, tree }: Structure, entries: ZipEntry[]): Finding[] {
  const flash = entries.find(({ path }) => /\.swf$/i.test(path));
  return [
    ...(flash === undefined ? [] : [{ name: 'flash', values: { path: flash.path } }]),
    ...(items.some(({ tracked }) => tracked) ? [] : [{ name: 'untracked', values: {} }]),
    ...(tree === null && items.length > 1 ? [{ name: 'several', values: { n: items.length } }] : []),
  ];
}
