import { operations } from '#program/index.ts';
import { openApi } from '#web/openapi.ts';
import { modulesOf, type OperationText } from './describe.ts';

/** The readable reference: the base address of the API, and the operations by module. */
export type Reference = { base: string; modules: { module: string; operations: OperationText[] }[] };

let made: Reference | undefined;

/** The reference of this program, made when it is first asked for; `publicUrl` begins the addresses of its examples. */
export function reference({ publicUrl }: { publicUrl: string }): Reference {
  const base = `${publicUrl}/api/v1`;
  if (made?.base !== base) made = { base, modules: modulesOf(openApi(operations), base) };
  return made;
}
