import type { JSONContent } from '@tiptap/core';
import { richOf } from '#modules/learning/courses/markdown.ts';

type Line = ReturnType<typeof richOf>[number]['lines'][number];

/** What the editor shows of a text of small Markdown: the same parser as that of the pages, so that both agree. */
export function documentOf(text: string): JSONContent {
  const content = richOf(text).map(({ kind, lines }): JSONContent => {
    if (kind === 'p') return paragraph(lines[0] ?? []);
    return { type: kind === 'ul' ? 'bulletList' : 'orderedList', content: lines.map((line) => ({ type: 'listItem', content: [paragraph(line)] })) };
  });
  return { type: 'doc', content: content.length === 0 ? [{ type: 'paragraph' }] : content };
}

function paragraph(line: Line): JSONContent {
  const content = line
    .filter(({ text }) => text !== '')
    .map(({ text, mark, href }): JSONContent => {
      if (mark === 'none') return { type: 'text', text };
      return { type: 'text', text, marks: [mark === 'link' ? { type: 'link', attrs: { href } } : { type: mark === 'strong' ? 'bold' : 'italic' }] };
    });
  return content.length === 0 ? { type: 'paragraph' } : { type: 'paragraph', content };
}

/** The small Markdown of what the editor holds. A piece has one mark: of a link that is bold the link stays. */
export function textOf(document: JSONContent): string {
  return (document.content ?? [])
    .map((block) => {
      if (block.type === 'bulletList')
        return itemsOf(block)
          .map((item) => `- ${item}`)
          .join('\n');
      if (block.type === 'orderedList')
        return itemsOf(block)
          .map((item, at) => `${at + 1}. ${item}`)
          .join('\n');
      return wordsOf(block);
    })
    .filter((part) => part.trim() !== '')
    .join('\n\n');
}

function itemsOf(list: JSONContent): string[] {
  return (list.content ?? []).map((item) => (item.content ?? []).map(wordsOf).join(' ').trim()).filter((item) => item !== '');
}

function wordsOf(block: JSONContent): string {
  return (block.content ?? []).map(pieceOf).join('').trim();
}

function pieceOf({ type, text = '', marks = [], content }: JSONContent): string {
  if (type === 'hardBreak') return '\n';
  if (content !== undefined) return content.map(pieceOf).join('');
  const has = (name: string) => marks.find((mark) => mark.type === name);
  const href: unknown = has('link')?.attrs?.['href'];
  // A mark holds from the first to the last letter: blanks at its ends stand outside.
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  if (words === '') return text;
  if (typeof href === 'string') return `${before}[${words}](${href})${after}`;
  const sign = has('bold') ? '**' : has('italic') ? '*' : '';
  return `${before}${sign}${words}${sign}${after}`;
}
