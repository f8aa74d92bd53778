import { resolve } from 'node:path';

/** Everything the environment decides. Read once, at the start of a process. */
export type Config = {
  /** TCP port of the web server. */
  port: number;
  /** Folder for the own PostgreSQL, for documents and for secrets made on the first start. */
  dataFolder: string;
  /** Address of a PostgreSQL (≥ 15) whose user owns the database; undefined means the own one in `dataFolder`. */
  databaseUrl: string | undefined;
  /** Whether the demo city is made on the first start and sign-in by one click is offered. */
  demo: boolean;
  /** The address people use, without a slash at the end; mails and sign-in need it. */
  publicUrl: string;
  /** Address of another host name that gives out files of packages and nothing else, without a slash at the end; undefined: there is none. */
  packagesUrl: string | undefined;
  /** Root folder of the program, where `content/`, `locales/` and `migrations/` lie. */
  root: string;
  logLevel: string;
};

/** Reads the configuration from environment variables; throws an `Error` with one sentence when a value cannot be used. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(env['PORT'] ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`PORT must be a whole number from 0 to 65535, not "${env['PORT']}".`);
  }
  const root = resolve(env['KHUE_ROOT'] ?? process.cwd());
  const publicUrl = publicUrlOf(env['KHUE_URL'], port);
  return {
    port,
    root,
    dataFolder: resolve(root, env['KHUE_DATA'] ?? 'data'),
    databaseUrl: env['DATABASE_URL'] || undefined,
    demo: env['KHUE_DEMO'] !== '0',
    publicUrl,
    packagesUrl: packagesUrlOf(env['KHUE_PACKAGES_URL'], publicUrl),
    logLevel: env['KHUE_LOG'] ?? 'info',
  };
}

/** What is set, without a slash at the end; throws for what no browser could open. */
function publicUrlOf(set: string | undefined, port: number): string {
  const url = (set ?? `http://localhost:${port}`).replace(/\/$/, '');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Error(`KHUE_URL must be the address people open, e.g. https://khue.example.vn, not "${set}".`);
  }
  return url;
}

/** What is set (empty: none); on this machine a name that browsers lead here by themselves. Throws for what is no address, or has the host of the pages: packages would act as the user there. */
function packagesUrlOf(set: string | undefined, publicUrl: string): string | undefined {
  if (set === undefined) return publicUrl.startsWith('http://localhost:') ? publicUrl.replace('localhost', 'packages.localhost') : undefined;
  if (set === '') return undefined;
  if (!URL.canParse(set) || new URL(set).hostname === new URL(publicUrl).hostname) {
    throw new Error(`KHUE_PACKAGES_URL must be an address with another host name than KHUE_URL, not "${set}".`);
  }
  return new URL(set).origin;
}
