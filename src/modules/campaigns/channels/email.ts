import { newId } from '#base/id/index.ts';
import { queueMail } from '#kernel/message/index.ts';
import { makeLinks } from '../personal/link.ts';
import type { Channel, DueSend, Outcome } from './channel.ts';

/** One mail a person with a personal link to everything that awaits them, through the outbox of the kernel, which keeps quiet hours and tries again. */
export const email: Channel = {
  name: 'email',
  available: () => true,
  disturbs: true,
  tires: true,
  within: 'transaction',
  deliver: async (ctx, due) => {
    const people = [...Map.groupBy(due, ({ personId }) => personId)];
    const ids = people.map(([personId]) => personId);
    const addresses = await ctx.services.addressOf(ctx.db, ids);
    const reachable = people.filter(([personId]) => addresses.has(personId));
    const ends = new Map(reachable.map(([personId, sends]) => [personId, lastDay(sends)]));
    const links = await makeLinks(ctx, ends);
    const mails = reachable.flatMap(([personId, sends]) => {
      const address = addresses.get(personId);
      const [first] = sends;
      if (address === undefined || first === undefined) return [];
      const title = address.locale === 'vi' ? first.titleVi : first.titleEn;
      const values = { title, more: sends.length - 1, ends: lastDay(sends) };
      const [subjectKey, bodyKey] = ['campaigns.mail.subject', 'campaigns.mail.body'];
      return [{ id: newId(), personId, address: address.email, locale: address.locale, subjectKey, bodyKey, values, href: `/m/${links.get(personId)}`, secret: true, sends }];
    });
    await queueMail(ctx, mails);
    const carried = new Map(mails.flatMap(({ id, sends }) => sends.map((send) => [send.id, id] as const)));
    return due.map(({ id }): Outcome => {
      const outboxId = carried.get(id);
      return outboxId === undefined ? { id, state: 'no-address' } : { id, state: 'handed', outboxId };
    });
  },
};

function lastDay(sends: DueSend[]): string {
  return (
    sends
      .map(({ ends }) => ends)
      .toSorted()
      .at(-1) ?? ''
  );
}
