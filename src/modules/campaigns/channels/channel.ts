import type { Ctx } from '#kernel/operation/index.ts';
import type { ChannelName } from '../model.ts';

/** One telling that is due: a row of campaigns.send with what a carrier needs of its campaign. Texts are in Vietnamese and English; the carrier knows the reader's language. */
export type DueSend = {
  id: string;
  campaignId: string;
  lineId: string;
  personId: string;
  unitId: string;
  rung: number;
  /** From 0: how many attempts came before this one. */
  attempts: number;
  titleVi: string;
  titleEn: string;
  /** Last day of the campaign. */
  ends: string;
};

/**
 * What came of one telling. `handed`: the carrier took it, more may be heard later (`settleSends`). `delivered`: it is where the person sees it.
 * `failed`: the carrier refused it for good. `no-address`: nowhere to send it; the unit is told to mend that. `again`: not now, try later.
 * What is left out of the answer counts as `again`.
 */
export type Outcome = {
  id: string;
  state: 'handed' | 'delivered' | 'failed' | 'no-address' | 'again';
  /** Row of kernel.outbox that carries it. */
  outboxId?: string;
  /** What the carrier said, at most 500 characters; never an address. */
  error?: string;
};

/** A way to tell people. `channels/list.ts` names them all; a campaign's ladder chooses by `name`. */
export type Channel = {
  name: ChannelName;
  /** Whether a campaign can choose it in this installation now (a gateway may not be configured). */
  available(ctx: Pick<Ctx, 'services'>): boolean;
  /** Whether quiet hours and days off hold it back. */
  disturbs: boolean;
  /** Whether a telling counts for the limit of tellings a week. */
  tires: boolean;
  /**
   * `transaction`: `deliver` only writes to the database and runs in the transaction that marks what came of it, so that both stand or fall together.
   * `network`: `deliver` talks to another machine and runs outside; each send is leased beforehand, so a dead process loses nothing. Give the carrier the send's id, by which it can tell a repetition.
   */
  within: 'transaction' | 'network';
  /** How many of these people it can reach now; left out: all. */
  reachable?(ctx: Ctx, people: string[]): Promise<number>;
  /** Hands over sends that are due, at most 500 at a time, each for another line; several may be for one person (tell them together). */
  deliver(ctx: Ctx, due: DueSend[]): Promise<Outcome[]>;
};
