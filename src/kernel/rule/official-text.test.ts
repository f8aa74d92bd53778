import { describe, expect } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople, addUnits } from '#kernel/org/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { at, currentBook, decimalText, enterOfficialText, listParameters, readParameter, readRuleEvidence, withdrawOfficialText } from './index.ts';

const { rolledBack } = await testDatabase();

const input = {
  name: 'base-salary',
  validFrom: '2026-07-01',
  value: '2530000.0',
  document: '161/2026/NĐ-CP',
  article: 'Điều 3 khoản 2',
  documentDay: '2026-06-20',
  evidence: { name: 'nghi-dinh.pdf', content: Buffer.from('%PDF-1.7 thử').toString('base64') },
};

async function prepare(db: Db) {
  const [city, person] = [newId(), newId()];
  await addUnits(db, [{ id: city, kind: 'city', nameVi: 'Hà Nội', nameEn: 'Hà Nội', parentId: null, validFrom: '2020-01-01' }], []);
  await addPeople(db, [{ id: person, staffCode: 'T', name: 'Lê Thu Hà', birthDate: null, sex: null }]);
  const as = (role: string) => testCtx(db, { actor: actorWith(person, { role, unitId: city }) });
  return { as, person };
}

describe('an official text', () => {
  rolledBack('makes the figure verified on its days, with who signs for it', async (tx) => {
    const { as } = await prepare(tx);
    const { id } = await perform(enterOfficialText, as('administrator'), input);
    const book = await currentBook(tx, process.cwd());
    expect([at(book, 'base-salary', '2026-06-30'), at(book, 'base-salary', '2026-07-01')].map(({ verified, value }) => [verified, decimalText(value)])).toEqual([
      [false, '2340000'],
      [true, '2530000'],
    ]);
    expect(at(book, 'base-salary', '2026-07-01').cite).toEqual({ text: '161/2026/NĐ-CP, Điều 3 khoản 2', verified: true, parameter: 'base-salary' });
    const shown = await perform(readParameter, as('official'), { name: 'base-salary' });
    expect([shown.parameter.now, shown.texts.map((text) => [text.id, text.signer, text.withdrawn]), shown.mayEnter]).toEqual([
      { value: '2530000', verified: true, cites: '161/2026/NĐ-CP, Điều 3 khoản 2' },
      [[id, 'Lê Thu Hà', null]],
      false,
    ]);
    const audited = await all(tx, sql<{ detail: unknown }>`select audit.detail from kernel.audit where audit.operation = 'rule.enter-official-text'`);
    expect(audited).toEqual([{ detail: { parameter: 'base-salary', value: '2530000.0', from: '2026-07-01', to: 'infinity' } }]);
  });

  rolledBack('taken back counts no longer but stays to be read; a second time it is missing', async (tx) => {
    const { as } = await prepare(tx);
    const { id } = await perform(enterOfficialText, as('administrator'), input);
    await perform(withdrawOfficialText, as('administrator'), { id, reason: 'Nhập nhầm nghị định' });
    expect(at(await currentBook(tx, process.cwd()), 'base-salary', '2026-11-23').verified).toBe(false);
    const { texts } = await perform(readParameter, as('official'), { name: 'base-salary' });
    expect(texts.map(({ withdrawn }) => [withdrawn?.reason, withdrawn?.by])).toEqual([['Nhập nhầm nghị định', 'Lê Thu Hà']]);
    await expect(perform(withdrawOfficialText, as('administrator'), { id, reason: 'Nhập nhầm' })).rejects.toMatchObject({ kind: 'missing', code: 'rule.no-text' });
  });

  rolledBack('is refused to whoever may not sign, to programs, with days that do not fit', async (tx) => {
    const { as } = await prepare(tx);
    const attempt = (more: object) => perform(enterOfficialText, as('administrator'), { ...input, ...more });
    await expect(perform(enterOfficialText, as('official'), input)).rejects.toMatchObject({ kind: 'forbidden', code: 'operation.not-allowed' });
    await expect(perform(enterOfficialText, testCtx(tx), input)).rejects.toMatchObject({ kind: 'forbidden', code: 'rule.person-only' });
    await expect(attempt({ documentDay: '2026-11-24' })).rejects.toMatchObject({ code: 'rule.document-day' });
    await expect(attempt({ validTo: '2026-07-01' })).rejects.toMatchObject({ code: 'rule.days-order' });
    await expect(attempt({ name: 'nothing' })).rejects.toMatchObject({ kind: 'missing', code: 'rule.no-parameter' });
    await expect(attempt({ value: '2.530.000' })).rejects.toMatchObject({ kind: 'invalid' });
  });

  rolledBack('can be opened by everybody who is signed in, any other document cannot', async (tx) => {
    const { as } = await prepare(tx);
    await perform(enterOfficialText, as('administrator'), input);
    const { texts } = await perform(readParameter, as('official'), { name: 'base-salary' });
    await expect(perform(readRuleEvidence, as('official'), { id: texts[0]?.evidenceId })).resolves.toBeDefined();
    await expect(perform(readRuleEvidence, as('official'), { id: newId() })).rejects.toMatchObject({ kind: 'missing' });
  });

  rolledBack('leaves the other figures as they were', async (tx) => {
    const { as } = await prepare(tx);
    await perform(enterOfficialText, as('administrator'), input);
    const lines = await perform(listParameters, as('official'), {});
    expect(lines.filter(({ now }) => now?.verified === true).map(({ name }) => name)).toEqual(['base-salary']);
    expect(lines.length).toBeGreaterThan(5);
  });
});
