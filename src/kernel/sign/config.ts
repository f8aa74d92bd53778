import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '#base/problem/index.ts';
import type { CscConfig } from './csc.ts';
import { certificatesOfPem } from './der.ts';

/** What the environment decides about signatures. */
export type SignConfig = {
  /** Certificates of the authorities that are believed, DER. */
  trusted: Uint8Array[];
  /** Time stamping authority (RFC 3161); with it every signature gets a time stamp or is refused. */
  stampUrl: string | undefined;
  csc: CscConfig | undefined;
};

/** Reads KHUE_TRUST_ANCHORS, KHUE_TSA_URL and KHUE_CSC_…; throws an `Error` with one sentence when a value cannot be used: a mistake must not pass as a weaker signature. */
export function readSignConfig(env: NodeJS.ProcessEnv = process.env): SignConfig {
  return { trusted: readAnchors(env['KHUE_TRUST_ANCHORS']), stampUrl: readAddress(env, 'KHUE_TSA_URL'), csc: readCsc(env) };
}

function readAnchors(path: string | undefined): Uint8Array[] {
  if (!path) return [];
  try {
    const files = statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => /\.(pem|crt|cer)$/.test(name))
          .map((name) => join(path, name))
      : [path];
    const anchors = files.flatMap((file) => certificatesOfPem(readFileSync(file, 'latin1')));
    if (anchors.length > 0) return anchors;
  } catch (error) {
    if (!(error instanceof Problem)) throw new Error(`KHUE_TRUST_ANCHORS cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  throw new Error(`KHUE_TRUST_ANCHORS must name a file or folder of certificates in PEM form (-----BEGIN CERTIFICATE-----); none was found in "${path}".`);
}

function readAddress(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const address = env[name];
  if (!address) return undefined;
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error(`${name} must be an address that begins with https:// or http://, not "${address}".`);
  return address.replace(/\/$/, '');
}

function readCsc(env: NodeJS.ProcessEnv): CscConfig | undefined {
  const url = readAddress(env, 'KHUE_CSC_URL');
  const clientId = env['KHUE_CSC_CLIENT_ID'];
  const clientSecret = env['KHUE_CSC_CLIENT_SECRET'];
  if (!url && !clientId && !clientSecret) return undefined;
  if (!url || !clientId || !clientSecret) {
    throw new Error('KHUE_CSC_URL, KHUE_CSC_CLIENT_ID and KHUE_CSC_CLIENT_SECRET belong together: set all three, or none.');
  }
  return { url, clientId, clientSecret, name: env['KHUE_CSC_NAME'] || (URL.parse(url)?.host ?? url) };
}
