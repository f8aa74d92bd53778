import { translator } from '#base/text/index.ts';
import { audienceUnits, describeAudience, type Audience } from '#kernel/audience/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/** An audience in sentences, in the asker's language. */
export async function inWords(ctx: Ctx, audience: Audience): Promise<string[]> {
  const names = await audienceUnits(ctx.db, audience);
  const t = translator(ctx.locale, ctx.services.root);
  return describeAudience(audience, { t, unit: (id) => names.get(id)?.[ctx.locale] ?? '', unitKind: (kind) => t(`units.kind.${kind}`) });
}
