import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '#base/clock/index.ts';
import type { Day } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { createLog } from '#base/log/index.ts';
import { createSeal } from '#base/seal/index.ts';
import { folderStore } from '#kernel/document/index.ts';
import type { Ctx, Services } from '#kernel/operation/index.ts';
import { system, type Actor } from '#kernel/org/index.ts';

/** The day on which tests take place unless they say otherwise. */
export const TODAY: Day = '2026-11-23';

/** Surroundings of one operation in a test: the system acts, on `TODAY`, with a new request id. */
export function testCtx(db: Db, more: Partial<Omit<Ctx, 'services'>> & { services?: Partial<Services> } = {}): Ctx {
  const clock = fixedClock(more.today ?? TODAY);
  const services: Services = {
    root: process.cwd(),
    log: createLog('silent'),
    publicUrl: 'http://localhost:3000',
    demo: false,
    blobs: folderStore(join(tmpdir(), 'khue-test-documents')),
    addressOf: async () => new Map(),
    mailer: undefined,
    phoneOf: async () => new Map(),
    push: undefined,
    gateway: undefined,
    seal: createSeal(Buffer.alloc(32, 1)),
    proofKey: () => proofKey,
    signing: { config: { trusted: [], stampUrl: undefined, csc: undefined }, test: undefined, ask: async () => undefined, ready: undefined },
    certificateKey: () => certificateKey,
    accounts: noAccounts,
    ...more.services,
  };
  return { db, actor: system('test'), today: clock.today(), now: clock.now(), locale: 'vi', requestId: newId(), purpose: undefined, ...more, services };
}

const { privateKey: proofKey } = generateKeyPairSync('ed25519');
const { privateKey: certificateKey } = generateKeyPairSync('ed25519');

/** Signing in has its own tests; here people have no account yet, and whoever needs more brings accounts along. */
const noAccounts: Services['accounts'] = new Proxy(
  Object.assign(Object.create(null), {
    setEmail: async () => undefined,
    erase: async () => undefined,
    factorsOf: async () => ({ password: false, secondFactor: false, passkeys: 0, sso: false }),
    listSessions: async () => [],
  }),
  {
    get: (known, name) => {
      if (name in known) return known[name];
      throw new Error(`this test brought no accounts, but asked for accounts.${String(name)}`);
    },
  },
);

/** A person as an actor with these roles. */
export function actorWith(personId: string, ...grants: { role: string; unitId: string }[]): Actor {
  return { kind: 'person', personId, name: 'Người thử', grants };
}
