import type { RequestEvent } from '@sveltejs/kit';
import { isId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { documentOperations, getDocument, openDocument, type StoredDocument } from '#kernel/document/index.ts';
import { perform, type AnyOperation } from '#kernel/operation/index.ts';
import { manifests } from '#program/index.ts';
import { orErrorPage } from './load.ts';

/** Which operation decides who may open a document, by its purpose; any other may be opened by whoever put it in. */
const DECIDES: Record<string, AnyOperation> = Object.assign({}, ...manifests.map(({ documents }) => documents ?? {}));

/** A document with its bytes when the asker may open it; else the error page, as `load` does. */
export async function openForAsker(event: Pick<RequestEvent, 'locals' | 'url'>, id: string): Promise<StoredDocument & { bytes: AsyncIterable<Uint8Array> }> {
  return orErrorPage(event, async () => {
    const { ctx } = event.locals;
    if (ctx.actor.kind === 'anonymous') throw new Problem('forbidden', 'operation.sign-in-first');
    if (!isId(id)) throw new Problem('missing', 'document.no-document');
    const { purpose } = await getDocument(ctx.db, id);
    for (const decides of purpose in DECIDES ? [DECIDES[purpose]] : documentOperations)
      if (decides !== undefined) await perform<AnyOperation['input'], AnyOperation['output']>(decides, ctx, { id });
    return openDocument(ctx, id);
  });
}
