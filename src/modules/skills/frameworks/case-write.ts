import { createHash } from 'node:crypto';
import type { Crosswalk, Framework } from '#content/skills/framework.ts';
import { FOREVER } from '#base/day/index.ts';
import type { CFAssociation, CFItem, CFPackage } from './package.ts';

/** What cross-walks are called in CASE. */
export const RELATIONS = { exact: 'exactMatchOf', related: 'isRelatedTo', part: 'isPartOf' } as const;

/** The identifier of a thing in every export: the same name gives the same UUID (version 5 layout over SHA-1, RFC 9562). */
export function stableId(name: string): string {
  const bytes = createHash('sha1').update(`khue:${name}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The identifier of an area or competence of a framework of the content files. */
export function partId(framework: string, code: string): string {
  return stableId(`part:${framework}:${code}`);
}

/**
 * A framework of the content files as a CASE 1.1 package. Vietnamese words stand in the fields of CASE, English ones and what CASE has no field for in the
 * extension `khue`; the cross-walks that begin in it are associations.
 */
export function packageFrom(framework: Framework, crosswalks: Crosswalk[]): CFPackage {
  const moment = `${framework.changed}T00:00:00+00:00`;
  const document = { title: framework.title_vi, identifier: stableId(`document:${framework.id}`), uri: uriOf('CFDocuments', stableId(`document:${framework.id}`)) };
  const { items, children } = nodesOf(framework);
  const own = crosswalks.filter(({ from }) => from.framework === framework.id);
  return {
    CFDocument: { ...documentOf(framework), ...document, lastChangeDateTime: moment },
    CFItems: items.map(({ id, ...item }) => ({ identifier: id, uri: uriOf('CFItems', id), ...item, language: 'vi', lastChangeDateTime: moment, CFDocumentURI: document })),
    CFAssociations: [
      ...children.map(({ id, parent, at }) =>
        association('isChildOf', id, parent ?? document.identifier, moment, parent === null ? 'CFDocuments' : 'CFItems', { sequenceNumber: at }),
      ),
      ...own.map((walk) => crosswalkOf(walk, moment)),
    ],
  };
}

function documentOf(framework: Framework): Omit<CFPackage['CFDocument'], 'identifier' | 'uri' | 'title' | 'lastChangeDateTime'> {
  const { id, title_en, about_en, note_en, source, verified } = framework;
  return {
    creator: 'Khuê project',
    description: framework.about_vi,
    publisher: framework.publisher,
    version: framework.version,
    notes: framework.note_vi,
    language: 'vi',
    adoptionStatus: verified ? 'Adopted' : 'Draft',
    statusStartDate: framework.valid_from,
    ...(framework.valid_to === FOREVER ? {} : { statusEndDate: framework.valid_to }),
    caseVersion: '1.1',
    extensions: { khue: { id, title_en, about_en, note_en, source, verified } },
  };
}

type Node = Pick<CFItem, 'fullStatement' | 'humanCodingScheme' | 'abbreviatedStatement' | 'CFItemType' | 'extensions'> & { id: string };

function nodesOf({ id, levels, parts }: Framework): { items: Node[]; children: { id: string; parent: string | null; at: number }[] } {
  const levelNodes = levels.map(({ code, name_vi, text_vi, name_en, text_en, band, own }) => ({
    node: {
      id: stableId(`level:${id}:${code}`),
      CFItemType: 'Level',
      humanCodingScheme: code,
      abbreviatedStatement: name_vi,
      fullStatement: text_vi || name_vi,
      extensions: { khue: { name_en, text_vi, text_en, band, own } },
    },
    parent: null,
  }));
  const partNodes = parts.map(({ code, parent, name_vi, text_vi, name_en, text_en, own, own_name }) => ({
    node: {
      id: partId(id, code),
      CFItemType: parent === null ? 'Area' : 'Competence',
      humanCodingScheme: code,
      abbreviatedStatement: name_vi,
      fullStatement: text_vi || name_vi,
      extensions: { khue: { name_en, text_vi, text_en, own, own_name } },
    },
    parent: parent === null ? null : partId(id, parent),
  }));
  const expected = parts.flatMap(({ code, expects }) =>
    expects.map(({ level, text_vi, text_en }) => ({
      node: {
        id: stableId(`expects:${id}:${code}:${level}`),
        CFItemType: 'Expectation',
        humanCodingScheme: `${code}.${level}`,
        fullStatement: text_vi,
        extensions: { khue: { of: code, level, text_en } },
      },
      parent: partId(id, code),
    })),
  );
  const all: { node: Node; parent: string | null }[] = [...levelNodes, ...partNodes, ...expected];
  return { items: all.map(({ node }) => node), children: all.map(({ node, parent }, index) => ({ id: node.id, parent, at: index + 1 })) };
}

function crosswalkOf({ from, to, relation, source, verified, valid_from, valid_to }: Crosswalk, moment: string): CFAssociation {
  const extensions = { khue: { from, to, source, verified, valid_from, valid_to } };
  return association(RELATIONS[relation], partId(from.framework, from.code), partId(to.framework, to.code), moment, 'CFItems', { extensions });
}

function association(type: string, origin: string, destination: string, moment: string, kind: string, more: Partial<CFAssociation>): CFAssociation {
  const identifier = stableId(`${type}:${origin}:${destination}`);
  return {
    identifier,
    uri: uriOf('CFAssociations', identifier),
    associationType: type,
    originNodeURI: { identifier: origin, uri: uriOf('CFItems', origin) },
    destinationNodeURI: { identifier: destination, uri: uriOf(kind, destination) },
    lastChangeDateTime: moment,
    ...more,
  };
}

function uriOf(kind: string, identifier: string): string {
  return `urn:khue:case:v1p1:${kind}:${identifier}`;
}
