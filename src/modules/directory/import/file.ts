import { perform, type Ctx } from '#kernel/operation/index.ts';
import { newId } from '#base/id/index.ts';
import type { ImportKind } from './kinds.ts';
import type { StoredImport } from './model.ts';
import { matchImport, runImport, startImport } from './operations.ts';
import { getImport, listErrors, type KeptError } from './store.ts';
import { workOn } from './work.ts';

/** How an import of a file ended: with errors nothing was changed. */
export type ImportResult = { item: StoredImport; errors: KeptError[] };

/** Imports a file at once, for the command line and the demo: the same operations as on the pages, the work done here and now. */
export async function importFile(
  ctx: Ctx,
  file: { kind: ImportKind; name: string; bytes: Uint8Array; missing?: 'end'; endUnit?: string; endDay?: string },
  onProgress?: (phase: string, done: number) => void,
): Promise<ImportResult> {
  const fresh = (): Ctx => ({ ...ctx, requestId: newId() });
  const { kind, name, bytes, ...end } = file;
  const { id } = await perform(startImport, fresh(), { kind, name, content: Buffer.from(bytes).toString('base64') });
  const { columns } = await getImport(ctx.db, id);
  await perform(matchImport, fresh(), { id, columns: Object.entries(columns).map(([field, column]) => `${field}:${column}`), ...end });
  const checked = await workOn(ctx, id, onProgress);
  if (checked.state !== 'checked') return { item: checked, errors: await listErrors(ctx.db, id, undefined, 1000) };
  await perform(runImport, fresh(), { id });
  const item = await workOn(ctx, id, onProgress);
  return { item, errors: await listErrors(ctx.db, id, undefined, 1000) };
}
