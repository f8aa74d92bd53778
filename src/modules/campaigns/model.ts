import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';

/** Objects take no other fields than those named. */
export const closed = { additionalProperties: false };

/** A value, or null where there is none. */
export const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** How a person on a roster stands, in the order of the way; the last three end it. */
export const LINE_STATES = ['invited', 'reached', 'read', 'checked', 'needs-help', 'understood', 'excused', 'left'] as const;
export type LineState = (typeof LINE_STATES)[number];

/** The channels over which people can be asked, in the order in which a new campaign offers them. */
export const CHANNELS = ['in-app', 'email', 'web-push', 'webhook', 'head-list', 'kiosk', 'session', 'letter'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** One rung of a ladder: a channel, and how many working days after the start of a person's line it is used when the person has not read yet. */
export const Rung = Type.Object(
  {
    channel: Type.Enum([...CHANNELS], { description: 'Channel' }),
    afterWorkingDays: Type.Integer({ minimum: 0, maximum: 60, description: 'Working days to wait from the day on which the person is asked' }),
  },
  closed,
);
export type Rung = Type.Static<typeof Rung>;

/** The rungs of a campaign in their order. */
export const Ladder = Type.Array(Rung, { minItems: 1, maxItems: 8, description: 'Channels one after the other' });
export type Ladder = Type.Static<typeof Ladder>;

/** How understanding is decided: Wald's sequential test, cut off. */
export const TestPlan = Type.Object(
  {
    falseYes: Type.Number({ minimum: 0.005, maximum: 0.2, description: 'Highest share of people who have not understood but are taken to have (0 to 1)' }),
    falseNo: Type.Number({ minimum: 0.005, maximum: 0.2, description: 'Highest share of people who have understood but are taken not to have (0 to 1)' }),
    guess: Type.Number({ minimum: 0.05, maximum: 0.6, description: 'Chance of a right answer of somebody who has not understood (0 to 1)' }),
    slip: Type.Number({ minimum: 0.01, maximum: 0.4, description: 'Chance of a wrong answer of somebody who has understood (0 to 1)' }),
    least: Type.Integer({ minimum: 3, maximum: 8, description: 'Fewest questions' }),
    most: Type.Integer({ minimum: 3, maximum: 8, description: 'Most questions' }),
  },
  closed,
);
export type TestPlan = Type.Static<typeof TestPlan>;

/** What campaigns tell the log. `subject` is the line, message, campaign or wave. */
export const facts: FactKind[] = [
  { name: 'campaigns.line-entered', data: Type.Object({ campaign: Type.String(), reason: Type.String() }, closed) },
  { name: 'campaigns.line-changed', data: Type.Object({ campaign: Type.String(), after: Type.String() }, closed) },
  { name: 'campaigns.message-approved', data: Type.Object({ version: Type.Integer() }, closed) },
  { name: 'campaigns.campaign-changed', data: Type.Object({ what: Type.String() }, closed) },
  { name: 'campaigns.wave-answered', data: Type.Object({ campaign: Type.String() }, closed) },
];

/** Permissions of the module. */
export const permissions = ['campaigns.prepare', 'campaigns.review', 'campaigns.approve', 'campaigns.see-board', 'campaigns.help-unit'];

/** Id of a campaign in an address. */
export const CampaignId = Type.String({ format: 'uuid', description: 'Campaign' });
/** Id of a message in an address. */
export const MessageId = Type.String({ format: 'uuid', description: 'Message' });
/** Id of a person's line in an address. */
export const LineId = Type.String({ format: 'uuid', description: 'Line of the roster' });
