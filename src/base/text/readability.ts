/** How hard a text is to read. */
export type Reading = { level: 'easy' | 'medium' | 'hard'; sentences: number; syllablesPerSentence: number; shareLong: number };

/** A sentence of more syllables than this counts as long. */
const LONG = 30;

/**
 * How hard a Vietnamese text is to read. A simple measure of our own, not a formula that somebody has checked against readers: Vietnamese writes syllables
 * apart, so words between spaces are syllables; what counts is their average number in a sentence and the share (0 to 1) of sentences with more than 30.
 * easy: at most 18 on average and no more than one in ten long; hard: more than 26, or more than four in ten long; medium: between.
 */
export function readingOf(text: string): Reading {
  const lengths = text
    .split(/(?<=[.!?…:;])\s+|\n+/)
    .map((sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length)
    .filter((length) => length > 0);
  const sentences = lengths.length;
  if (sentences === 0) return { level: 'easy', sentences: 0, syllablesPerSentence: 0, shareLong: 0 };
  const syllablesPerSentence = lengths.reduce((sum, length) => sum + length, 0) / sentences;
  const shareLong = lengths.filter((length) => length > LONG).length / sentences;
  const hard = syllablesPerSentence > 26 || shareLong > 0.4;
  const easy = syllablesPerSentence <= 18 && shareLong <= 0.1;
  return { level: hard ? 'hard' : easy ? 'easy' : 'medium', sentences, syllablesPerSentence, shareLong };
}
