import type { Locale } from '#base/text/index.ts';
import type { Letter } from '../letter.ts';
import type { Attachment } from '../mailer.ts';

/** The ways on which something leaves the house. Each has its own carrier; all share the outbox. */
export const CHANNELS = ['email', 'web-push', 'sms'] as const;
export type OutChannel = (typeof CHANNELS)[number];

/** One letter ready to leave. `id` stays the same when it is sent again, so that a receiver can tell a repetition. */
export type Parcel = {
  id: string;
  /** Mail address, telephone number, or for web push the id of the person. */
  address: string;
  locale: Locale;
  letter: Letter;
  /** Files that a mail carries; other channels lead to the page. */
  attachments: Attachment[];
  /** Whole address of the page that it leads to. */
  link: string | undefined;
  /**
   * To be waited for just before the carrier could count the letter as taken, by a carrier whose receiver cannot be told of a repetition. Notes that it is being handed over, and throws when another
   * process has it by now: it must then not leave.
   */
  leaving: () => Promise<void>;
};

/**
 * What a carrier said. `taken`: it is on its way. `refused`: never, for this address. `again`: not now. `unreachable`: the carrier itself is away, which says nothing of the letter
 * and does not count as an attempt. `unknown`: it left, and no answer came back. `error` never repeats an address.
 */
export type Handed = { id: string; state: 'taken' } | { id: string; state: 'refused' | 'again' | 'unreachable' | 'unknown'; error: string };

/** Takes letters out of the house; `carry` answers for every parcel and never throws. */
export type Carrier = {
  /** Parcels handed over in one call. */
  together: number;
  /** Calls under way at the same time. */
  atOnce: number;
  carry: (parcels: Parcel[]) => Promise<Handed[]>;
};
