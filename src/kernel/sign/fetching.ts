/** Asks another computer for bytes; undefined when it cannot be reached or answers with an error. */
export type Fetching = (url: string, request?: { body: Uint8Array; type: string }) => Promise<Uint8Array | undefined>;

const TIME_OUT_MS = 5_000;
/** Largest answer, in bytes: lists of revoked certificates of large authorities have a few million. */
const MAX_BYTES = 8 * 1_048_576;

/** `Fetching` over HTTP and HTTPS: 5 seconds, at most 8 MiB. */
export const fetchOverHttp: Fetching = async (url, request) => {
  try {
    if (!/^https?:\/\//.test(url)) return undefined;
    const asked = request === undefined ? {} : { method: 'POST', headers: { 'content-type': request.type }, body: Buffer.from(request.body) };
    const response = await fetch(url, { ...asked, redirect: 'error', signal: AbortSignal.timeout(TIME_OUT_MS) });
    if (!response.ok || response.body === null) return undefined;
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of response.body) {
      size += part.length;
      if (size > MAX_BYTES) return undefined;
      parts.push(part);
    }
    return new Uint8Array(Buffer.concat(parts));
  } catch {
    return undefined;
  }
};
