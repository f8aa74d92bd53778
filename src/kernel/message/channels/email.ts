import type { Mailer } from '../mailer.ts';
import type { Carrier, Handed, Parcel } from './carrier.ts';

/** Answers of RFC 5321 by which a server says that there is no such mailbox, now or later. */
const NO_MAILBOX = [550, 551, 553, 556];
/** Errors of the way to the server, or of our account there. */
const WAY = ['ECONNECTION', 'ETIMEDOUT', 'EDNS', 'ESOCKET', 'ETLS', 'EAUTH', 'ENOAUTH', 'EPROXY', 'ECONNREFUSED', 'ECONNRESET'];
/** The server closes its doors (RFC 5321 §3.8). */
const CLOSING = 421;

/** Hands letters to the mail server, as many at a time as the mailer has connections, and one that waits for each. */
export function emailCarrier(mailer: Mailer): Carrier {
  return { together: 1, atOnce: 8, carry: async (parcels) => Promise.all(parcels.map((parcel) => hand(mailer, parcel))) };
}

async function hand(mailer: Mailer, { id, address, letter, attachments, leaving }: Parcel): Promise<Handed> {
  let left = false;
  try {
    await mailer.send({ id, to: address, subject: letter.subject, text: letter.text, attachments }, async () => {
      await leaving();
      left = true;
    });
    return { id, state: 'taken' };
  } catch (error) {
    // The server's words may repeat the address: they are for the outbox only, never for the log.
    return { id, state: stateAfter(error, left), error: error instanceof Error ? error.message : String(error) };
  }
}

/** What an error says of a letter whose last dot had `left` or not: without an answer to the dot nobody knows. */
function stateAfter(error: unknown, left: boolean): 'refused' | 'again' | 'unreachable' | 'unknown' {
  const code = valueOf(error, 'responseCode');
  if (left && code === undefined) return 'unknown';
  if (NO_MAILBOX.some((known) => known === code) && valueOf(error, 'command') !== 'MAIL FROM') return 'refused';
  return code === CLOSING || WAY.some((known) => known === valueOf(error, 'code')) ? 'unreachable' : 'again';
}

function valueOf(error: unknown, name: string): unknown {
  return error instanceof Error ? Object.entries(error).find(([key]) => key === name)?.[1] : undefined;
}
