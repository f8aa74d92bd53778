import { Problem } from '#base/problem/index.ts';
import { elementsOf, findAll, parseXml, textOf, type XmlElement } from '#base/xml/index.ts';
import type { Finding, Item, Standard, Structure } from './model.ts';
import { activityTree } from './sequencing.ts';

/** Why a manifest cannot be played. */
export class ManifestFault extends Error {
  finding: Finding;
  constructor(name: string, values: Finding['values'] = {}) {
    super(name);
    this.finding = { name, values };
  }
}

const BLANK: Omit<Item, 'id' | 'title' | 'href'> = { tracked: true, launchData: '', mastery: null, moveOn: 'NotApplicable', maxTime: '', timeAction: '' };

/** The first child of a name. */
export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined => (element === undefined ? undefined : elementsOf(element, name)[0]);
const words = (element: XmlElement | undefined): string => (element === undefined ? '' : textOf(element).trim());

/** Reads a manifest; throws `ManifestFault` with the sentence of what is wrong. */
export function readManifest(text: string, kind: 'imsmanifest.xml' | 'cmi5.xml'): Structure {
  const root = parsed(text, kind);
  return kind === 'cmi5.xml' ? readCmi5(root) : readScorm(root);
}

function parsed(text: string, file: string): XmlElement {
  try {
    return parseXml(text.replace(/^\uFEFF/, ''));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const line = Number(problem.values['line'] ?? 1);
    throw new ManifestFault(problem.code === 'xml.doctype' ? 'entity' : problem.code === 'xml.damaged' ? 'xml' : 'manifest-too-large', { file, line });
  }
}

function readScorm(root: XmlElement): Structure {
  const standard = standardOf(root);
  const organizations = child(root, 'organizations');
  const all = organizations === undefined ? [] : elementsOf(organizations, 'organization');
  const organization = all.find((one) => one.attributes['identifier'] === organizations?.attributes['default']) ?? all[0];
  if (organization === undefined) throw new ManifestFault('no-organization');
  const resources = new Map(elementsOf(child(root, 'resources') ?? root, 'resource').map((one) => [one.attributes['identifier'] ?? '', one]));
  const base = `${root.attributes['base'] ?? ''}${child(root, 'resources')?.attributes['base'] ?? ''}`;
  const items = findAll(organization, 'item').flatMap((item) => itemOf(item, resources, base, standard));
  if (items.length === 0) throw new ManifestFault('nothing-to-open');
  const title = words(child(organization, 'title')) || items[0]?.title || '';
  const tree = standard === 'scorm-2004' ? JSON.stringify(activityTree(organization, child(root, 'sequencingCollection'))) : null;
  return { standard, title, identifier: root.attributes['identifier'] ?? '', items, tree };
}

function standardOf(root: XmlElement): Standard {
  if (root.name !== 'manifest') throw new ManifestFault('no-manifest-element', { name: root.name.slice(0, 40) });
  const version = words(child(child(root, 'metadata'), 'schemaversion'));
  if (version === '1.2') return 'scorm-1.2';
  if (/^(2004|CAM 1\.3)/.test(version)) return 'scorm-2004';
  if (version !== '') throw new ManifestFault('version', { version: version.slice(0, 40) });
  const types = findAll(root, 'resource').map(({ attributes }) => attributes);
  if (types.some((one) => 'scormType' in one)) return 'scorm-2004';
  if (types.some((one) => 'scormtype' in one)) return 'scorm-1.2';
  throw new ManifestFault('version-missing');
}

function itemOf(item: XmlElement, resources: Map<string, XmlElement>, base: string, standard: Standard): Item[] {
  const reference = item.attributes['identifierref'] ?? '';
  if (reference === '') return [];
  const resource = resources.get(reference);
  const title = words(child(item, 'title'));
  const file = resource?.attributes['href'] ?? '';
  if (resource === undefined || file === '') throw new ManifestFault('no-resource', { title: title || reference });
  const parameters = item.attributes['parameters'] ?? '';
  const href = `${base}${resource.attributes['base'] ?? ''}${file}`;
  const mastery = words(child(item, 'masteryscore'));
  const tracked = (resource.attributes['scormtype'] ?? resource.attributes['scormType']) === 'sco';
  return [
    {
      ...BLANK,
      id: item.attributes['identifier'] ?? reference,
      title: title || file,
      href: withParameters(href, parameters),
      tracked,
      launchData: words(child(item, standard === 'scorm-1.2' ? 'datafromlms' : 'dataFromLMS')),
      mastery: mastery !== '' && Number.isFinite(Number(mastery)) ? Number(mastery) : null,
      maxTime: words(child(item, 'maxtimeallowed')),
      timeAction: words(child(item, 'timelimitaction') ?? child(item, 'timeLimitAction')),
    },
  ];
}

/** SCORM says how `parameters` are put behind an address (CAM 4th edition, 3.4.1.5). */
function withParameters(href: string, parameters: string): string {
  const given = parameters.replace(/^[?&]+/, '');
  if (given === '' || (given.startsWith('#') && href.includes('#'))) return href;
  return given.startsWith('#') ? href + given : `${href}${href.includes('?') ? '&' : '?'}${given}`;
}

const MOVE_ON = ['Passed', 'Completed', 'CompletedAndPassed', 'CompletedOrPassed'] as const;

function readCmi5(root: XmlElement): Structure {
  const course = child(root, 'course');
  if (root.name !== 'courseStructure' || course === undefined) throw new ManifestFault('no-course-structure', { name: root.name.slice(0, 40) });
  const items = findAll(root, 'au').map((au): Item => {
    const mastery = au.attributes['masteryScore'];
    const id = au.attributes['id'] ?? '';
    if (!URL.canParse(id)) throw new ManifestFault('unit-id', { id: id.slice(0, 80) });
    const moveOn = MOVE_ON.find((one) => one === au.attributes['moveOn']) ?? 'NotApplicable';
    const launchData = words(child(au, 'launchParameters'));
    return { ...BLANK, id, title: named(au), href: words(child(au, 'url')), launchData, moveOn, mastery: mastery === undefined ? null : Number(mastery) };
  });
  if (items.length === 0) throw new ManifestFault('nothing-to-open');
  const open = items.find(({ href }) => href === '');
  if (open !== undefined) throw new ManifestFault('no-resource', { title: open.title });
  return { standard: 'cmi5', title: named(course), identifier: course.attributes['id'] ?? '', items, tree: null };
}

/** The title in Vietnamese, else the first one. */
function named(element: XmlElement): string {
  const given = elementsOf(child(element, 'title') ?? element, 'langstring');
  return words(given.find(({ attributes }) => attributes['lang']?.startsWith('vi') === true) ?? given[0]) || (element.attributes['id'] ?? '');
}
