// The independent verifier that tests check certificates with brings no types; this is what the tests use of it.
declare module '@digitalbazaar/vc-bitstring-status-list' {
  type Loader = (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: unknown }>;
  type Check = { credential: object; suite: object; documentLoader: Loader; verifyBitstringStatusListCredential: boolean };
  export function checkStatus(of: Check): Promise<{ verified: boolean; results?: { status: boolean }[]; error?: Error }>;
  export function decodeList(of: { encodedList: string }): Promise<{ length: number; getStatus: (index: number) => boolean }>;
}

declare module '@digitalbazaar/vc' {
  type Loader = (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: unknown }>;
  export function verifyCredential(of: {
    credential: object;
    suite: object;
    documentLoader: Loader;
    now: Date;
    checkStatus?: (of: object) => Promise<{ verified: boolean }>;
  }): Promise<{ verified: boolean; error?: Error }>;
}

declare module '@digitalbazaar/data-integrity' {
  export const DataIntegrityProof: new (of: { cryptosuite: object }) => object;
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object;
}
