/** A pattern of LIKE for each word of a text, anywhere in what is searched, signs of patterns taken literally; none for a text without words. */
export function wordPatterns(text: string): string[] {
  const words = text.normalize('NFC').trim().split(/\s+/).filter(Boolean);
  return words.map((word) => `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
}
