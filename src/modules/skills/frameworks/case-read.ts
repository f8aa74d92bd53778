import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { Crosswalk, Framework } from '#content/skills/framework.ts';
import { FOREVER } from '#base/day/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { formFaults, hasForm } from '../errors.ts';
import { RELATIONS } from './case-write.ts';
import { CFPackage, type CFItem } from './package.ts';

/** A framework that was read from a package, with the cross-walks that begin in it and the package as it came. */
export type ReadPackage = { framework: Framework; crosswalks: Crosswalk[]; package: CFPackage };

/** Reads a CASE 1.1 package from its JSON; throws `invalid` with every fault that was found, and then nothing is read. */
export function readPackage(text: string): ReadPackage {
  return packageOf(parseJson(text));
}

/** The same from what the JSON holds. */
export function packageOf(given: unknown): ReadPackage {
  if (!hasForm(CFPackage, given)) throw refused(formFaults(CFPackage, given, () => '').map(({ at, values }) => fault(at, 'case-field', values)));
  const faults = nodeFaults(given);
  if (faults.length > 0) throw refused(faults);
  return { framework: frameworkFrom(given), crosswalks: crosswalksFrom(given), package: given };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused([fault('', 'case-json')]);
  }
}

/** What a schema cannot see: identifiers twice, hierarchies that lead nowhere, into two places, or round in a circle. */
function nodeFaults({ CFDocument, CFItems = [], CFAssociations = [] }: CFPackage): InputError[] {
  const ids = new Set([CFDocument.identifier, ...CFItems.map(({ identifier }) => identifier)]);
  const all = [CFDocument.identifier, ...CFItems.map(({ identifier }) => identifier), ...CFAssociations.map(({ identifier }) => identifier)];
  const twice = [...new Set(all.filter((id, at) => all.indexOf(id) !== at))].map((id) => fault('/CFItems', 'case-twice', { id }));
  const parents = new Map<string, string>();
  const links = CFAssociations.flatMap(({ associationType, originNodeURI, destinationNodeURI }, at) => {
    const [child, parent] = [originNodeURI.identifier ?? '', destinationNodeURI.identifier ?? ''];
    if (associationType !== 'isChildOf') return ids.has(child) ? [] : [fault(`/CFAssociations/${at}`, 'case-origin', { id: child })];
    if (!ids.has(child) || !ids.has(parent)) return [fault(`/CFAssociations/${at}`, 'case-nowhere', { id: ids.has(child) ? parent : child })];
    if (parents.has(child)) return [fault(`/CFAssociations/${at}`, 'case-two-parents', { id: child })];
    parents.set(child, parent);
    return [];
  });
  const circles = CFItems.filter(({ identifier }) => inCircle(identifier, parents)).map(({ identifier }) => fault('/CFAssociations', 'case-circle', { id: identifier }));
  const codes = CFItems.flatMap(({ CFItemType, humanCodingScheme }) =>
    CFItemType === 'Expectation' || humanCodingScheme === undefined ? [] : [`${CFItemType === 'Level' ? 'level ' : ''}${humanCodingScheme}`],
  );
  const codesTwice = [...new Set(codes.filter((code, at) => codes.indexOf(code) !== at))].map((code) => fault('/CFItems', 'case-code-twice', { code }));
  const empty = CFItems.some(({ CFItemType }) => CFItemType !== 'Level' && CFItemType !== 'Expectation') ? [] : [fault('/CFItems', 'case-empty')];
  return [...empty, ...twice, ...links, ...circles, ...codesTwice];
}

function inCircle(start: string, parents: Map<string, string>): boolean {
  let steps = 0;
  for (let at = parents.get(start); at !== undefined; at = parents.get(at)) if (at === start || ++steps > parents.size) return true;
  return false;
}

function frameworkFrom(given: CFPackage): Framework {
  const { CFDocument: document } = given;
  const own = khueOf(document.extensions);
  const text = (name: string, otherwise: string): string => (typeof own[name] === 'string' ? own[name] : otherwise);
  const changed = document.lastChangeDateTime.slice(0, 10);
  const items = ordered(given);
  const codes = new Map(items.map((item) => [item.identifier, codeOf(item)]));
  const made: Framework = {
    id: text('id', `case-${document.identifier.toLowerCase()}`),
    title_vi: document.title,
    title_en: text('title_en', document.title),
    about_vi: document.description ?? '',
    about_en: text('about_en', document.description ?? ''),
    publisher: document.publisher ?? document.creator,
    version: document.version ?? '',
    valid_from: document.statusStartDate?.slice(0, 10) ?? changed,
    valid_to: document.statusEndDate?.slice(0, 10) ?? FOREVER,
    changed,
    source: text('source', document.uri),
    verified: own['verified'] === true,
    note_vi: document.notes ?? '',
    note_en: text('note_en', document.notes ?? ''),
    levels: items.filter(({ CFItemType }) => CFItemType === 'Level').map(levelFrom),
    parts: items.filter(({ CFItemType }) => CFItemType !== 'Level' && CFItemType !== 'Expectation').map((item) => partFrom(item, parentsOf(given), codes, items)),
  };
  return parsed(Framework, made);
}

