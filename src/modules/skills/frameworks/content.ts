import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { files, type Crosswalk, type Framework, type Requirement } from '#content/skills/framework.ts';

/** What the content files say of frameworks. */
export type FrameworkContent = { frameworks: Framework[]; crosswalks: Crosswalk[]; requirements: Requirement[] };

const known = new Map<string, FrameworkContent>();

/** The frameworks, cross-walks and default requirements under `<root>/content/skills/frameworks`, read once per process; throws when a file has another form. */
export function frameworkContent(root: string): FrameworkContent {
  const before = known.get(root);
  if (before !== undefined) return before;
  const folder = join(root, 'content', 'skills', 'frameworks');
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'crosswalks.json' && name !== 'requirements.json');
  const made = {
    frameworks: names.map((name) => Value.Parse(files.framework, read(name))).toSorted((a, b) => a.id.localeCompare(b.id)),
    crosswalks: Value.Parse(files.crosswalks, read('crosswalks.json')).crosswalks,
    requirements: Value.Parse(files.requirements, read('requirements.json')).requirements,
  };
  known.set(root, made);
  return made;
}

/** The framework by which items are written and results measured. */
export const BASE = 'digcomp-2-2';
