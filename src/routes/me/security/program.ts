/** Browsers by a word of what they say of themselves; the first that fits, since each also names those it is like. */
const BROWSERS: readonly [word: string, name: string][] = [
  ['coc_coc_browser', 'Cốc Cốc'],
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['CriOS', 'Chrome'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
];

const SYSTEMS: readonly [word: string, name: string][] = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
];

/** The browser and the system that a program's description of itself (`User-Agent`) names, as people know them: `Chrome, Windows`; undefined when it names none. */
export function programName(userAgent: string | null): string | undefined {
  if (userAgent === null) return undefined;
  const known = [BROWSERS, SYSTEMS].map((list) => list.find(([word]) => userAgent.includes(word))?.[1]);
  return known.filter((name) => name !== undefined).join(', ') || undefined;
}
