import { beforeAll, describe, expect, test } from 'vitest';
import { one, sql } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { catalogues } from '#base/text/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { gatherPersonal, listKept } from '#kernel/personal/index.ts';
import { listSets } from '#kernel/set/index.ts';
import { erasePerson, exportOwnData } from '#modules/directory/index.ts';
import { manifests } from '#program/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown, type Town } from '#tests/town.ts';
import { answerQuestion, askAccommodation, loadBank, readSitting, startSitting } from '#modules/skills/index.ts';

const { db, owner, rolledBack } = await testDatabase();
let town: Town;

beforeAll(async () => {
  // All modules: what each of them asks of its tables, and takes away, must be allowed to the application.
  declare(manifests);
  await loadBank(testCtx(db));
  town = await makeTown(db);
});

/** Answers questions with "I do not know" until the sitting is over or `most` are answered. */
async function sit(ctx: Ctx, id: string, most = 100): Promise<void> {
  for (let done = 0; done < most; done++) {
    const { question, number } = await perform(readSitting, ctx, { id });
    if (question === null) return;
    await perform(answerQuestion, ctx, { id, number, item: question.id, answer: {}, skip: true });
  }
}

describe('what is held on a person', () => {
  rolledBack('is all in their own file: sittings, answers, results, what they asked for; never the items kept back, never of others', async (tx) => {
    for (const personId of [town.binh, town.dung]) {
      const ctx = testCtx(tx, { actor: actorWith(personId), requestId: personId });
      const { id } = await perform(startSitting, ctx, { mode: 'check' });
      await sit(ctx, id);
    }
    const ctx = testCtx(tx, { actor: actorWith(town.binh), requestId: 'ask' });
    await perform(askAccommodation, ctx, { largePrint: true, askedShare: 0, note: 'mắt kém' });
    const { held } = await perform(exportOwnData, ctx, {});
    const rowsIn = (table: string) => held.find((one) => one.table === table)?.rows ?? [];
    expect(rowsIn('skills.accommodation')).toMatchObject([{ person_id: town.binh, note: 'mắt kém' }]);
    expect(rowsIn('skills.result')).toHaveLength(6);
    const answered = await one(
      tx,
      sql<{ n: number }>`select count(*) as n from skills.answer join skills.sitting on sitting.id = answer.sitting_id where sitting.person_id = ${town.binh}`,
    );
    expect(rowsIn('skills.answer')).toHaveLength(answered?.n ?? 0);
    expect(JSON.stringify(rowsIn('skills.sitting'))).not.toMatch(/"closed"|"pilots"/);
    expect(JSON.stringify(held)).not.toContain(town.dung);
  });

  rolledBack('of an open sitting does not say which answers were right', async (tx) => {
    const ctx = testCtx(tx, { actor: actorWith(town.binh) });
    const { id } = await perform(startSitting, ctx, { mode: 'check' });
    await sit(ctx, id, 3);
    const held = await gatherPersonal(tx, town.binh, []);
    expect(held.find(({ table }) => table === 'skills.sitting')?.rows).toHaveLength(1);
    expect(held.find(({ table }) => table === 'skills.answer')).toBeUndefined();
  });

  rolledBack('is told from any table with a column person_id, also when no module named it', async (tx) => {
    await sql`create table skills.added_later (person_id uuid)`.execute(owner);
    await sql`grant select, insert on skills.added_later to khue_app`.execute(owner);
    await sql`insert into skills.added_later (person_id) values (${town.binh})`.execute(owner);
    expect(await gatherPersonal(tx, town.binh, [])).toContainEqual({ table: 'skills.added_later', more: false, rows: [{ person_id: town.binh }] });
    expect((await gatherPersonal(tx, town.binh, ['skills.added_later'])).map(({ table }) => table)).not.toContain('skills.added_later');
  });

  rolledBack('loses with the record what is nobody else’s: health notes, answers to the questionnaire', async (tx) => {
    await sql`insert into skills.accommodation (person_id, large_print, note) values (${town.gone}, true, 'mắt kém')`.execute(tx);
    const admin = testCtx(tx, { actor: actorWith(town.hanh, { role: 'administrator', unitId: town.city }), purpose: 'theo đề nghị' });
    await perform(erasePerson, admin, { id: town.gone, staffCode: 'HN-0004' });
    expect((await gatherPersonal(tx, town.gone, [])).map(({ table }) => table)).not.toContain('skills.accommodation');
  });

  test('that stays is said in words, in both languages', () => {
    expect(listKept().length).toBeGreaterThanOrEqual(6);
    for (const { title, text } of listKept()) for (const words of Object.values(catalogues())) for (const key of [title, text]) expect(words[key]?.length).toBeGreaterThan(3);
  });
});

describe('a list of the records of people', () => {
  test('names the people, so that each of them sees who looked and who took the list away', () => {
    const listed = listSets().filter(({ people, see }) => people && see !== 'nobody');
    expect(listed.length).toBeGreaterThan(20);
    const unnamed = listed.filter(({ person, records }) => person === undefined && !/^\s*select (person\.id|\w+\.person_id) as record/.test(records.compile(db).sql));
    expect(unnamed.map(({ name }) => name)).toEqual([]);
  });
});
