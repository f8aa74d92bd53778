import { CryptoEngine } from 'pkijs';

/**
 * What pkijs computes with. It is handed to every call: opening a PKCS#12 file makes `@libpdf/core` replace the engine that pkijs keeps for the whole process by
 * one of its own, with which verifying fails.
 */
export const engine = new CryptoEngine({ name: 'khue', crypto });
