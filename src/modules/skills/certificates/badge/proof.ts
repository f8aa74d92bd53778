import { createHash, sign, verify, type KeyObject } from 'node:crypto';
import { loadContext } from './contexts.ts';
import { base58, fromBase58 } from './multibase.ts';

/** Plain data of a credential. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A proof by the cryptosuite eddsa-rdfc-2022 (W3C Data Integrity EdDSA Cryptosuites 1.0). */
export type Proof = { type: string; cryptosuite: string; created: string; verificationMethod: string; proofPurpose: string; proofValue: string };

/** The one cryptosuite that is used here. */
export const SUITE = 'eddsa-rdfc-2022';

type LoadDocument = (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: unknown }>;

/**
 * The document with a proof: an Ed25519 signature over the hashes of the proof's options and of the document, both as canonical RDF. The meaning is signed, not the order
 * of its words. `method` is the address of the public key. Throws when a term of the document is defined in no context.
 */
export async function signDocument(
  document: JsonObject,
  signer: { key: KeyObject; method: string; at: Temporal.Instant },
  loadDocument: LoadDocument = loadContext,
): Promise<JsonObject & { proof: Proof }> {
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite: SUITE,
    created: signer.at.round('second').toString(),
    verificationMethod: signer.method,
    proofPurpose: 'assertionMethod',
  };
  const data = await hashOf(document, options, loadDocument);
  return { ...document, proof: { ...options, proofValue: base58(sign(null, data, signer.key)) } };
}

/** Whether the proof of a document was made with the private half of `key`; false also for a document that cannot be read as RDF. */
export async function proofHolds({ proof, ...document }: JsonObject & { proof: Proof }, key: KeyObject, loadDocument: LoadDocument = loadContext): Promise<boolean> {
  const { proofValue, ...options } = proof;
  const signature = fromBase58(proofValue);
  if (options.cryptosuite !== SUITE || signature === undefined) return false;
  try {
    return verify(null, await hashOf(document, options, loadDocument), key, signature);
  } catch {
    return false;
  }
}

async function hashOf(document: JsonObject, options: JsonObject, loadDocument: LoadDocument): Promise<Buffer> {
  const said = { '@context': document['@context'] ?? null, ...options };
  const [ofOptions, ofDocument] = [await canonical(said, loadDocument), await canonical(document, loadDocument)];
  return Buffer.concat([sha256(ofOptions), sha256(ofDocument)]);
}

/** The document as canonical N-Quads (RDFC-1.0). Documents made to be dear are given up after little work. */
async function canonical(document: JsonObject, documentLoader: LoadDocument): Promise<string> {
  // It is loaded when the first certificate is signed or checked: most starts need none of it.
  const { default: jsonld } = await import('jsonld');
  return jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    documentLoader,
    base: null,
    safe: true,
    rdfDirection: 'i18n-datatype',
    maxWorkFactor: 1,
  });
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
