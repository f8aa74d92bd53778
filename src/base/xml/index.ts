import { SaxesParser } from 'saxes';
import { Problem } from '#base/problem/index.ts';

/** An element of an XML file. `name` without its prefix; attributes likewise, those of namespaces left out. */
export type XmlElement = { name: string; attributes: Record<string, string>; children: (XmlElement | string)[] };

/** Largest text (characters) and deepest nesting that is read. */
export const LIMITS = { characters: 4 * 1024 * 1024, depth: 60, elements: 100_000 } as const;

/**
 * Reads a small XML file as a whole. Document types (and with them entities of one's own, external parts and expansion bombs) are refused, never
 * resolved. Throws the `invalid` problems `xml.doctype`, `xml.too-large`, `xml.too-deep`, `xml.damaged` (with the line).
 */
export function parseXml(text: string): XmlElement {
  if (text.length > LIMITS.characters) throw new Problem('invalid', 'xml.too-large');
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  parser.on('doctype', () => refuse('xml.doctype', parser.line));
  parser.on('error', () => refuse('xml.damaged', parser.line));
  parser.on('opentag', (tag) => {
    if (open.length >= LIMITS.depth || ++count > LIMITS.elements) refuse('xml.too-deep', parser.line);
    const element = { name: local(tag.name), attributes: attributesOf(tag.attributes), children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const addText = (piece: string) => void open.at(-1)?.children.push(piece);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  if (root === undefined) throw new Problem('invalid', 'xml.damaged', { line: 1 });
  return root;
}

/** An element as an XML file. */
export function writeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(root)}\n`;
}

/** The elements directly under one, all or those of a name. */
export function elementsOf(element: XmlElement, name?: string): XmlElement[] {
  return element.children.flatMap((child) => (typeof child === 'string' || (name !== undefined && child.name !== name) ? [] : [child]));
}

/** The elements of a name at any depth below one, in the order of the file. */
export function findAll(element: XmlElement, name: string): XmlElement[] {
  return elementsOf(element).flatMap((child) => [...(child.name === name ? [child] : []), ...findAll(child, name)]);
}

/** All text in an element, its inner elements' included. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

function written({ name, attributes, children }: XmlElement): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(' ');
  if (children.length === 0) return `<${head}/>`;
  return `<${head}>${children.map((child) => (typeof child === 'string' ? escaped(child) : written(child))).join('')}</${name}>`;
}

// What XML 1.0 does not allow at all is dropped; line ends are kept by reference.
function escaped(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '').replaceAll(/[&<>"\n\r\t]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

function attributesOf(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).flatMap(([name, value]) => (name.startsWith('xmlns') ? [] : [[local(name), value]])));
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function refuse(code: string, line: number): never {
  throw new Problem('invalid', code, { line });
}
