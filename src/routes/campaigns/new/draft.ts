import type { RequestEvent } from '@sveltejs/kit';
import { addDays } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import type { Audience } from '#kernel/audience/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { DEFAULT_PLAN, faultsOfDraft, saveCampaign, type listTemplates, type readCampaign, type TestPlan } from '#modules/campaigns/index.ts';
import { inputOf, refuse } from '#web/form.ts';
import { AREAS, audienceOf, MOST_UNITS } from '../../learning/assignments/new/draft.ts';
import { unitsIn } from '../../learning/assignments/new/units.ts';

type Kinds = { units: string[]; posts: string[]; single: string[]; gaps: string[]; required: string };
type Template = Awaited<ReturnType<typeof listTemplates.run>>[number];

const POSTS = ['leader', 'staff', 'contract'] as const;
/** Error rates that the form offers, in percent: stricter ones eight questions cannot keep. */
export const RATES = ['2.5', '5', '10'] as const;
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
    falseYes: '5',
    falseNo: '5',
    ...Object.fromEntries(rungs.map(({ channel, afterWorkingDays }) => [`rung-${channel}`, String(afterWorkingDays)])),
  };
}

/** Everything that is wrong with the form, in one answer and in its order; `fixed` is what the form does not ask. Undefined when nothing is, as far as can be said before it is kept. */
export function refusalOf(form: FormData, ctx: Ctx, fixed: object = {}): ReturnType<typeof refuse> | undefined {
  const rungs = RUNGS.filter(({ channel }) => !isDays(typedDays(form, channel))).map(({ channel }) => ({ at: `/rung-${channel}`, code: 'campaigns-wizard.fault-rung' }));
  const others = faultsOfDraft({ ...inputOf(saveCampaign.input, form), ...partsOf(form), ...fixed }, ctx.today).map((fault) => ({ ...fault, at: placeOf(fault.at) }));
  const faults = [...others.filter(({ at }) => at !== '/ladder' || rungs.length === 0), ...rungs];
  return faults.length === 0 ? undefined : refuse(new Problem('invalid', 'operation.input-invalid', {}, faults), form);
}

/** Where the form asks what stands at this place of the input: a rung of the ladder is asked by its channel. */
function placeOf(at: string): string {
  return at.startsWith('/ladder/') ? '/ladder' : at;
}

/** Whether days of a channel are empty or a number of working days. */
function isDays(typed: string): boolean {
  return /^\d{0,2}$/.test(typed) && Number(typed) <= 60;
}

function typedDays(form: FormData, channel: string): string {
  return String(form.get(`rung-${channel}`) ?? '').trim();
}

/** The parts of a campaign that the plain fields of the form do not say by themselves: audience, ladder, messages. */
export function partsOf(form: FormData): { audience: Audience; ladder: { channel: string; afterWorkingDays: number }[]; messages: string[] } {
  const postKinds = POSTS.filter((kind) => form.getAll('postKinds').includes(kind));
  const unitKinds = UNIT_CHOICES.filter((kind) => form.getAll('unitKinds').includes(kind));
  const units = unitsIn(form);
  const gaps = AREAS.filter((area) => form.getAll('gaps').includes(area));
  const ladder = RUNGS.flatMap(({ channel }) => {
    const typed = typedDays(form, channel);
    return typed === '' || !isDays(typed) ? [] : [{ channel, afterWorkingDays: Number(typed) }];
  });
  return {
    audience: audienceOf({ postKinds, unitKinds, units, gaps, required: String(form.get('required') ?? '') }),
    ladder: ladder.toSorted((a, b) => a.afterWorkingDays - b.afterWorkingDays),
    messages: MESSAGES.map((place) => String(form.get(`message-${place}`) ?? '')).filter((id) => id !== ''),
  };
}

type Plan = Awaited<ReturnType<typeof readCampaign.run>>;

/** What the form shows of a draft that is changed. */
export function draftOf({ titleVi, why, starts, joinersUntil, ends, steps, stepDays, messages, ladder, test }: Plan): Record<string, string> {
  return {
    title: titleVi,
    why,
    starts,
    joinersUntil,
    ends,
    steps: String(steps),
    stepDays: String(stepDays || 14),
    falseYes: String(test.falseYes * 100),
    falseNo: String(test.falseNo * 100),
    ...Object.fromEntries(messages.map((id, at) => [`message-${at + 1}`, id])),
    ...Object.fromEntries(ladder.map(({ channel, afterWorkingDays }) => [`rung-${channel}`, String(afterWorkingDays)])),
  };
}

/** Whether the form can say an audience: one part of units, kinds of unit and post, requirement and gaps; nobody left out. */
export function sayable({ include, exclude }: Audience): boolean {
  const [part, ...more] = include;
  return more.length === 0 && exclude.length === 0 && part?.people === undefined && (part?.units?.length ?? 0) <= MOST_UNITS;
}

/** What a refreshing campaign takes over from the one that has faded: its messages; title and length are those of the template. */
export function refreshed({ messages }: Plan): Record<string, string> {
  return Object.fromEntries(messages.map((id, at) => [`message-${at + 1}`, id]));
}

/** What an audience names, where the form can say it. */
export function kindsOf(audience: Audience | null | undefined): Kinds {
  const [part] = audience && sayable(audience) ? audience.include : [];
  const { unitKinds = [], postKinds = [], units = [], gaps = [], required } = part ?? {};
  return { units: [...unitKinds], posts: [...postKinds], single: [...units], gaps: [...gaps], required: required === undefined ? '' : `${required.area}.${required.level}` };
}

/** What the form shows of the audience of a draft, and whether it is kept as it was because the form cannot say it. */
export function audienceKept(audience: Audience | null): { single: string[]; kinds: Omit<Kinds, 'single'>; keepsAudience: boolean } {
  const { single, ...kinds } = kindsOf(audience);
  return { single, kinds, keepsAudience: audience === null || !sayable(audience) };
}

/** The usual test with the error rates that were chosen; nothing when none was. */
export function testOf(form: FormData): { test?: TestPlan } {
  const rate = (name: string): number | undefined => {
    const chosen = RATES.find((one) => one === form.get(name));
    return chosen === undefined ? undefined : Number(chosen) / 100;
  };
  const [falseYes, falseNo] = [rate('falseYes'), rate('falseNo')];
  return falseYes === undefined || falseNo === undefined ? {} : { test: { ...DEFAULT_PLAN, falseYes, falseNo } };
}
