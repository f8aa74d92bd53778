import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { every, startJobs, stopJobs } from '#kernel/job/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople, addUnits, system } from '#kernel/org/index.ts';
import {
  exportFile,
  exportMembers,
  getSet,
  listMembers,
  listMembersOperation,
  listSets,
  markChangedDefinitions,
  readChildrenOperation,
  readExport,
  readFiguresOperation,
  reachOf,
  refresh,
  writeExportJob,
  type Member,
  type SetDefinition,
} from '#kernel/set/index.ts';
import { directory } from './index.ts';
import { openPosts, startPostings } from './register/acts.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';

const STAFF = 'directory.staff-in-post';
const { db, url, rolledBack } = await testDatabase();
const acting = (tx: Db) => ({ db: tx, actor: system('test') });

beforeAll(() => declare([directory]));

/** Puts `count` new people into new posts of a unit. */
async function fill(tx: Db, unitId: string, count: number, kind: 'leader' | 'staff' = 'staff'): Promise<string[]> {
  const people = Array.from({ length: count }, (_, n) => ({ id: newId(), post: newId(), name: `Nguyễn Văn ${String.fromCodePoint(65 + (n % 26))}${n}` }));
  await addPeople(
    tx,
    people.map(({ id, name }) => ({ id, staffCode: id, name, birthDate: '1990-05-05', sex: 'female' })),
  );
  await openPosts(
    acting(tx),
    people.map(({ post }) => ({ id: post, unitId, title: 'Chuyên viên', kind, validFrom: '2025-01-01' })),
  );
  await startPostings(
    acting(tx),
    people.map(({ id, post }) => ({ id: newId(), postId: post, unitId, personId: id, main: true, coefficient: null, validFrom: '2025-01-01' })),
  );
  return people.map(({ id }) => id);
}

/** A city with three wards of 4, 12 and 40 people; the ward of 40 has 3 leaders. */
async function town(tx: Db) {
  const [city, small, middle, large] = [newId(), newId(), newId(), newId()];
  const unit = (id: string, parentId: string | null) => ({ id, kind: parentId === null ? 'city' : 'ward', nameVi: `Phường ${id}`, nameEn: id, parentId, validFrom: '2020-01-01' });
  await addUnits(tx, [unit(city, null), ...[small, middle, large].map((id) => unit(id, city))], []);
  const inSmall = await fill(tx, small, 4);
  await fill(tx, middle, 12);
  const inLarge = [...(await fill(tx, large, 37)), ...(await fill(tx, large, 3, 'leader'))];
  await markChangedDefinitions(tx, listSets());
  await refresh(tx, listSets());
  return { city, small, middle, large, inSmall, inLarge };
}

const steering = (unitId: string) => actorWith(newId(), { role: 'steering-member', unitId });
const head = (unitId: string) => actorWith(newId(), { role: 'head-of-unit', unitId });

describe('small groups', () => {
  rolledBack('a ward under ten and the smallest ward beside it are hidden from a member of the steering committee', async (tx) => {
    const { city, small, middle, large } = await town(tx);
    const children = await perform(readChildrenOperation, testCtx(tx, { actor: steering(city) }), { name: STAFF, unitId: city, day: TODAY });
    const sizes = new Map(children.map(({ unitId, shown }) => [unitId, shown?.size ?? null]));
    expect([sizes.get(small), sizes.get(middle), sizes.get(large)]).toEqual([null, null, 40]);
    for (const [unitId, size] of [
      [city, 56],
      [small, undefined],
      [middle, undefined],
      [large, 40],
    ] as const) {
      const [figure] = await perform(readFiguresOperation, testCtx(tx, { actor: steering(city) }), { names: [STAFF], unitId, day: TODAY });
      expect(figure?.shown?.size).toBe(size);
    }
  });

  rolledBack('a part under ten is hidden with the part beside it; what is hidden of the whole is hidden of each share', async (tx) => {
    const { city, small, large } = await town(tx);
    const ctx = () => testCtx(tx, { actor: steering(city) });
    const [figure] = await perform(readFiguresOperation, ctx(), { names: [STAFF], unitId: large, day: TODAY });
    const kinds = figure?.divisions.find(({ name }) => name === 'kind')?.parts.map(({ value, shown }) => [value, shown?.size ?? null]);
    expect(kinds).toEqual([
      ['leader', null],
      ['staff', null],
      ['contract', 0],
    ]);
    const [share] = await perform(readFiguresOperation, ctx(), { names: ['directory.share-accounts-used'], unitId: small, day: TODAY });
    expect(share?.shown).toBeNull();
  });

  rolledBack('whoever may see the persons sees every size', async (tx) => {
    const { city, small } = await town(tx);
    const [own] = await perform(readFiguresOperation, testCtx(tx, { actor: head(small) }), { names: [STAFF], unitId: small, day: TODAY });
    expect(own?.shown?.size).toBe(4);
    const [all56] = await perform(readFiguresOperation, testCtx(tx, { actor: head(city) }), { names: [STAFF], unitId: small, day: TODAY });
    expect(all56?.shown?.size).toBe(4);
  });
});

