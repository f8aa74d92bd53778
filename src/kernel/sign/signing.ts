import type { Anchors } from './chain.ts';
import { readSignConfig, type SignConfig } from './config.ts';
import { fetchOverHttp, type Fetching } from './fetching.ts';
import type { Transport } from './key.ts';
import type { Place } from './place.ts';
import { testAuthorityIn, type TestAuthority } from './test-authority.ts';

/** A signature that was made and waits to be kept, in the transaction of the act. It lives for one request. */
export type ReadySignature = {
  /** The version that was signed. */
  documentId: string;
  personId: string;
  /** The signed PDF. */
  bytes: Uint8Array;
  position: number;
  capacity: string;
  reason: string;
  location: string;
  transport: Transport;
  level: 'B-B' | 'B-T';
  certificateSha256: string;
  at: Temporal.Instant;
};

/** What signing and verifying work with. */
export type Signing = {
  config: SignConfig;
  /** Only in the demonstration. */
  test: TestAuthority | undefined;
  ask: Fetching;
  /** What `prepareSignature` made for this request. */
  ready: ReadySignature | undefined;
};

/** Where a signature shows, for modules that plan one. */
export type { Place };

declare module '#kernel/operation/services.ts' {
  interface Services {
    /** Signing and verifying of documents. */
    signing: Signing;
  }
}

/** Signing as the environment and the data folder have it; the test authority is there in the demonstration only. */
export function createSigning({ dataFolder, demo, env }: { dataFolder: string; demo: boolean; env?: NodeJS.ProcessEnv }): Signing {
  return { config: readSignConfig(env), test: demo ? testAuthorityIn(dataFolder) : undefined, ask: fetchOverHttp, ready: undefined };
}

/** Whom to believe: the configured authorities, and the test authority where there is one. */
export async function anchorsOf({ config, test }: Signing): Promise<Anchors> {
  return { trusted: config.trusted, test: await test?.root() };
}

/** Ways to sign that are open here, in the order in which pages offer them. */
export function listTransports({ config, test }: Signing): Transport[] {
  return [...(test === undefined ? [] : (['test'] as const)), ...(config.csc === undefined ? [] : (['csc'] as const)), 'pkcs12'];
}
