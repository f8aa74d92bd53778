import { manifests, operations } from '#program/index.ts';
import { openApi } from '#web/openapi.ts';
import { commands } from '../src/cli/commands.ts';
import { reference } from './reference.ts';

/** The files that are made from the program and committed, by path: the description of the API and the reference for developers. */
export function apiFiles(root: string): Record<string, string> {
  return {
    'docs/api/openapi.json': `${JSON.stringify(openApi(operations), null, 2)}\n`,
    'docs/developers/reference.md': reference(manifests, commands, root),
  };
}
