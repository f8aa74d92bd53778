import Type from 'typebox';
import { readTemplates } from '#content/campaigns/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { shippedId } from '../messages/load.ts';
import { CHANNELS, closed, Ladder, nullable } from '../model.ts';

const Text = (description: string) => Type.String({ description });

/** Recurring duties. */
export const listTemplates = operation({
  name: 'campaigns.list-templates',
  summary: 'Recurring duties of which a campaign is made at once: title, why, message, length, ladder of channels.',
  kind: 'read',
  http: 'GET /campaigns/templates',
  permission: 'campaigns.prepare',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        key: Text('Template'),
        title: Text('Title'),
        why: Text('Why'),
        message: nullable(Text('Message; null: to be chosen')),
        month: nullable(Type.Integer({ description: 'Month in which it comes round' })),
        days: Type.Integer({ description: 'Days from first to last' }),
        ladder: Ladder,
      },
      closed,
    ),
  ),
  run: async (ctx) =>
    readTemplates(ctx.services.root).map(({ key, title_vi, title_en, why_vi, why_en, message, month, days, ladder }) => ({
      key,
      title: ctx.locale === 'vi' ? title_vi : title_en,
      why: ctx.locale === 'vi' ? why_vi : why_en,
      message: message === undefined ? null : shippedId('message', message),
      month: month ?? null,
      days,
      ladder: ladder.flatMap(({ channel, afterWorkingDays }) => CHANNELS.filter((name) => name === channel).map((name) => ({ channel: name, afterWorkingDays }))),
    })),
});

/** What can be asked of templates. */
export const templateOperations = [listTemplates];
