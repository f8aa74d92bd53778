import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementsOf, findAll, LIMITS, parseXml, textOf, writeXml, type XmlElement } from './index.ts';

const codeOf = (text: string): string => {
  try {
    parseXml(text);
    return 'read';
  } catch (problem) {
    return problem instanceof Error && 'code' in problem ? String(problem.code) : 'defect';
  }
};

test.each([
  ['an entity that expands', '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>', 'xml.doctype'],
  ['a file of somebody else’s', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'xml.doctype'],
  ['a document type alone', '<!doctype html><html></html>', 'xml.damaged'],
  ['an entity nobody declared', '<a>&x;</a>', 'xml.damaged'],
  ['an element that is not closed', '<a><b></a>', 'xml.damaged'],
  ['nothing', '', 'xml.damaged'],
  ['no XML', 'PK\u0003\u0004', 'xml.damaged'],
  ['too deep', '<a>'.repeat(LIMITS.depth + 1), 'xml.too-deep'],
  ['too long', `<a>${' '.repeat(LIMITS.characters)}</a>`, 'xml.too-large'],
  ['what is fine', '<a b="1"><c/>x</a>', 'read'],
])('%s', (_what, text, code) => {
  expect(codeOf(text)).toBe(code);
});

test('prefixes are dropped, texts and CDATA kept', () => {
  const root = parseXml('<q:a xmlns:q="u" xml:lang="vi">x<q:b>1</q:b><![CDATA[<y>]]><c><b>2</b></c></q:a>');
  expect(root.name).toBe('a');
  expect(root.attributes).toEqual({ lang: 'vi' });
  expect(textOf(root)).toBe('x1<y>2');
  expect(findAll(root, 'b').map(textOf)).toEqual(['1', '2']);
  expect(elementsOf(root, 'b')).toHaveLength(1);
});

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((one) => /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u.test(one));
const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
  element: fc.record({
    name: word,
    attributes: fc.dictionary(
      word.filter((one) => !one.startsWith('xmlns')),
      text,
      { maxKeys: 3, noNullPrototype: true },
    ),
    children: fc.oneof(
      { maxDepth: 4 },
      text.map((one) => [one]),
      fc.array(tie('element'), { maxLength: 3 }),
    ),
  }),
}));

test('what is written reads back the same', () => {
  fc.assert(
    fc.property(element, (one) => {
      expect(parseXml(writeXml(one))).toEqual(one);
    }),
  );
});
