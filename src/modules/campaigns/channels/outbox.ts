import { newId } from '#base/id/index.ts';
import { formatDate, type Locale } from '#base/text/index.ts';
import { peopleWithPush, queueMail, type OutChannel } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { makeLinks, type LinkChannel } from '../personal/link.ts';
import type { Channel, DueSend, Outcome } from './channel.ts';

type Reached = Map<string, { address: string; locale: Locale }>;

type Way = {
  name: LinkChannel & Channel['name'];
  out: OutChannel;
  available: Channel['available'];
  reach: (ctx: Ctx, people: string[]) => Promise<Reached>;
  /** The sentence of the letter. */
  bodyKey: string;
};

/** A channel whose tellings leave through the outbox of the kernel, which keeps quiet hours, tries again and keeps what became of each: one letter a person, with a personal link to everything that awaits them. */
function throughOutbox({ name, out, available, reach, bodyKey }: Way): Channel {
  return {
    name,
    available,
    disturbs: true,
    tires: true,
    within: 'transaction',
    reachable: async (ctx, people) => (await reach(ctx, people)).size,
    deliver: async (ctx, due) => {
      const people = [...Map.groupBy(due, ({ personId }) => personId)];
      const reached = await reach(
        ctx,
        people.map(([personId]) => personId),
      );
      const links = await makeLinks(ctx, new Map(people.flatMap(([id, sends]) => (reached.has(id) ? [[id, lastDay(sends)] as const] : []))), name);
      const letters = people.flatMap(([personId, sends]) => {
        const to = reached.get(personId);
        const [first] = sends;
        if (to === undefined || first === undefined) return [];
        const title = to.locale === 'vi' ? first.titleVi : first.titleEn;
        const values = { title, more: sends.length - 1, ends: formatDate(lastDay(sends), to.locale) };
        return [{ id: newId(), channel: out, personId, ...to, subjectKey: 'campaigns.mail.subject', bodyKey, values, href: `/m/${links.get(personId)}`, secret: true, sends }];
      });
      await queueMail(ctx, letters);
      const carried = new Map(letters.flatMap(({ id, sends }) => sends.map((send) => [send.id, id] as const)));
      return due.map(({ id }): Outcome => {
        const outboxId = carried.get(id);
        return outboxId === undefined ? { id, state: 'no-address' } : { id, state: 'handed', outboxId };
      });
    },
  };
}

/** By mail. */
export const email = throughOutbox({
  name: 'email',
  out: 'email',
  available: () => true,
  bodyKey: 'campaigns.mail.body',
  reach: async (ctx, people) => new Map([...(await ctx.services.addressOf(ctx.db, people))].map(([id, { email: address, locale }]) => [id, { address, locale }])),
});

/** On the browsers that the person let show messages. */
export const webPush = throughOutbox({
  name: 'web-push',
  out: 'web-push',
  available: ({ services }) => services.push !== undefined,
  bodyKey: 'campaigns.short.body',
  reach: async (ctx, people) => {
    const browsers = await peopleWithPush(ctx.db, people);
    const contacts = await ctx.services.addressOf(ctx.db, people);
    return new Map([...browsers].map((id) => [id, { address: id, locale: contacts.get(id)?.locale ?? 'vi' }]));
  },
});

/** By SMS or Zalo, through the gateway of the supplier. */
export const shortMessage = throughOutbox({
  name: 'webhook',
  out: 'sms',
  available: ({ services }) => services.gateway !== undefined,
  bodyKey: 'campaigns.short.body',
  reach: async (ctx, people) => new Map([...(await ctx.services.phoneOf(ctx.db, people))].map(([id, { phone: address, locale }]) => [id, { address, locale }])),
});

function lastDay(sends: DueSend[]): string {
  return (
    sends
      .map(({ ends }) => ends)
      .toSorted()
      .at(-1) ?? ''
  );
}
