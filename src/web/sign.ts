import type { RequestEvent } from '@sveltejs/kit';
import type { Static, TSchema } from 'typebox';
import { Problem } from '#base/problem/index.ts';
import type { Operation } from '#kernel/operation/index.ts';
import { prepareSignature, withSignature, type KeyAccess } from '#kernel/sign/index.ts';
import { refuse, submit } from './form.ts';
import { visitOf } from './session.ts';

/**
 * Carries out a form of `SignForm.svelte`: the person proves who it is, the signature is made with the key the form names, then `op` (which calls `signDocument`)
 * keeps it with `fixed` as the rest of its input. Answers like `submit`. Password, PIN and key file live for this request only.
 */
export async function signOnPage<I extends TSchema, O extends TSchema>(
  event: RequestEvent,
  op: Operation<I, O>,
  documentId: string,
  fixed: Record<string, unknown> = {},
): Promise<{ ok: true; output: Static<O> } | { ok: false; failure: ReturnType<typeof refuse> }> {
  const { ctx } = event.locals;
  const form = await event.request.formData();
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  try {
    await ctx.services.accounts.confirmSelf(event.request.headers, String(form.get('current') ?? ''), visitOf(event));
    const words = { reason: text('reason').slice(0, 200), location: text('location').slice(0, 100) };
    const ready = await prepareSignature(ctx, documentId, await accessOf(form, text), words);
    return await submit(op, withSignature(ctx, ready), form, { documentId, ...fixed });
  } catch (error) {
    if (error instanceof Problem) return { ok: false, failure: refuse(error, form) };
    throw error;
  }
}

async function accessOf(form: FormData, text: (name: string) => string): Promise<KeyAccess> {
  const transport = text('transport');
  if (transport === 'csc') return { transport, account: text('account'), pin: text('pin') };
  if (transport !== 'pkcs12') return { transport: 'test' };
  const file = form.get('pkcs12');
  const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
  return { transport, file: bytes, password: String(form.get('pkcs12Password') ?? '') };
}

/** The base64 of a PDF chosen in a form; throws `invalid` at its field when none was, or another kind of file. */
export async function pdfOf(form: FormData): Promise<{ name: string; content: string }> {
  const file = form.get('file');
  if (!(file instanceof File) || file.size === 0) throw new Problem('invalid', 'sign.file-needed', {}, [{ at: '/file', code: 'sign.file-needed' }]);
  const bytes = Buffer.from(await file.arrayBuffer());
  if (!bytes.subarray(0, 1024).includes('%PDF-')) throw new Problem('invalid', 'sign.not-a-pdf', {}, [{ at: '/file', code: 'sign.not-a-pdf' }]);
  return { name: file.name.slice(-200), content: bytes.toString('base64') };
}
