import Type from 'typebox';
import { renderSVG } from 'uqr';
import { Problem } from '#base/problem/index.ts';
import { formatDate, translator, type Translate } from '#base/text/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { settleSends } from '../channels/dispatch.ts';
import { textOf } from '../messages/rules.ts';
import { getVersion } from '../messages/store.ts';
import { closed } from '../model.ts';
import { makeLinks } from '../personal/link.ts';
import { noteHanded } from './back.ts';
import { findSender, listAt, listWaiting, type Sender, type Waiting } from './store.ts';

const UnitId = Type.String({ format: 'uuid', description: 'Unit' });
const Text = (description: string) => Type.String({ description });

/** The letters that wait. */
export const listLetters = operation({
  name: 'campaigns.list-letters',
  summary: 'The letters of a unit that wait to be printed and handed over.',
  kind: 'read',
  http: 'GET /campaigns/units/{unitId}/letters',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId }, closed),
  output: Type.Array(
    Type.Object(
      {
        id: Type.String({ format: 'uuid', description: 'Letter' }),
        name: Text('Name'),
        staffCode: Text('Staff code'),
        unitName: Text('Unit'),
        title: Text('Campaign'),
        ends: Text('Last day of the campaign'),
        since: Text('Moment from which it waits, ISO 8601'),
      },
      closed,
    ),
  ),
  run: async (ctx, { unitId }) =>
    (await listWaiting(ctx.db, unitId, ctx.today, ctx.locale)).map(({ id, name, staffCode, unitName, title, ends, since }) => ({
      id,
      name,
      staffCode,
      unitName,
      title,
      ends,
      since: since.toISOString(),
    })),
});

/** Prints the letters that wait. */
export const printLetters = operation({
  name: 'campaigns.print-letters',
  summary: 'The letters of a unit that wait, as a PDF, one person a page: the plain version, and a QR code with the person’s own link. Each printing makes new links.',
  kind: 'read',
  http: 'GET /campaigns/units/{unitId}/letters/pdf',
  permission: 'campaigns.help-unit',
  exports: true,
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId }, closed),
  output: Type.Object({ pdf: Type.String({ description: 'The PDF, in base64' }) }, closed),
  trace: ({ unitId }) => ({ unitId }),
  run: async (ctx, { unitId }) => {
    const waiting = await listWaiting(ctx.db, unitId, ctx.today, 'vi');
    if (waiting.length === 0) throw new Problem('conflict', 'campaigns-letter.none');
    return { pdf: Buffer.from(await pdfOf(ctx, unitId, waiting)).toString('base64') };
  },
});

/** Letters go to people whom nothing else reached, so they are in Vietnamese. */
async function pdfOf(ctx: Ctx, unitId: string, waiting: Waiting[]): Promise<Uint8Array> {
  const t = translator('vi', ctx.services.root);
  const at = await listAt(
    ctx.db,
    waiting.map(({ lineId }) => lineId),
  );
  const links = await makeLinks(ctx, new Map(waiting.map(({ personId, ends }) => [personId, ends])), 'letter');
  const plain = await plainOf(ctx, [...at.values()]);
  const pages = waiting.map(({ lineId, personId, name, staffCode, unitName, title, ownerName, why, ends }) => {
    const address = `${ctx.services.publicUrl}/m/${links.get(personId) ?? ''}`;
    const message = plain.get(at.get(lineId)?.messageId ?? '');
    return {
      to: t('campaigns-letter.to', { name, staffCode, unit: unitName }),
      heading: title,
      owner: t('campaigns-letter.owner', { unit: ownerName }),
      why,
      message: message ?? { title, paragraphs: [], unverified: false },
      until: t('campaigns-letter.until', { day: formatDate(ends, 'vi') }),
      qr: renderSVG(address, { border: 0, ecc: 'M' }),
      qrAlt: t('campaigns-letter.qr-alt'),
    };
  });
  const from = senderOf(t, await findSender(ctx.db, unitId, ctx.today), formatDate(ctx.today, 'vi'));
  const data = { ...from, title: t('campaigns-letter.title'), how: t('campaigns-letter.how'), unverified: t('campaigns-task.unverified'), pages };
  return (await typeset(ctx.services.root, { template: 'campaign-letter', data, at: ctx.now })).bytes;
}

type Plain = { title: string; paragraphs: string[]; unverified: boolean };

/** The plain words of messages. */
async function plainOf(ctx: Ctx, asked: { messageId: string; version: number }[]): Promise<Map<string, Plain>> {
  const plain = new Map<string, Plain>();
  for (const { messageId, version } of asked) {
    if (plain.has(messageId)) continue;
    const { body } = await getVersion(ctx.db, messageId, version);
    const { text } = textOf(body, 'vi');
    plain.set(messageId, { title: text.title, paragraphs: text.plain.split(/\n\s*\n/).map((one) => one.trim()), unverified: body.unverified });
  }
  return plain;
}

/** The head of a letter: who sends it, what stands above that unit, where it sits, and the day. */
function senderOf(t: Translate, sender: Sender | undefined, day: string) {
  const seat = [sender?.commune, sender?.city].filter((part) => typeof part === 'string').join(', ');
  return {
    above: sender?.above ?? null,
    sender: sender?.name ?? '',
    address: seat === '' ? null : t('campaigns-letter.address', { seat }),
    day: t('campaigns-letter.printed', { day }),
  };
}

/** Says that letters were handed over. */
export const handLetters = operation({
  name: 'campaigns.hand-letters',
  summary: 'Say that letters of a unit were handed over.',
  kind: 'write',
  http: 'POST /campaigns/units/{unitId}/letters/handed',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: UnitId,
      ids: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 300, description: 'Which letters' }),
    },
    closed,
  ),
  output: Type.Object({ handed: Type.Integer({ description: 'Letters that were noted' }) }, closed),
  trace: ({ unitId }, { handed }) => ({ unitId, detail: { handed } }),
  run: async (ctx, { unitId, ids }) => {
    const waiting = new Set((await listWaiting(ctx.db, unitId, ctx.today, ctx.locale)).map(({ id }) => id));
    const own = ids.filter((id) => waiting.has(id));
    await settleSends(
      ctx,
      own.map((id) => ({ id, state: 'delivered' })),
    );
    await noteHanded(ctx.db, own, { by: personOf(ctx.actor) ?? null, now: ctx.now });
    return { handed: own.length };
  },
});

/** What can be asked of letters on paper. */
export const letterOperations = [listLetters, printLetters, handLetters];
