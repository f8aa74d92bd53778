import { renderSVG } from 'uqr';
import { formatDate, translator } from '#base/text/index.ts';
import { typeset } from '#base/typeset/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { publicItem } from '#modules/skills/index.ts';
import type { Gathering } from '../gatherings/store.ts';
import { toItem } from '../messages/rules.ts';
import { findItem } from '../messages/store.ts';
import { LETTERS, shownCode } from './rules.ts';
import type { Sheet } from './store.ts';

type Question = { prompt: string; situation: string; options: { letter: string; text: string }[] };

/** The sheets of a session as a PDF, one person a page: name, code, questions with boxes to mark. */
export async function printSheets(ctx: Ctx, gathering: Gathering, sheets: Sheet[]): Promise<Uint8Array> {
  const t = translator(ctx.locale, ctx.services.root);
  const known = new Map<string, Question>();
  const pages: object[] = [];
  for (const { name, staffCode, code, messageId, items } of sheets) {
    const questions: Question[] = [];
    for (const item of items) {
      const key = `${messageId} ${item.itemId} ${item.itemVersion}`;
      const question = known.get(key) ?? (await questionOf(ctx, { messageId, ...item }));
      known.set(key, question);
      questions.push(question);
    }
    pages.push({ name, staffCode, code: shownCode(code), qr: renderSVG(code, { border: 0, ecc: 'M' }), qrAlt: t('campaigns-sheet.qr-alt', { code: shownCode(code) }), questions });
  }
  const data = {
    lang: ctx.locale,
    title: t('campaigns-sheet.title'),
    about: gathering.title,
    when: `${formatDate(gathering.day, ctx.locale)} · ${gathering.place}`,
    how: t('campaigns-sheet.how'),
    code: t('campaigns-sheet.code'),
    nameLabel: t('campaigns-contact.name'),
    staffCodeLabel: t('campaigns-kiosk.staff-code'),
    privacy: t('campaigns-sheet.privacy'),
    pages,
  };
  return (await typeset(ctx.services.root, { template: 'campaign-sheet', data, at: ctx.now })).bytes;
}

async function questionOf(ctx: Ctx, at: { messageId: string; itemId: string; itemVersion: number }): Promise<Question> {
  const body = await findItem(ctx.db, at);
  if (body === undefined) return { prompt: '', situation: '', options: [] };
  const { prompt, situation, options } = publicItem(toItem(body), ctx.locale);
  return { prompt, situation: situation.join(' '), options: options.map(({ label }, index) => ({ letter: LETTERS[index] ?? '', text: label })) };
}