describe('the records behind a number', () => {
  test.each([
    ['head of the small ward', 'small', 4, false],
    ['head of the city', 'city', 56, true],
  ] as const)('the %s sees exactly these people of the city', async (_, where, count, complete) => {
    await db
      .transaction()
      .execute(async (tx) => {
        const there = await town(tx);
        const list = await perform(listMembersOperation, testCtx(tx, { actor: head(there[where]) }), { name: STAFF, unitId: there.city, day: TODAY, limit: 200 });
        expect([list.members.length, list.visible, list.complete]).toEqual([count, count, complete]);
        if (where === 'small') expect(list.members.map(({ record }) => record).sort()).toEqual(there.inSmall.toSorted());
        throw new Error('roll back');
      })
      .catch((error: unknown) => {
        if (!(error instanceof Error) || error.message !== 'roll back') throw error;
      });
  });

  rolledBack('whoever may not see persons gets no name, and is told which roles may', async (tx) => {
    const { city } = await town(tx);
    const list = await perform(listMembersOperation, testCtx(tx, { actor: steering(city) }), { name: STAFF, unitId: city, day: TODAY });
    expect(list).toMatchObject({ total: 56, visible: 0, complete: false, members: [] });
    expect(list.seers).toContain('Người đứng đầu đơn vị');
  });

  rolledBack('pages follow each other without a gap or a double, in the order of names', async (tx) => {
    const { city, large } = await town(tx);
    const seen: string[] = [];
    let after: { afterSort?: string; afterRecord?: string } = {};
    for (let more = true; more;) {
      const page = await perform(listMembersOperation, testCtx(tx, { actor: head(city) }), { name: STAFF, unitId: large, day: TODAY, limit: 7, ...after });
      seen.push(...page.members.map(({ record }) => record));
      after = { afterSort: page.members.at(-1)?.sort ?? '', afterRecord: page.members.at(-1)?.record ?? '' };
      more = page.more;
    }
    expect([seen.length, new Set(seen).size]).toEqual([40, 40]);
  });
});

