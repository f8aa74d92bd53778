import { join } from 'node:path';
import { systemClock, type Clock } from '#base/clock/index.ts';
import type { Config } from '#base/config/index.ts';
import { APP_ROLE, connect, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { createLog } from '#base/log/index.ts';
import { prepareFolder } from '#base/postgres/index.ts';
import { sealFromFile } from '#base/seal/index.ts';
import type { Locale } from '#base/text/index.ts';
import { createAccounts, readAccountConfig } from '#kernel/account/index.ts';
import { listOpenTerms, recomputeTerms } from '#kernel/case/index.ts';
import { folderStore } from '#kernel/document/index.ts';
import { startJobs, stopJobs } from '#kernel/job/index.ts';
import { declare, type Manifest } from '#kernel/manifest/index.ts';
import { createGateway, createMailer, createPush, readGatewayConfig, readMailConfig } from '#kernel/message/index.ts';
import type { AnyOperation, Ctx, Services } from '#kernel/operation/index.ts';
import { proofKeyFromFile } from '#kernel/proof/index.ts';
import { system, type Actor } from '#kernel/org/index.ts';
import { createSigning } from '#kernel/sign/index.ts';
import { listSets, markChangedDefinitions } from '#kernel/set/index.ts';
import { addressOf, findByEmail, noteAccountUse, phoneOf } from '#modules/directory/index.ts';
import { modules } from '#app';
import { kernel } from './kernel.ts';

/** Everything the program consists of: the kernel's own operations first, then the modules. */
export const manifests: Manifest[] = [kernel, ...modules];

/** All operations, in the order of the manifests. */
export const operations: AnyOperation[] = manifests.flatMap((manifest) => manifest.operations);

/** A running program: a database, services, and a way to make the surroundings of an operation. */
export type Program = {
  config: Config;
  db: Db;
  services: Services;
  clock: Clock;
  /** The surroundings of one operation; a new request id unless one is given. */
  ctx: (actor: Actor, more?: { locale?: Locale; requestId?: string; purpose?: string | undefined; clock?: Clock }) => Ctx;
  stop: () => Promise<void>;
};

/**
 * Starts the program on a migrated database (`config.databaseUrl`, as its owner; the work runs as the application's role).
 * With `jobs` this process also carries out jobs and repeated tasks.
 */
export async function startProgram(config: Config & { databaseUrl: string }, { jobs, max = 10 }: { jobs: boolean; max?: number }): Promise<Program> {
  prepareFolder(config.dataFolder);
  declare(manifests);
  const db = connect(config.databaseUrl, { role: APP_ROLE, max });
  const services = makeServices(config, db, (personId) => noteAccountUse(ctx(system('sign-in')), personId));
  const ctx: Program['ctx'] = (actor, { locale = 'vi', requestId = newId(), purpose, clock = systemClock } = {}) => ({
    db,
    actor,
    today: clock.today(),
    now: clock.now(),
    locale,
    requestId,
    purpose,
    services,
  });
  await markChangedDefinitions(db, listSets());
  for (const manifest of manifests) await manifest.start?.(ctx(system('start')));
  const work = [...manifests.flatMap((manifest) => manifest.jobs), ...services.accounts.tasks];
  if (jobs) await startJobs(config.databaseUrl, work, (name) => ctx(system(name)));
  const stop = async () => {
    if (jobs) await stopJobs();
    services.mailer?.close();
    await services.accounts.close();
    await db.destroy();
  };
  return { config, db, services, clock: systemClock, ctx, stop };
}

function makeServices(config: Config & { databaseUrl: string }, db: Db, onSignedIn: (personId: string) => Promise<void>): Services {
  const mail = readMailConfig();
  const gateway = readGatewayConfig();
  const { root, publicUrl, demo } = config;
  const from = /[^<\s]+@[^>\s]+/.exec(mail?.from ?? '')?.[0];
  const log = createLog(config.logLevel);
  const known = { addressOf, publicUrl, log };
  return {
    ...known,
    root,
    demo,
    mailer: mail && createMailer(mail),
    phoneOf,
    push: createPush(process.env['KHUE_PUSH_KEY_FILE'] ?? join(config.dataFolder, 'push.key'), from === undefined ? publicUrl : `mailto:${from}`),
    gateway: gateway && createGateway(gateway),
    openTerms: [listOpenTerms],
    calendarChanged: [recomputeTerms],
    blobs: folderStore(join(config.dataFolder, 'documents')),
    seal: sealFromFile(process.env['KHUE_SECRET_FILE'] ?? join(config.dataFolder, 'identity.key')),
    signing: createSigning({ dataFolder: config.dataFolder, demo }),
    proofKey: proofKeyFromFile(process.env['KHUE_PROOF_KEY_FILE'] ?? join(config.dataFolder, 'proof.key')),
    certificateKey: proofKeyFromFile(process.env['KHUE_CERTIFICATE_KEY_FILE'] ?? join(config.dataFolder, 'certificate.key')),
    accounts: createAccounts({ ...readAccountConfig(config.dataFolder), url: config.databaseUrl, db, publicUrl, demo, services: known, findByEmail, onSignedIn }),
  };
}
