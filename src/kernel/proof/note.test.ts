import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkpointText, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { keyOf, openNote, parseNote, parseVerificationKey, publicBytesOf, signNote, verificationKey } from './note.ts';
import { EMPTY_ROOT } from './tree.ts';

// The example that golang.org/x/mod/sumdb/note publishes, where the format comes from.
const KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const SECRET = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

describe('a signed note', () => {
  test('is written as the published example', () => {
    const signer = { name: 'PeterNeumann', privateKey: keyOf(SECRET) };
    expect(verificationKey(signer.name, publicBytesOf(signer.privateKey))).toBe(KEY);
    expect(signNote(TEXT, [signer])).toBe(NOTE);
  });

  test('opens with its key', () => {
    expect(openNote(NOTE, parseVerificationKey(KEY))).toBe(TEXT);
    expect(parseNote(NOTE).signatures.map(({ name, keyId }) => [name, keyId.toString(16)])).toEqual([['PeterNeumann', 'c74f20a3']]);
  });

  test('does not open when its text was changed', () => {
    expect(() => openNote(NOTE.replace('cryptography', 'Cryptography'), parseVerificationKey(KEY))).toThrow('does not fit');
  });

  test('does not open with the key of somebody else', () => {
    const other = verificationKey('EnochRoot', publicBytesOf(keyOf(Buffer.alloc(32, 7))));
    expect(() => openNote(NOTE, parseVerificationKey(other))).toThrow('not signed by EnochRoot');
    const namesake = verificationKey('PeterNeumann', publicBytesOf(keyOf(Buffer.alloc(32, 7))));
    expect(() => openNote(NOTE, parseVerificationKey(namesake))).toThrow('not signed by PeterNeumann');
  });

  test('a further signature by another key is not looked at', () => {
    const both = signNote(TEXT, [
      { name: 'a', privateKey: keyOf(Buffer.alloc(32, 1)) },
      { name: 'PeterNeumann', privateKey: keyOf(SECRET) },
    ]);
    expect(openNote(both, parseVerificationKey(KEY))).toBe(TEXT);
  });

  test.each(['', 'text\n', 'text\n\n', 'text\n\n— name\n', `${TEXT}\n— PeterNeumann x08go\n`, NOTE.trimEnd(), `\n\n${NOTE.split('\n\n')[1]}`])('%j is none', (text) => {
    expect(() => parseNote(text)).toThrow('no signed note');
  });

  test('its text ends in a line break and has no empty line', () => {
    expect(() => signNote('text', [])).toThrow('line break');
    expect(() => signNote('a\n\nb\n', [])).toThrow('empty line');
  });
});

test.each([
  ['a letter less', KEY.slice(1)],
  ['another id', KEY.replace('c74f20a3', 'c74f20a4')],
  ['a key that is too long', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
  ['another kind of key', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
  ['nothing', ''],
])('a verification key with %s is refused', (_what, key) => {
  expect(() => parseVerificationKey(key)).toThrow('no verification key');
});

test('a secret has 32 bytes', () => {
  expect(() => keyOf(Buffer.alloc(31))).toThrow('32 bytes');
  expect(createPublicKey(keyOf(SECRET)).asymmetricKeyType).toBe('ed25519');
});

describe('a checkpoint', () => {
  const signer = { name: 'khue.example/log', privateKey: keyOf(Buffer.alloc(32, 3)) };
  const verifier = parseVerificationKey(verificationKey(signer.name, publicBytesOf(signer.privateKey)));
  const checkpoint = { origin: signer.name, size: 0, root: EMPTY_ROOT };

  test('is origin, size and root, a line each, as a signed note', () => {
    expect(checkpointText(checkpoint)).toBe('khue.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n');
    const note = signCheckpoint({ ...checkpoint, size: 12 }, signer);
    expect(openCheckpoint(note, verifier)).toEqual({ ...checkpoint, size: 12 });
    expect(parseCheckpoint(note).size).toBe(12);
  });

  test('of another log is not believed, although the key signed it', () => {
    expect(() => openCheckpoint(signCheckpoint({ ...checkpoint, origin: 'another' }, signer), verifier)).toThrow('is of another');
  });

  test('further lines are allowed, for the formats to come', () => {
    expect(parseCheckpoint(signNote(`${checkpointText(checkpoint)}more\n`, [signer])).origin).toBe(signer.name);
  });

  test.each(['a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n', 'a\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n', 'a\n1\n47DEQpj8\n', 'a\n'])('%j is none', (text) => {
    expect(() => openCheckpoint(signNote(text, [signer]), verifier)).toThrow('no checkpoint');
  });
});
