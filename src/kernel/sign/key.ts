/** How a key comes to sign: the test authority of the demonstration, a PKCS#12 file, a remote signing service (Cloud Signature Consortium). */
export type Transport = 'test' | 'pkcs12' | 'csc';

/** A key that is ready to sign, with its certificate. It lives for one request and is never stored. */
export type SigningKey = {
  transport: Transport;
  /** Certificate of the signer, DER. */
  certificate: Uint8Array;
  /** Certificates of the authorities above it, DER, the nearest first. */
  chain: Uint8Array[];
  kind: 'RSA' | 'ECDSA';
  /** Signs the SHA-256 of `data`: PKCS#1 v1.5 for RSA, DER (r, s) for ECDSA. */
  sign(data: Uint8Array): Promise<Uint8Array>;
};
