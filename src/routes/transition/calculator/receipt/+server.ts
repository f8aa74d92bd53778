import { error } from '@sveltejs/kit';
import { printEntitlement, signCalculation } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import type { RequestHandler } from './$types';

/** The calculation as a signed file, or with `?as=pdf` as a paper that bears the receipt; nothing of it is kept. */
export const POST: RequestHandler = async ({ request, locals, url }) => {
  const { ctx, t } = locals;
  const form = await request.formData();
  const asPdf = url.searchParams.get('as') === 'pdf';
  const result = asPdf ? await submit(printEntitlement, ctx, form) : await submit(signCalculation, ctx, form);
  if (!result.ok) error(result.failure.status, { message: t(result.failure.data.code, result.failure.data.values) });
  const body = 'content' in result.output ? new Uint8Array(Buffer.from(result.output.content, 'base64')) : `${JSON.stringify(result.output, null, 2)}\n`;
  return new Response(body, {
    headers: {
      'content-type': asPdf ? 'application/pdf' : 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="khue-calculation-${ctx.today}.${asPdf ? 'pdf' : 'json'}"`,
      'cache-control': 'no-store',
    },
  });
};
