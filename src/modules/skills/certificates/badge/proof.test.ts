import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeList } from '@digitalbazaar/vc-bitstring-status-list';
import { encodeList, isSet, PLACES } from './bitstring.ts';
import { loadContext } from './contexts.ts';
import { multikeyOf, publicKeyFrom } from './key.ts';
import { base58, fromBase58 } from './multibase.ts';
import { proofHolds, signDocument } from './proof.ts';

/** W3C Data Integrity EdDSA Cryptosuites 1.0, Appendix B.1 (eddsa-rdfc-2022): key, credential, signature. */
const VECTOR = {
  publicKey: 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2',
  secretKey: 'z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq',
  created: '2023-02-24T23:36:38Z',
  proofValue: 'z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme',
  credential: {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
    id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
    type: ['VerifiableCredential', 'AlumniCredential'],
    name: 'Alumni Credential',
    description: 'A minimum viable example of an Alumni Credential.',
    issuer: 'https://vc.example/issuers/5678',
    validFrom: '2023-01-01T00:00:00Z',
    credentialSubject: { id: 'did:example:abcdefgh', alumniOf: 'The School of Examples' },
  },
};

/** The context of the W3C's examples is no part of the program. */
async function loadExamples(url: string) {
  if (url !== 'https://www.w3.org/ns/credentials/examples/v2') return loadContext(url);
  return { contextUrl: null, documentUrl: url, document: { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } } };
}

const secret = Buffer.from(fromBase58(VECTOR.secretKey) ?? []).subarray(2);
const key = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]), format: 'der', type: 'pkcs8' });
const signer = { key, method: `did:key:${VECTOR.publicKey}#${VECTOR.publicKey}`, at: Temporal.Instant.from(VECTOR.created) };

describe('a proof', () => {
  test('is the one of the W3C test vector, to the last letter', async () => {
    const { proof } = await signDocument(VECTOR.credential, signer, loadExamples);
    expect(proof.proofValue).toBe(VECTOR.proofValue);
    expect(multikeyOf(key)).toBe(VECTOR.publicKey);
  });

  test('holds for the document in whatever order its fields stand, and for no other document or key', async () => {
    const signed = await signDocument(VECTOR.credential, signer, loadExamples);
    const turned = { ...Object.fromEntries(Object.entries(VECTOR.credential).toReversed()), proof: signed.proof };
    const other = generateKeyPairSync('ed25519').privateKey;
    expect(await proofHolds(signed, key, loadExamples)).toBe(true);
    expect(await proofHolds(turned, key, loadExamples)).toBe(true);
    expect(await proofHolds({ ...signed, name: 'Alumni credential' }, key, loadExamples)).toBe(false);
    expect(await proofHolds({ ...signed, proof: { ...signed.proof, created: '2024-02-24T23:36:38Z' } }, key, loadExamples)).toBe(false);
    expect(await proofHolds(signed, other, loadExamples)).toBe(false);
  });

  test('is not made for words that no context defines, nor for a context that did not come with the program', async () => {
    const { '@context': contexts, ...rest } = VECTOR.credential;
    await expect(signDocument({ '@context': contexts.slice(0, 1), ...rest }, signer)).rejects.toThrow();
    await expect(signDocument(VECTOR.credential, signer)).rejects.toThrow();
  });
});

describe('multibase', () => {
  test('what was written is read again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (bytes) => {
        expect(Buffer.from(fromBase58(base58(bytes)) ?? [])).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test.each(['', 'z', 'm6Mk', 'z0OIl', `z${'1'.repeat(101)}`, 'z6MkrJVn'])('%s is no key', (text) => {
    expect(publicKeyFrom(text)).toBeUndefined();
  });
});

describe('a status list', () => {
  // W3C Bitstring Status List 1.0, Example 3: 131,072 places, none set.
  const EMPTY = 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA';

  test('of the W3C example has none of its places set', () => {
    expect([0, 1, 94_567, PLACES - 1].map((place) => isSet(EMPTY, place))).toEqual([false, false, false, false]);
    expect(isSet(EMPTY, PLACES)).toBeUndefined();
  });

  test('is read by another program as it was written', async () => {
    const set = [0, 7, 8, 94_567, PLACES - 1];
    const encoded = encodeList(set);
    const list = await decodeList({ encodedList: encoded });
    expect(list.length).toBe(PLACES);
    expect([0, 1, 7, 8, 9, 94_566, 94_567, PLACES - 1].filter((place) => list.getStatus(place))).toEqual(set);
    expect([0, 1, 7, 8, 9, 94_566, 94_567, PLACES - 1].filter((place) => isSet(encoded, place) === true)).toEqual(set);
  });

  test.each([-1, PLACES, 0.5])('has no place %d', (place) => {
    expect(() => encodeList([place])).toThrow(RangeError);
  });

  test.each(['', 'zabc', 'uAAAA', 'u***'])('%s is none', (text) => {
    expect(isSet(text, 3)).toBeUndefined();
  });
});
