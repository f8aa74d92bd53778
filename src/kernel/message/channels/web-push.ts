import { readSecret } from '#base/seal/index.ts';
import type { Db } from '#base/db/index.ts';
import type { Carrier, Handed, Parcel } from './carrier.ts';
import { encryptPush } from './encryption.ts';
import { dropSubscription, subscriptionsOf, type Subscription } from './subscriptions.ts';
import { createVapid, type Vapid } from './vapid.ts';

/** What this installation needs to send push messages. */
export type Push = {
  vapid: Vapid;
  /** Whether an address may be one of a push service: a server is never asked to call any other. */
  mayCall: (endpoint: string) => boolean;
};

/** The push services of the browsers in use; `KHUE_PUSH_HOSTS` adds others. */
const SERVICES = ['fcm.googleapis.com', 'updates.push.services.mozilla.com', '.push.services.mozilla.com', '.notify.windows.com', '.push.apple.com'];

const TIMEOUT_MS = 10_000;
/** How long a push service keeps a message for a device that is off, in seconds. */
const KEPT_SECONDS = 3 * 24 * 3600;
/** Characters of a text on a lock screen; more is cut. */
const TEXT_CHARACTERS = 400;

/** Web push with the key in `file`, made there once; `contact` is the `mailto:` or `https:` address that push services are told. */
export function createPush(file: string, contact: string, env: NodeJS.ProcessEnv = process.env): Push {
  const more = (env['KHUE_PUSH_HOSTS'] ?? '').split(/[\s,]+/).filter(Boolean);
  return { vapid: createVapid(readSecret(file), contact), mayCall: (endpoint) => isService(endpoint, [...SERVICES, ...more]) };
}

function isService(endpoint: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username } = new URL(endpoint);
  if (protocol !== 'https:' || port !== '' || username !== '') return false;
  return hosts.some((host) => (host.startsWith('.') ? hostname.endsWith(host) : hostname === host));
}

/** Sends each letter to every browser of its person; it is taken when one browser's service took it. Browsers that are gone are forgotten. */
export function pushCarrier(db: Db, push: Push, now: Temporal.Instant): Carrier {
  return { together: 1, atOnce: 8, carry: async (parcels) => Promise.all(parcels.map((parcel) => hand(db, push, now, parcel))) };
}

async function hand(db: Db, push: Push, now: Temporal.Instant, parcel: Parcel): Promise<Handed> {
  const browsers = await subscriptionsOf(db, parcel.address);
  const said: Handed[] = [];
  for (const browser of browsers) said.push(await call(db, push, now, parcel, browser));
  // The best answer counts: one browser is enough.
  return (
    said.find(({ state }) => state === 'taken') ??
    said.find(({ state }) => state === 'again') ??
    said.find(({ state }) => state === 'unreachable') ?? { id: parcel.id, state: 'refused', error: 'no browser left' }
  );
}

async function call(db: Db, push: Push, now: Temporal.Instant, { id, letter, link }: Parcel, browser: Subscription): Promise<Handed> {
  const refused = (error: string): Handed => ({ id, state: 'refused', error });
  if (!push.mayCall(browser.endpoint)) return refused('not a push service');
  const text = JSON.stringify({ id, title: letter.subject.slice(0, 120), body: letter.short.slice(0, TEXT_CHARACTERS), href: link });
  try {
    const answer = await fetch(browser.endpoint, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        authorization: push.vapid.authorization(browser.endpoint, now),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(KEPT_SECONDS),
        urgency: 'normal',
        // A repetition takes the place of the first one while the device is off (RFC 8030 §5.4: at most 32 characters).
        topic: id.replaceAll('-', ''),
      },
      body: new Uint8Array(encryptPush(text, browser)),
    });
    await answer.body?.cancel();
    if (answer.ok) return { id, state: 'taken' };
    if (answer.status === 404 || answer.status === 410) {
      await dropSubscription(db, browser.id);
      return refused(`push service: ${answer.status}`);
    }
    return answer.status === 429 || answer.status >= 500 ? { id, state: 'again', error: `push service: ${answer.status}` } : refused(`push service: ${answer.status}`);
  } catch (error) {
    return { id, state: 'unreachable', error: error instanceof Error ? error.name : 'unreachable' };
  }
}
