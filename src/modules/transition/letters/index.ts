import { draftLetter, listCaseLetters, prepareLetter } from './operations.ts';
import { openLetterFile, readLetter } from './read.ts';
import { fileSignedPaper, receiveLetter, signLetter } from './sign.ts';
import { listUnionLetters, writeUnionLetter } from './union.ts';

export { lettersAwaiting } from './awaiting.ts';
export { withLetters } from './conduct.ts';
export { isLetterKind, requiredFor, type LetterKind } from './kinds.ts';
export { PURPOSE } from './make.ts';
export { draftLetter, listCaseLetters, prepareLetter } from './operations.ts';
export { openLetterFile, readLetter } from './read.ts';
export { fileSignedPaper, receiveLetter, signLetter } from './sign.ts';
export { listUnionLetters, writeUnionLetter } from './union.ts';

/** The operations of letters. */
export const letterOperations = [
  prepareLetter,
  draftLetter,
  listCaseLetters,
  readLetter,
  openLetterFile,
  signLetter,
  fileSignedPaper,
  receiveLetter,
  listUnionLetters,
  writeUnionLetter,
];
