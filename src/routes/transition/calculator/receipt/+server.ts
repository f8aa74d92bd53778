import { error } from '@sveltejs/kit';
import { signCalculation } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import type { RequestHandler } from './$types';

/** The calculation as a signed file; nothing of it is kept. */
export const POST: RequestHandler = async ({ request, locals }) => {
  const result = await submit(signCalculation, locals.ctx, await request.formData());
  if (!result.ok) error(result.failure.status, { message: locals.t(result.failure.data.code, result.failure.data.values) });
  return new Response(`${JSON.stringify(result.output, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="khue-calculation-${locals.ctx.today}.json"`,
      'cache-control': 'no-store',
    },
  });
};
