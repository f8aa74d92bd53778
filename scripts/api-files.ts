import { procedurePage } from '#kernel/procedure/index.ts';
import { manifests, operations } from '#program/index.ts';
import { openApi } from '#web/openapi.ts';
import { commands } from '../src/cli/commands.ts';
import { reference } from './reference.ts';

/** The files that are made from the program and committed, by path: the description of the API, the reference for developers, a page for each procedure. */
export function apiFiles(root: string): Record<string, string> {
  const latest = manifests.flatMap(({ procedures = [] }) => procedures.flatMap(({ versions }) => versions.at(-1) ?? []));
  return {
    ...Object.fromEntries(latest.map((procedure) => [`docs/procedures/${procedure.name}.md`, procedurePage(procedure)])),
    'docs/api/openapi.json': `${JSON.stringify(openApi(operations), null, 2)}\n`,
    'docs/developers/reference.md': reference(manifests, commands, root),
  };
}
