// Makes a fresh clone ready: packages, generated types, the built pages. Runs on any Node from 20 on with nothing installed,
// so it is plain JavaScript and imports only what comes with Node. A second run looks at file dates only and takes milliseconds.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const purpose = process.argv[2];
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const OLDEST_NODE = 20;

/** What the build reads. Tests are no part of it. */
const SOURCES = ['src', 'static', 'locales', 'content', 'package-lock.json', 'vite.config.ts', 'tsconfig.json'];
const STAMP = join(root, 'build', '.khue-sources');

if (purpose !== 'start' && purpose !== 'test') fail('usage: node scripts/setup.mjs start|test');
if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  fail(
    `Khuê needs Node ${OLDEST_NODE} or later to set itself up; this is ${process.version}: install a newer one from https://nodejs.org.`,
    `Khuê cần Node ${OLDEST_NODE} trở lên để tự cài đặt; máy đang có ${process.version}: hãy cài bản mới hơn từ https://nodejs.org.`,
  );
}

let changed = false;
if (!packagesAreInstalled()) {
  const kinds = purpose === 'test' ? ['--include=dev'] : [];
  await step('Installing packages', npm(), ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...kinds]);
  changed = true;
}
if (!nodeRuns()) await step('Installing Node 26 beside the program', npm(), ['rebuild', 'node', '--foreground-scripts', '--loglevel=error']);
if (changed || !existsSync(join(root, 'node_modules', '$app', 'tsconfig.json'))) {
  await step('Preparing types', [node], [join('node_modules', '@sveltejs', 'kit', 'svelte-kit.js'), 'sync']);
}
const sources = fingerprint();
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== sources) {
  await step('Building the pages', [node], [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error']);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, sources);
}

/** Whether npm's own record of what is installed has all that the lock file asks for; true also after an `npm ci` by hand. */
function packagesAreInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    // Packages for other machines are left out by npm; those for tests by an installation for production.
    if (!found) return entry.optional === true || entry.devOptional === true || (entry.dev === true && purpose === 'start');
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** The package `node` fetches its program in an install script, which npm may have been told to skip. */
function nodeRuns() {
  return existsSync(node) && spawnSync(node, ['--version']).status === 0;
}

/** npm as the programs that run it: the one that runs us, else the one on the path. */
function npm() {
  const own = process.env.npm_execpath;
  if (own && /\.[cm]?js$/.test(own)) return [process.execPath, own];
  return process.platform === 'win32' ? ['npm.cmd'] : ['npm'];
}

/** A digest over path, size and date of every source file. */
function fingerprint() {
  const hash = createHash('sha256');
  /** @param {string} path */
  const visit = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) visit(`${path}/${name}`);
    else if (!path.endsWith('.test.ts')) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const source of SOURCES) visit(source);
  return hash.digest('hex');
}

/**
 * Runs one program, telling what is done, every 15 s that it goes on, and how long it took; shows its output only when it fails.
 * @param {string} label
 * @param {string[]} command
 * @param {string[]} rest
 */
async function step(label, command, rest) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  console.log(`${label} …`);
  const timer = setInterval(() => console.log(`${label} … ${seconds()} s`), 15_000);
  const { code, output } = await run([...command, ...rest]);
  clearInterval(timer);
  if (code === 0) return console.log(`${label}: done in ${seconds()} s`);
  process.stderr.write(output);
  const full = /ENOSPC|no space left/i.test(output);
  const closed = /EACCES|EROFS|permission denied/i.test(output);
  if (full) fail(`${label} failed: the disk is full.`, 'Không cài đặt được: ổ đĩa đã đầy.');
  if (closed) fail(`${label} failed: this user may not write to ${root}.`, `Không cài đặt được: tài khoản này không có quyền ghi vào ${root}.`);
  fail(`${label} failed (see above).`, 'Không cài đặt được (xem thông báo ở trên).');
}

/**
 * @param {string[]} command
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run([program = '', ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: program.endsWith('.cmd') });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: `${error.message}\n` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/**
 * @param {...string} sentences
 * @returns {never}
 */
function fail(...sentences) {
  console.error(sentences.join('\n'));
  process.exit(1);
}