describe('export', () => {
  rolledBack('asks for a purpose, holds exactly the records, and each person sees who took their line and why', async (tx) => {
    const { city, small, inSmall } = await town(tx);
    const [own] = inSmall;
    const actor = actorWith(own ?? '', { role: 'head-of-unit', unitId: small });
    const input = { name: STAFF, unitId: city, day: TODAY, format: 'csv' };
    await expect(perform(exportMembers, testCtx(tx, { actor }), input)).rejects.toMatchObject({ code: 'operation.purpose-missing' });
    const ctx = testCtx(tx, { actor, purpose: 'Rà soát danh sách' });
    const made = await perform(exportMembers, ctx, input);
    expect(made.rows).toBe(4);
    const { documentId } = await perform(readExport, testCtx(tx, { actor }), { id: made.id });
    const document = await one(tx, sql<{ sha256: string }>`select document.sha256 from kernel.document where document.id = ${documentId}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await ctx.services.blobs.get(document?.sha256 ?? '')) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString('utf8').trim().split('\r\n')).toHaveLength(1 + 4);
    const looks = await all(
      tx,
      sql<{ person_id: string }>`select look.person_id from kernel.look join kernel.audit on audit.id = look.audit_id where audit.purpose = 'Rà soát danh sách'`,
    );
    expect(looks.map(({ person_id }) => person_id).sort()).toEqual(inSmall.toSorted());
  });

  rolledBack('is fetched only by whoever asked for it, and not after seven days', async (tx) => {
    const { city, small, inSmall } = await town(tx);
    const [own = '', other = ''] = inSmall;
    const actor = actorWith(own, { role: 'head-of-unit', unitId: small });
    const { documentId } = await perform(exportMembers, testCtx(tx, { actor, purpose: 'Rà soát' }), { name: STAFF, unitId: city, day: TODAY, format: 'csv' });
    await expect(perform(exportFile, testCtx(tx, { actor }), { id: documentId })).resolves.toMatchObject({ id: documentId });
    await expect(perform(exportFile, testCtx(tx, { actor: actorWith(other, { role: 'administrator', unitId: city }) }), { id: documentId })).rejects.toMatchObject({
      code: 'set.no-export',
    });
    await expect(perform(exportFile, testCtx(tx, { actor, today: '2026-12-01' }), { id: documentId })).rejects.toMatchObject({ code: 'set.export-gone' });
  });

  rolledBack('of many records is written by a job as the person who asked, with what that person may see, and only once', async (tx) => {
    const { city, small, inSmall } = await town(tx);
    const [own = ''] = inSmall;
    await all(
      tx,
      sql`
      insert into kernel.role_grant (id, person_id, role, unit_id, valid_from)
      values (${newId()}, ${own}, 'head-of-unit', ${small}, '2025-01-01')`,
    );
    const id = newId();
    await all(
      tx,
      sql`
      insert into kernel.export (id, set_name, slice, unit_id, day, format, locale, requested_by, purpose, requested_on, rows_total)
      values (${id}, ${STAFF}, '', ${city}, ${TODAY}, 'xlsx', 'vi', ${own}, 'Rà soát', ${TODAY}, 4)`,
    );
    await writeExportJob.run(testCtx(tx), { id });
    const actor = actorWith(own);
    const first = await perform(readExport, testCtx(tx, { actor }), { id });
    expect(first).toMatchObject({ rowsDone: 4, rowsTotal: 4 });
    expect(first.documentId).not.toBeNull();
    await writeExportJob.run(testCtx(tx), { id });
    expect(await perform(readExport, testCtx(tx, { actor }), { id })).toEqual(first);
  });

  rolledBack('is refused to whoever may see none of the records', async (tx) => {
    const { city } = await town(tx);
    const asked = perform(exportMembers, testCtx(tx, { actor: steering(city), purpose: 'Xem' }), { name: STAFF, unitId: city, day: TODAY, format: 'xlsx' });
    await expect(asked).rejects.toMatchObject({ code: 'set.nothing-to-export' });
  });
});

describe('a new fact', () => {
  afterAll(() => stopJobs());

  test('moves the figures within five seconds while jobs run', async () => {
    const there = await db.transaction().execute((tx) => town(tx));
    await startJobs(url, [every(1, 'set.refresh', async (ctx) => void (await refresh(ctx.db, listSets())))], () => testCtx(db));
    await db.transaction().execute((tx) => fill(tx, there.middle, 3));
    const read = async () => (await perform(readFiguresOperation, testCtx(db), { names: [STAFF], unitId: there.city, day: TODAY }))[0]?.shown?.size;
    const begun = Date.now();
    while ((await read()) !== 59 && Date.now() - begun < 5000) await sleep(100);
    expect(await read()).toBe(59);
    expect(Date.now() - begun).toBeLessThan(5000);
  });
});

describe('the list behind the number of staff', () => {
  rolledBack('is put in the same order by what postings carry as by the records of people, a page at a time, also after a change of name', async (tx) => {
    const { city, inLarge } = await town(tx);
    await all(tx, sql`update kernel.person set name = 'Lê Ánh', name_sort = 'Ánh Lê' where id = any(${inLarge.slice(0, 3)}::uuid[])`);
    const staff = getSet(STAFF);
    const { sorted: _left, ...plain } = staff;
    const query = { slice: '', unitId: city, day: TODAY };
    const reach = await reachOf(tx, staff, system('test'), TODAY, query);
    const inPages = async (definition: SetDefinition): Promise<string[]> => {
      const seen: Member[] = [];
      for (let more = true; more;) {
        const page = await listMembers(tx, definition, reach, query, { limit: 17, after: seen.at(-1) });
        seen.push(...page);
        more = page.length === 17;
      }
      return seen.map(({ record }) => record);
    };
    expect(staff.sorted).toBeDefined();
    const records = await inPages(staff);
    expect(records).toHaveLength(56);
    expect(records).toEqual(await inPages(plain));
  });
});
