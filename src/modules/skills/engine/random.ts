/**
 * Numbers from 0 to below 1 that depend on `seed` alone, so that a draw can be repeated anywhere: sfc32 (Chris Doty-Humphrey's small fast counting
 * generator), its state filled by two FNV-1a hashes of the seed and twelve rounds of warming up. Not for secrets.
 */
export function randomOf(seed: string): () => number {
  let [a, b, c, counter] = [hash(seed, 0x811c9dc5), hash(seed, 0x9e3779b9), seed.length, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

function hash(text: string, start: number): number {
  let value = start;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
