import Type from 'typebox';
import type { Ctx } from '#kernel/operation/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import type { Voice } from './words.ts';

export const closed = { additionalProperties: false };

/** Fields that name an index, a year, a unit and a component, with their descriptions. */
export const indexKey = Type.String({ maxLength: 40, description: 'Key of the index' });
export const year = Type.Integer({ minimum: 2000, maximum: 2100, description: 'Year that is scored' });
export const unitId = Type.String({ format: 'uuid', description: 'Unit' });
export const component = Type.String({ maxLength: 30, description: 'Code of the component, or of a group that is scored as a whole' });
export const seen = Type.Integer({ minimum: 0, description: 'Number of the last act that was seen (`seen` of the scorecard); another one since is a conflict' });

/** The voice in which an operation answers. */
export function voiceOf(ctx: Pick<Ctx, 'services' | 'locale'>): Voice {
  return { t: translatorOf(catalogues(ctx.services.root), ctx.locale), locale: ctx.locale };
}
