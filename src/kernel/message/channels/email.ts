import type { Mailer } from '../mailer.ts';
import type { Carrier, Handed, Parcel } from './carrier.ts';

/** Answers of RFC 5321 by which a server says that there is no such mailbox, now or later. */
const NO_MAILBOX = [550, 551, 553, 556];

/** Hands letters to the mail server, as many at a time as the mailer has connections, and one that waits for each. */
export function emailCarrier(mailer: Mailer): Carrier {
  return { together: 1, atOnce: 8, carry: async (parcels) => Promise.all(parcels.map((parcel) => hand(mailer, parcel))) };
}

async function hand(mailer: Mailer, { id, address, letter, attachments }: Parcel): Promise<Handed> {
  try {
    await mailer.send({ id, to: address, subject: letter.subject, text: letter.text, attachments });
    return { id, state: 'taken' };
  } catch (error) {
    // The server's words may repeat the address: they are for the outbox only, never for the log.
    return { id, state: isBounce(error) ? 'refused' : 'again', error: error instanceof Error ? error.message : String(error) };
  }
}

function isBounce(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && NO_MAILBOX.some((code) => code === error.responseCode);
}
