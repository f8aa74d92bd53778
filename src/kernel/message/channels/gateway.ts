import { createHmac, timingSafeEqual } from 'node:crypto';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Carrier, Handed, Parcel } from './carrier.ts';

/** The gateway of the city's supplier of SMS or Zalo messages: where it listens, and the secret that both sides sign with. */
export type GatewayConfig = { url: string; secret: string };

/** A gateway that takes messages, and proof that what comes back is from it. */
export type Gateway = GatewayConfig & { carrier: (now: Temporal.Instant) => Carrier };

const LEAST_SECRET = 32;
const TIMEOUT_MS = 15_000;
/** Messages in one call. */
const TOGETHER = 100;
/** How far the clocks of both sides may differ, in seconds; a call that was caught and sent again later is refused. */
const CLOCK_SECONDS = 300;
/** A text of more is paid for as several. The link comes after it. */
const TEXT_CHARACTERS = 240;

/** The gateway of `KHUE_GATEWAY_URL` and `KHUE_GATEWAY_SECRET`; undefined when none is set. Throws an `Error` with one sentence when they cannot be used. */
export function readGatewayConfig(env: NodeJS.ProcessEnv = process.env): GatewayConfig | undefined {
  const url = env['KHUE_GATEWAY_URL'];
  const secret = env['KHUE_GATEWAY_SECRET'];
  if (!url && !secret) return undefined;
  if (!url || !secret) throw new Error('KHUE_GATEWAY_URL and KHUE_GATEWAY_SECRET belong together: set both, or neither.');
  if (secret.length < LEAST_SECRET) throw new Error(`KHUE_GATEWAY_SECRET must have at least ${LEAST_SECRET} characters.`);
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  const inside = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol !== 'https:' && !(protocol === 'http:' && inside)) throw new Error('KHUE_GATEWAY_URL must begin with https:// (http:// only on this machine).');
  return { url, secret };
}

/** A gateway over HTTP: signed calls, each message with an id that stays the same when it is sent again. */
export function createGateway(config: GatewayConfig): Gateway {
  return { ...config, carrier: (now) => ({ together: TOGETHER, atOnce: 2, carry: async (parcels) => call(config, now, parcels) }) };
}

/** The signature of a body at a moment: HMAC-SHA-256 over `seconds.body`, hexadecimal. */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
}

/** Whether a body was signed with the secret within the last five minutes. */
export function isSigned(secret: string, given: { seconds: number; signature: string; body: string }, now: Temporal.Instant): boolean {
  if (Math.abs(now.epochMilliseconds / 1000 - given.seconds) > CLOCK_SECONDS) return false;
  const [right, got] = [Buffer.from(signatureOf(secret, given.seconds, given.body)), Buffer.from(given.signature)];
  return right.length === got.length && timingSafeEqual(right, got);
}

const Answer = Type.Object({
  results: Type.Array(Type.Object({ id: Type.String(), state: Type.Enum(['accepted', 'rejected', 'later']), error: Type.Optional(Type.String()) })),
});

async function call({ url, secret }: GatewayConfig, now: Temporal.Instant, parcels: Parcel[]): Promise<Handed[]> {
  const every = (state: 'again' | 'unreachable', error: string): Handed[] => parcels.map(({ id }) => ({ id, state, error }));
  const messages = parcels.map(({ id, address, locale, letter, link }) => ({ id, to: address, locale, text: textOf(letter.short, link) }));
  const body = JSON.stringify({ messages });
  const seconds = Math.floor(now.epochMilliseconds / 1000);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { 'content-type': 'application/json', 'x-khue-timestamp': String(seconds), 'x-khue-signature': signatureOf(secret, seconds, body) },
      body,
    });
    const said = await answer.text();
    // What refuses all of a call, such as a wrong secret, is the gateway's trouble, not that of the messages.
    if (!answer.ok) return every('unreachable', `gateway: ${answer.status}`);
    return answersFor(parcels, said);
  } catch (error) {
    return every('unreachable', error instanceof Error ? error.name : 'unreachable');
  }
}

function answersFor(parcels: Parcel[], said: string): Handed[] {
  const parsed = parse(said);
  const known = new Map(parsed?.results.map((result) => [result.id, result]));
  return parcels.map(({ id }): Handed => {
    const result = known.get(id);
    if (result?.state === 'accepted') return { id, state: 'taken' };
    if (result?.state === 'rejected') return { id, state: 'refused', error: `gateway: ${result.error ?? 'rejected'}` };
    return { id, state: 'again', error: parsed === undefined ? 'gateway: answer not understood' : 'gateway: later' };
  });
}

function parse(said: string): Type.Static<typeof Answer> | undefined {
  try {
    const value: unknown = JSON.parse(said);
    return Value.Check(Answer, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(text: string, link: string | undefined): string {
  const short = text.length <= TEXT_CHARACTERS ? text : `${text.slice(0, TEXT_CHARACTERS - 1)}…`;
  return link === undefined ? short : `${short} ${link}`;
}
