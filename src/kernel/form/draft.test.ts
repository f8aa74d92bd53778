import { describe, expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found } from '#base/problem/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople } from '#kernel/org/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareForms, discardDraft, findAnswers, hashOf, readDraft, savePage, submitAnswers, submitDraft, textsOf } from './index.ts';
import { dropDrafts } from './store.ts';
import { complete, leave } from './testing.ts';

const { rolledBack } = await testDatabase();
declareForms([leave]);

const form = leave.name;
const note = { field: 'note', name: 'giay.pdf', content: Buffer.from('%PDF-1.7 giấy').toString('base64') };

async function people(db: Db) {
  const [one, two] = [newId(), newId()];
  await addPeople(
    db,
    [one, two].map((id, n) => ({ id, staffCode: `P${n}`, name: 'Trần Văn Bình', birthDate: null, sex: null })),
  );
  const as = (id: string, today = TODAY) => testCtx(db, { actor: actorWith(id), today });
  return { mine: (today?: string) => as(one, today), other: () => as(two), personId: one };
}

describe('a draft', () => {
  rolledBack('is saved page by page, says what comes next, and is taken up again', async (tx) => {
    const { mine } = await people(tx);
    expect((await perform(savePage, mine(), { form, page: 'kind', answers: { kind: 'illness' } })).next).toBe('illness');
    expect((await perform(savePage, mine(), { form, page: 'illness', answers: { clinic: 'Bệnh viện A' }, files: [note] })).next).toBe('days');
    const draft = await perform(readDraft, mine(), { form });
    expect([draft.resumeAt, draft.pages, draft.expiresOn]).toEqual(['days', ['kind', 'illness', 'days'], addDays(TODAY, 30)]);
    expect((await perform(savePage, mine(), { form, page: 'days', answers: { from: '2026-12-01', days: 3, away: false } })).next).toBeNull();
    expect((await perform(readDraft, mine(), { form })).resumeAt).toBeNull();
  });

  rolledBack('keeps nothing of a page that is wrong, unless one goes on later: then what is right', async (tx) => {
    const { mine } = await people(tx);
    const wrong = { form, page: 'days', answers: { from: '2026-12-01', days: 99 } };
    await expect(perform(savePage, mine(), wrong)).rejects.toMatchObject({ kind: 'invalid', errors: [{ at: '/days' }, { at: '/away' }] });
    expect((await perform(readDraft, mine(), { form })).expiresOn).toBeNull();
    await perform(savePage, mine(), { ...wrong, later: true });
    expect((await perform(readDraft, mine(), { form })).answers).toEqual({ from: '2026-12-01' });
  });

  rolledBack('is its person’s own, and one of several about several matters', async (tx) => {
    const { mine, other } = await people(tx);
    await perform(savePage, mine(), { form, page: 'kind', answers: { kind: 'yearly' } });
    expect((await perform(readDraft, other(), { form })).answers).toEqual({});
    expect((await perform(readDraft, mine(), { form, about: 'another' })).answers).toEqual({});
    await expect(perform(readDraft, testCtx(tx), { form })).rejects.toMatchObject({ kind: 'forbidden', code: 'form.person-only' });
    await perform(discardDraft, mine(), { form });
    await expect(perform(discardDraft, mine(), { form })).rejects.toMatchObject({ code: 'form.no-draft' });
  });

  rolledBack('is gone when its time is over, each save gives it thirty days more', async (tx) => {
    const { mine } = await people(tx);
    await perform(savePage, mine(), { form, page: 'kind', answers: { kind: 'yearly' } });
    expect((await perform(readDraft, mine(addDays(TODAY, 30)), { form })).answers).toEqual({ kind: 'yearly' });
    expect((await perform(readDraft, mine(addDays(TODAY, 31)), { form })).answers).toEqual({});
    expect([await dropDrafts(tx, addDays(TODAY, 30)), await dropDrafts(tx, addDays(TODAY, 31))]).toEqual([0, 1]);
  });

  rolledBack('takes files where one is asked for, and only the person’s own', async (tx) => {
    const { mine, other } = await people(tx);
    await expect(perform(savePage, mine(), { form, page: 'kind', answers: { kind: 'illness' }, files: [{ ...note, field: 'kind' }] })).rejects.toMatchObject({
      code: 'form.no-file-here',
    });
    await perform(savePage, mine(), { form, page: 'kind', answers: { kind: 'illness' } });
    await perform(savePage, mine(), { form, page: 'illness', answers: { clinic: 'Bệnh viện A' }, files: [note] });
    const { answers } = await perform(readDraft, mine(), { form });
    const theirs = { form, page: 'illness', answers: { clinic: 'Bệnh viện A', note: answers['note'] } };
    await perform(savePage, other(), { form, page: 'kind', answers: { kind: 'illness' } });
    await expect(perform(savePage, other(), theirs)).rejects.toMatchObject({ code: 'form.foreign-file' });
    await perform(savePage, mine(), { form, page: 'illness', answers: { clinic: 'Bệnh viện B' } });
    expect((await perform(readDraft, mine(), { form })).answers).toEqual({ kind: 'illness', clinic: 'Bệnh viện B', note: answers['note'] });
  });
});

describe('submitting', () => {
  rolledBack('keeps pruned answers with the texts that were shown, keeps the files, and ends the draft', async (tx) => {
    const { mine, personId } = await people(tx);
    await perform(savePage, mine(), { form, page: 'kind', answers: { kind: 'illness' } });
    await perform(savePage, mine(), { form, page: 'illness', answers: { clinic: 'Bệnh viện A' }, files: [note] });
    await perform(savePage, mine(), { form, page: 'days', answers: { from: '2026-12-01', days: 12, reason: 'Mổ', away: false }, later: true });
    await expect(submitDraft(mine(), leave)).rejects.toMatchObject({ kind: 'invalid', code: 'form.incomplete', errors: [{ at: '/reason' }] });
    await perform(savePage, mine(), { form, page: 'days', answers: { from: '2026-12-01', days: 3, away: false } });
    const { id, answers } = await submitDraft(mine(), leave);
    const kept = found(await findAnswers(tx, id), 'form.no-draft');
    expect([kept.answers, kept.version, kept.submittedBy, kept.texts, kept.hash]).toEqual([answers, leave.version, personId, textsOf(leave, 'vi'), hashOf(textsOf(leave, 'vi'))]);
    const file = await one(tx, sql<{ until: string }>`select document.retain_until as until from kernel.document where document.id = ${String(answers['note'])}`);
    expect(file).toEqual({ until: 'infinity' });
    await expect(submitDraft(mine(), leave)).rejects.toMatchObject({ kind: 'missing', code: 'form.no-draft' });
  });

  rolledBack('keeps the same texts once, however often they were shown', async (tx) => {
    await submitAnswers(testCtx(tx), leave, { ...complete, clinic: 'thừa' });
    await submitAnswers(testCtx(tx), leave, complete);
    await submitAnswers(testCtx(tx, { locale: 'en' }), leave, complete);
    const kept = await all(
      tx,
      sql<{ locale: string; n: number }>`
      select text.locale, count(*) as n
      from kernel.form_text as text
      join kernel.form_answers as given on given.text_hash = text.hash
      group by text.locale
      order by text.locale`,
    );
    expect(kept).toEqual([
      { locale: 'en', n: 1 },
      { locale: 'vi', n: 2 },
    ]);
  });
});