function levelFrom(item: CFItem): Framework['levels'][number] {
  const own = khueOf(item.extensions);
  const name = item.abbreviatedStatement ?? item.fullStatement;
  const band = own['band'];
  return {
    code: codeOf(item),
    name_vi: name,
    name_en: textIn(own, 'name_en', name),
    text_vi: textIn(own, 'text_vi', item.fullStatement),
    text_en: textIn(own, 'text_en', item.fullStatement),
    band: typeof band === 'number' ? band : null,
    own: own['own'] === true,
  };
}

function partFrom(item: CFItem, parents: Map<string, string>, codes: Map<string, string>, items: CFItem[]): Framework['parts'][number] {
  const own = khueOf(item.extensions);
  const name = item.abbreviatedStatement ?? item.fullStatement;
  const expects = items.filter(({ CFItemType, identifier }) => CFItemType === 'Expectation' && parents.get(identifier) === item.identifier);
  return {
    code: codeOf(item),
    parent: codes.get(parents.get(item.identifier) ?? '') ?? null,
    name_vi: name,
    name_en: textIn(own, 'name_en', name),
    text_vi: textIn(own, 'text_vi', item.fullStatement),
    text_en: textIn(own, 'text_en', item.fullStatement),
    own: own['own'] === true,
    own_name: own['own_name'] === true,
    expects: expects.map((one) => ({
      level: textIn(khueOf(one.extensions), 'level', one.humanCodingScheme ?? ''),
      text_vi: one.fullStatement,
      text_en: textIn(khueOf(one.extensions), 'text_en', one.fullStatement),
    })),
  };
}

/** The cross-walks that Khuê itself has written into a package; those of others name nodes it does not know, and stay in the package. */
function crosswalksFrom({ CFAssociations = [] }: CFPackage): Crosswalk[] {
  return CFAssociations.flatMap(({ associationType, extensions }) => {
    const relation = Object.entries(RELATIONS).find(([, name]) => name === associationType)?.[0];
    const walk: unknown = { ...khueOf(extensions), relation };
    return relation !== undefined && Value.Check(Crosswalk, walk) ? [walk] : [];
  });
}

/** The items in the order of their numbers under what they belong to. */
function ordered({ CFItems = [], CFAssociations = [] }: CFPackage): CFItem[] {
  const at = new Map(
    CFAssociations.flatMap(({ associationType, originNodeURI, sequenceNumber }) =>
      associationType === 'isChildOf' ? [[originNodeURI.identifier ?? '', sequenceNumber ?? 0]] : [],
    ),
  );
  return CFItems.toSorted((a, b) => (at.get(a.identifier) ?? 0) - (at.get(b.identifier) ?? 0));
}

function parentsOf({ CFAssociations = [] }: CFPackage): Map<string, string> {
  return new Map(
    CFAssociations.flatMap(({ associationType, originNodeURI, destinationNodeURI }) =>
      associationType === 'isChildOf' ? [[originNodeURI.identifier ?? '', destinationNodeURI.identifier ?? '']] : [],
    ),
  );
}

function codeOf({ humanCodingScheme, identifier }: CFItem): string {
  return humanCodingScheme ?? identifier;
}

function khueOf(extensions: Record<string, unknown> | undefined): Record<string, unknown> {
  const own = extensions?.['khue'];
  return typeof own === 'object' && own !== null ? { ...own } : {};
}

function textIn(own: Record<string, unknown>, name: string, otherwise: string): string {
  const value = own[name];
  return typeof value === 'string' ? value : otherwise;
}

function parsed<T extends TSchema>(schema: T, made: unknown): Static<T> {
  if (hasForm(schema, made)) return made;
  throw refused(formFaults(schema, made, () => '').map(({ at, values }) => fault(at, 'case-field', values)));
}

function refused(errors: InputError[]): Problem {
  return new Problem('invalid', 'skills-frameworks.case-refused', { n: errors.length }, errors);
}

function fault(at: string, code: string, values: Record<string, string | number> = {}): InputError {
  return { at: `/file${at}`, code: `skills-frameworks.${code}`, values: { at: at === '' ? '/' : at, ...values } };
}
