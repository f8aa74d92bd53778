import Type from 'typebox';
import { translator, type Locale } from '#base/text/index.ts';
import type { Values } from '#base/problem/index.ts';
import { every, job, type AnyJob, type Task } from '#kernel/job/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { CHANNELS, type Carrier, type Handed, type OutChannel, type Parcel } from './channels/carrier.ts';
import { emailCarrier } from './channels/email.ts';
import { pushCarrier } from './channels/web-push.ts';
import { digest, single } from './letter.ts';
import type { Attachment } from './mailer.ts';
import { stillNeeded } from './needed.ts';
import { claim, giveUp, hold, markAgain, markHanding, markRefused, markSent, markUnknown, markUnreachable, release, settleLost } from './queue.ts';

/** Sends what is due now, asked for when a mail is urgent. */
export const deliverJob = job({
  name: 'message.deliver',
  input: Type.Object({}, { additionalProperties: false }),
  run: async (ctx) => deliverMails(ctx),
});

/** The jobs of this part of the kernel, for `startJobs`. */
export const messageJobs: AnyJob[] = [deliverJob];

/** The repeated tasks of this part of the kernel, for `startJobs`. */
export const messageTasks: Task[] = [every(30, 'message.deliver-due', (ctx) => deliverMails(ctx))];

/** A row of the outbox, as the letter needs it. */
export type Outgoing = {
  id: string;
  address: string;
  locale: Locale;
  subject_key: string;
  body_key: string;
  data: Values;
  href: string | null;
  urgent: boolean;
  secret: boolean;
  attachments: string[];
  attempts: number;
};

type Surroundings = Pick<Ctx, 'db' | 'now' | 'services'>;

/** A run may be long; its moments are told in steps of so many seconds. */
const STEP_SECONDS = 5;

/**
 * Sends everything that is due, channel by channel, several letters to one address as one digest. Each is claimed before it is sent and tried again later if this process dies meanwhile. A mail is noted
 * as being handed over just before its last dot: one that is left so is not sent again, but shown as unknown. Push and SMS keep their ids, by which their receivers know a repetition. Without a carrier
 * all of its channel are held. What is not needed any more when its turn comes is dropped.
 */
export async function deliverMails(ctx: Surroundings): Promise<void> {
  await giveUp(ctx.db, ctx.now);
  await settleLost(ctx.db, ctx.now);
  for (const channel of CHANNELS) await deliverChannel(ctx, channel, carrierOf(ctx, channel));
}

/** The carrier of a channel; undefined when none is configured. */
function carrierOf({ db, now, services }: Surroundings, channel: OutChannel): Carrier | undefined {
  if (channel === 'email') return services.mailer && emailCarrier(services.mailer);
  if (channel === 'web-push') return services.push && pushCarrier(db, services.push, now);
  return services.gateway?.carrier(now);
}

async function deliverChannel(ctx: Surroundings, channel: OutChannel, carrier: Carrier | undefined): Promise<void> {
  if (carrier === undefined) return hold(ctx.db, channel);
  await release(ctx.db, channel, ctx.now);
  const begun = performance.now();
  for (;;) {
    const seconds = Math.floor((performance.now() - begun) / 1000 / STEP_SECONDS) * STEP_SECONDS;
    const own = { ...ctx, now: ctx.now.add({ seconds }) };
    const claimed = await claim(own.db, channel, own.now);
    if (claimed.length === 0) return;
    // What cannot be reached now is left alone until the next turn, with everything else that waits for it.
    if (await sendAll(own, carrier, groups(await stillNeeded(own, claimed)))) return;
  }
}

/** Sends groups of letters, some at a time; says whether the carrier was out of reach. */
async function sendAll(ctx: Surroundings, carrier: Carrier, waiting: Outgoing[][]): Promise<boolean> {
  const calls = Array.from({ length: Math.ceil(waiting.length / carrier.together) }, (_, at) => waiting.slice(at * carrier.together, (at + 1) * carrier.together));
  const next = calls.values();
  let away = false;
  const work = async (): Promise<void> => {
    for (const call of next) away = (await send(ctx, carrier, call)) || away;
  };
  await Promise.all(Array.from({ length: Math.min(carrier.atOnce, calls.length) }, work));
  return away;
}

async function send(ctx: Surroundings, carrier: Carrier, call: Outgoing[][]): Promise<boolean> {
  const said = new Map<string, Handed>();
  const parcels: Parcel[] = [];
  for (const group of call) {
    const [first] = group;
    if (first === undefined) continue;
    try {
      parcels.push(await parcelOf(ctx, first, group));
    } catch (error) {
      // A document that cannot be opened keeps its own letter back and no other.
      said.set(first.id, { id: first.id, state: 'again', error: error instanceof Error ? error.message : String(error) });
    }
  }
  for (const handed of await carrier.carry(parcels)) said.set(handed.id, handed);
  const ids = (state: Handed['state']): Outgoing[] => call.filter(([first]) => first !== undefined && (said.get(first.id)?.state ?? 'again') === state).flat();
  const errors = new Map(call.flatMap((group) => group.map(({ id }) => [id, errorOf(said.get(group[0]?.id ?? ''))] as const)));
  const away = ids('unreachable');
  await markSent(ctx.db, ids('taken'), ctx.now);
  await markRefused(ctx.db, ids('refused'), errors);
  await markAgain(ctx.db, ids('again'), errors, ctx.now);
  await markUnknown(ctx.db, ids('unknown'), errors);
  await markUnreachable(ctx.db, away, errors, ctx.now);
  // The carrier's words may repeat the address, so they go into the outbox only; the log gets the id.
  for (const { id, attempts } of [...ids('refused'), ...ids('again'), ...ids('unknown'), ...away]) ctx.services.log.warn({ mail: id, attempts }, 'mail not delivered');
  return away.length > 0;
}

function errorOf(handed: Handed | undefined): string {
  return handed !== undefined && 'error' in handed ? handed.error.slice(0, 500) : 'no answer';
}

async function parcelOf(ctx: Surroundings, first: Outgoing, group: Outgoing[]): Promise<Parcel> {
  const t = translator(first.locale, ctx.services.root);
  const attachments = await open(ctx, group);
  const files = attachments.map(({ name }) => name);
  const { publicUrl } = ctx.services;
  const alone = group.length === 1;
  const letter = alone ? single(first, t, publicUrl, files) : digest(group, t, publicUrl, files);
  const path = alone ? first.href : '/me/messages';
  return {
    id: first.id,
    address: first.address,
    locale: first.locale,
    letter,
    attachments,
    link: path === null ? undefined : `${publicUrl}${path}`,
    leaving: () => markHanding(ctx.db, group, ctx.now),
  };
}

/** The files of letters that leave together, each once. */
async function open(ctx: Surroundings, group: Outgoing[]): Promise<Attachment[]> {
  const files: Attachment[] = [];
  for (const id of new Set(group.flatMap(({ attachments }) => attachments))) {
    const { name, mediaType, bytes } = await openDocument(ctx, id);
    files.push({ name, mediaType, bytes: Buffer.concat(await Array.fromAsync(bytes)) });
  }
  return files;
}

/** Letters that leave together: those of one address and language that can wait; the others each alone. */
function groups(rows: Outgoing[]): Outgoing[][] {
  const alone = (row: Outgoing) => row.urgent || row.secret;
  const together = Map.groupBy(rows, (row) => (alone(row) ? row.id : `${row.address}\n${row.locale}`));
  return [...together.values()];
}
