import type { Rich, Span } from './model.ts';

type Kind = Rich[number]['kind'];

const MARKS = /\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\((https:\/\/[^)\s]+)\)/g;

/** Parses small Markdown: paragraphs, lists (`- `, `1. `), **bold**, *emphasis*, [words](https://…). What is not of it stays as written; nothing becomes markup. */
export function richOf(text: string): Rich {
  return text.split(/\n\s*\n/).flatMap((paragraph) => partsOf(paragraph.split('\n').filter((line) => line.trim() !== '')));
}

function partsOf(lines: string[]): Rich {
  const parts: Rich = [];
  for (const line of lines) {
    const { kind, words } = lineOf(line.trim());
    const last = parts.at(-1);
    if (last?.kind !== kind) parts.push({ kind, lines: [spansOf(words)] });
    else if (kind === 'p') last.lines = [[...(last.lines[0] ?? []), span(' '), ...spansOf(words)]];
    else last.lines.push(spansOf(words));
  }
  return parts;
}

function lineOf(line: string): { kind: Kind; words: string } {
  if (line.startsWith('- ')) return { kind: 'ul', words: line.slice(2) };
  const numbered = /^\d+\. (.*)$/.exec(line);
  return numbered ? { kind: 'ol', words: numbered[1] ?? '' } : { kind: 'p', words: line };
}

function spansOf(words: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of words.matchAll(MARKS)) {
    if (match.index > end) spans.push(span(words.slice(end, match.index)));
    const [whole, strong, em, link, href] = match;
    if (strong !== undefined) spans.push({ text: strong, mark: 'strong', href: null });
    else if (em !== undefined) spans.push({ text: em, mark: 'em', href: null });
    else spans.push({ text: link ?? '', mark: 'link', href: href ?? null });
    end = match.index + whole.length;
  }
  if (end < words.length) spans.push(span(words.slice(end)));
  return spans;
}

function span(text: string): Span {
  return { text, mark: 'none', href: null };
}
