import type { RequestEvent } from '@sveltejs/kit';
import { addDays } from '#base/day/index.ts';
import type { InputError } from '#base/problem/index.ts';
import type { Audience } from '#kernel/audience/index.ts';
import { MOST_UNITS } from '../../learning/assignments/new/draft.ts';
import { unitsIn } from '../../learning/assignments/new/units.ts';
import type { listTemplates, readCampaign } from '#modules/campaigns/index.ts';

type Template = Awaited<ReturnType<typeof listTemplates.run>>[number];

const POSTS = ['leader', 'staff', 'contract'] as const;
/** The kinds of unit that the form offers, each with all units under it. */
export const UNIT_CHOICES = ['ward', 'commune', 'service-centre', 'department', 'office', 'inspectorate', 'management-board', 'trade-union'] as const;
/** The rungs that the form offers, with the working days that are usual. */
export const RUNGS = [
  { channel: 'in-app', days: 0 },
  { channel: 'email', days: 1 },
  { channel: 'web-push', days: 2 },
  { channel: 'webhook', days: 4 },
  { channel: 'head-list', days: 6 },
  { channel: 'kiosk', days: 8 },
  { channel: 'session', days: 10 },
  { channel: 'letter', days: 15 },
] as const;

/** Places of messages in a campaign. */
export const MESSAGES = [1, 2, 3, 4] as const;

/** What the form shows at first: empty, or filled in from a template. */
export function firstDraft({ locals }: Pick<RequestEvent, 'locals'>, template: Template | undefined): Record<string, string> {
  const { today } = locals.ctx;
  const rungs = template?.ladder ?? [
    { channel: 'in-app', afterWorkingDays: 0 },
    { channel: 'email', afterWorkingDays: 1 },
    { channel: 'head-list', afterWorkingDays: 6 },
  ];
  const days = template?.days ?? 30;
  return {
    title: template?.title ?? '',
    why: template?.why ?? '',
    'message-1': template?.message ?? '',
    starts: addDays(today, 1),
    joinersUntil: addDays(today, Math.ceil(days * 0.7)),
    ends: addDays(today, days + 1),
    steps: '1',
    stepDays: '14',
    ...Object.fromEntries(rungs.map(({ channel, afterWorkingDays }) => [`rung-${channel}`, String(afterWorkingDays)])),
  };
}

/** What is wrong with the days of the channels: each is empty or a number of working days. */
export function rungFaults(form: FormData): InputError[] {
  return RUNGS.filter(({ channel }) => !/^\d{0,2}$/.test(typedDays(form, channel))).map(({ channel }) => ({ at: `/rung-${channel}`, code: 'campaigns-wizard.fault-rung' }));
}

function typedDays(form: FormData, channel: string): string {
  return String(form.get(`rung-${channel}`) ?? '').trim();
}

/** The parts of a campaign that the plain fields of the form do not say by themselves: audience, ladder, messages. */
export function partsOf(form: FormData): { audience: Audience; ladder: { channel: string; afterWorkingDays: number }[]; messages: string[] } {
  const postKinds = POSTS.filter((kind) => form.getAll('postKinds').includes(kind));
  const unitKinds = UNIT_CHOICES.filter((kind) => form.getAll('unitKinds').includes(kind));
  const units = unitsIn(form);
  const ladder = RUNGS.flatMap(({ channel }) => {
    const typed = typedDays(form, channel);
    return typed === '' ? [] : [{ channel, afterWorkingDays: Number(typed) }];
  });
  return {
    audience: {
      include: [
        {
          ...(units.length === 0 ? {} : { units }),
          ...(postKinds.length === 0 ? {} : { postKinds: [...postKinds] }),
          ...(unitKinds.length === 0 ? {} : { unitKinds: [...unitKinds] }),
        },
      ],
      exclude: [],
    },
    ladder: ladder.toSorted((a, b) => a.afterWorkingDays - b.afterWorkingDays),
    messages: MESSAGES.map((place) => String(form.get(`message-${place}`) ?? '')).filter((id) => id !== ''),
  };
}

type Plan = Awaited<ReturnType<typeof readCampaign.run>>;

/** What the form shows of a draft that is changed. */
export function draftOf({ titleVi, why, starts, joinersUntil, ends, steps, stepDays, messages, ladder }: Plan): Record<string, string> {
  return {
    title: titleVi,
    why,
    starts,
    joinersUntil,
    ends,
    steps: String(steps),
    stepDays: String(stepDays || 14),
    ...Object.fromEntries(messages.map((id, at) => [`message-${at + 1}`, id])),
    ...Object.fromEntries(ladder.map(({ channel, afterWorkingDays }) => [`rung-${channel}`, String(afterWorkingDays)])),
  };
}

/** Whether the form can say an audience: one part of units, kinds of unit and post, nobody left out. */
export function sayable({ include, exclude }: Audience): boolean {
  const [part, ...more] = include;
  return (
    more.length === 0 &&
    exclude.length === 0 &&
    Object.keys(part ?? {}).every((name) => ['units', 'unitKinds', 'postKinds'].includes(name) && (part?.units?.length ?? 0) <= MOST_UNITS)
  );
}

/** What a refreshing campaign takes over from the one that has faded: its messages; title and length are those of the template. */
export function refreshed({ messages }: Plan): Record<string, string> {
  return Object.fromEntries(messages.map((id, at) => [`message-${at + 1}`, id]));
}

/** The kinds and single units that an audience names, where the form can say it. */
export function kindsOf(audience: Audience | undefined): { units: string[]; posts: string[]; single: string[] } {
  const [part] = audience !== undefined && sayable(audience) ? audience.include : [];
  return { units: [...(part?.unitKinds ?? [])], posts: [...(part?.postKinds ?? [])], single: [...(part?.units ?? [])] };
}
