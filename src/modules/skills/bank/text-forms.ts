/** The lines of a text that are not empty, without spaces around them. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The parts of a line between `|`; `\|` is a sign of the text. */
export function split(line: string): string[] {
  return line.split(/(?<!\\)\|/).map((part) => part.trim().replaceAll('\\|', '|'));
}

/** Parts as a line that `split` takes apart again. */
export function joined(parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll('|', '\\|')).join(' | ');
}

/** Texts by id, a line each: `a: The words`. Line ends in a text are kept as `\n`. */
export function listToText(texts: Record<string, string> | undefined): string {
  return Object.entries(texts ?? {})
    .map(([id, text]) => `${id}: ${text.replaceAll('\n', '\\n')}`)
    .join('\n');
}

/** The texts by id in lines `a: The words`; a line without an id goes to the next free letter. */
export function listFromText(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of lines(text)) {
    const match = /^([a-z0-9-]+)\s*:\s*(.+)$/.exec(line);
    const free = [...'abcdefghijklmnopqrstuvwxyz'].find((letter) => found[letter] === undefined) ?? '';
    found[match?.[1] ?? free] = (match?.[2] ?? line).replaceAll('\\n', '\n');
  }
  return found;
}

/** Accepted values by control, a line each: `m1-do = xoa | bao`. */
export function pairsToText(pairs: Record<string, string[]>): string {
  return Object.entries(pairs)
    .map(([id, values]) => `${id} = ${joined(values)}`)
    .join('\n');
}

/** The accepted values by control in such lines. */
export function pairsFromText(text: string): Record<string, string[]> {
  return Object.fromEntries(
    lines(text).map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [line, []] : [line.slice(0, at).trim(), split(line.slice(at + 1)).filter((value) => value !== '')];
    }),
  );
}
