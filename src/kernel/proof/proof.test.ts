import { beforeAll, describe, expect, test } from 'vitest';
import { all, connect, inTransaction, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { writeAudit } from '#kernel/audit/index.ts';
import { record } from '#kernel/fact/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown, type Town } from '#tests/town.ts';
import { openCheckpoint } from './checkpoint.ts';
import { hashesOf, proveInclusion } from './nodes.ts';
import { listKeys } from './keys.ts';
import { parseVerificationKey } from './note.ts';
import { sequence } from './sequence.ts';
import { findCheckpoint } from './store.ts';
import { declareForTests } from './testing.ts';
import { consistencyRanges, includes, isConsistent, leafHash } from './tree.ts';
import { verifyLog } from './verify.ts';

const { db, owner, url } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declareForTests();
  town = await makeTown(db);
});

const ctx = testCtx(db);
const fact = (day = '2026-11-20') => ({ kind: 'directory.account-used', subject: newId(), unitId: town.ward, day });
const many = (n: number) => Array.from({ length: n }, () => fact());
const sizeOf = async (log: string) =>
  (await one(db, sql<{ size: number }>`select max(checkpoint.size) as size from kernel.proof_checkpoint as checkpoint where checkpoint.log = ${log}`))?.size ?? 0;
const headOf = async (log: 'fact' | 'audit', size: number) => {
  const key = (await listKeys(db)).find((one) => one.log === log)?.key ?? '';
  return openCheckpoint((await findCheckpoint(db, log, size)) ?? '', parseVerificationKey(key));
};

describe('the log of facts', () => {
  test('gets a place for each row, in a signed tree', async () => {
    await record(ctx, many(700));
    const placed = await sequence(ctx, 'fact');
    expect(placed).toBe(await sizeOf('fact'));
    expect(placed).toBeGreaterThan(700);
    expect((await headOf('fact', placed)).size).toBe(placed);
    expect(await verifyLog(db, 'fact')).toMatchObject({ size: placed, waiting: 0, faults: [] });
  });

  test('a second run changes nothing', async () => {
    const before = await all(db, sql`select checkpoint.size, checkpoint.at from kernel.proof_checkpoint as checkpoint order by checkpoint.log, checkpoint.size`);
    expect(await sequence(ctx, 'fact')).toBe(0);
    expect(await all(db, sql`select checkpoint.size, checkpoint.at from kernel.proof_checkpoint as checkpoint order by checkpoint.log, checkpoint.size`)).toEqual(before);
  });

  test('a row that is committed late gets a later place; none is passed over', async () => {
    const slow = connect(url, { role: 'khue_app', max: 1 });
    const open = Promise.withResolvers<void>();
    const written = Promise.withResolvers<string>();
    const late = slow.transaction().execute(async (tx) => {
      const [id = ''] = await record({ ...ctx, db: tx }, [fact()]);
      written.resolve(id);
      await open.promise;
    });
    const lateId = await written.promise;
    const [earlyId] = await record(ctx, [fact()]);
    expect(await sequence(ctx, 'fact')).toBe(1);
    open.resolve();
    await late;
    expect(await sequence(ctx, 'fact')).toBe(1);
    await slow.destroy();
    const last = await all(db, sql<{ ids: string[] }>`select leaf.ids::text[] as ids from kernel.proof_leaf as leaf where leaf.log = 'fact' order by leaf.first desc limit 2`);
    expect(last.flatMap(({ ids }) => ids)).toEqual([lateId, earlyId]);
    expect((await verifyLog(db, 'fact')).faults).toEqual([]);
  });

  test('a run that is killed half-way leaves nothing half done', async () => {
    await record(ctx, many(3));
    const before = await sizeOf('fact');
    const dying = { ...ctx, services: { ...ctx.services, proofKey: () => expect.unreachable('killed') } };
    await expect(sequence(dying, 'fact')).rejects.toThrow();
    expect(await sizeOf('fact')).toBe(before);
    expect(await sequence(ctx, 'fact')).toBe(3);
    expect((await verifyLog(db, 'fact')).faults).toEqual([]);
  });

  test('several runs at once give each row one place', async () => {
    await Promise.all([record(ctx, many(40)), record(ctx, many(40))]);
    const placed = await Promise.all([sequence(ctx, 'fact'), sequence(ctx, 'fact'), sequence(ctx, 'fact')]);
    expect(placed.reduce((sum, n) => sum + n, 0)).toBe(80);
    expect((await verifyLog(db, 'fact')).faults).toEqual([]);
  });

  test('what is rolled back has no place', async () => {
    const undone = new Error('undone');
    await expect(
      inTransaction(db, async (tx) => {
        await record({ ...ctx, db: tx }, [fact()]);
        throw undone;
      }),
    ).rejects.toBe(undone);
    expect(await sequence(ctx, 'fact')).toBe(0);
  });

  test('proves the place of each row, and that each checkpoint is the beginning of the next', async () => {
    const size = await sizeOf('fact');
    const head = await headOf('fact', size);
    const leaves = await all(db, sql<{ hashes: Buffer }>`select leaf.hashes from kernel.proof_leaf as leaf where leaf.log = 'fact' order by leaf.first`);
    const bytes = Buffer.concat(leaves.map(({ hashes }) => hashes));
    for (const index of [0, 1, 255, 256, 300, 511, 512, size - 1]) {
      const leaf = bytes.subarray(index * 32, index * 32 + 32);
      const proof = await proveInclusion(db, 'fact', index, size);
      expect(includes(leaf, index, size, proof, head.root)).toBe(true);
      expect(includes(leafHash('x'), index, size, proof, head.root)).toBe(false);
    }
    const sizes = await all(db, sql<{ size: number }>`select checkpoint.size from kernel.proof_checkpoint as checkpoint where checkpoint.log = 'fact' order by checkpoint.size`);
    for (const [at, { size: first }] of sizes.slice(0, -1).entries()) {
      const second = sizes[at + 1]?.size ?? 0;
      const proof = await hashesOf(db, 'fact', consistencyRanges(first, second));
      expect(isConsistent(await headOf('fact', first), await headOf('fact', second), proof)).toBe(true);
    }
  });

  test('its leaf is the hash of the text that the documentation describes', async () => {
    const subject = newId();
    const [id = ''] = await record(ctx, [{ ...fact(), subject, value: 1.5, data: {} }]);
    await sequence(ctx, 'fact');
    const row = await one(
      db,
      sql<{ at: string }>`select to_char(fact.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from kernel.fact where fact.id = ${id}`,
    );
    const text = `["khue-fact/1", "${id}", "directory.account-used", "${subject}", "${town.ward}", "2026-11-20", "${row?.at}", 1.5, {}, null, null]`;
    const leaf = await one(db, sql<{ hashes: Buffer }>`select leaf.hashes from kernel.proof_leaf as leaf where leaf.log = 'fact' and ${id}::uuid = any(leaf.ids)`);
    expect(leaf?.hashes.subarray(-32)).toEqual(leafHash(text));
  });
});

describe('the log of audit lines', () => {
  test('holds whose record was shown', async () => {
    await writeAudit(db, { operation: 'test.look', outcome: 'done', actor: ctx.actor, requestId: 'a', lookedAt: [town.hanh] });
    await sequence(ctx, 'audit');
    expect((await verifyLog(db, 'audit')).faults).toEqual([]);
    const line = await one(owner, sql<{ id: string }>`select audit.id from kernel.audit where audit.operation = 'test.look'`);
    await all(owner, sql`insert into kernel.look (audit_id, person_id) values (${line?.id}, ${town.binh})`);
    expect((await verifyLog(db, 'audit')).faults).toEqual([expect.stringMatching(`entry \\d+ \\(${line?.id}\\) was changed`)]);
  });
});

describe('a changed past is found', () => {
  /** Does to the past what no trigger lets anybody do, looks, and takes it back. */
  async function tampered(...acts: ReturnType<typeof sql>[]) {
    const undo = new Error('undo');
    let faults: string[] = [];
    await inTransaction(owner, async (tx) => {
      await all(tx, sql`set local session_replication_role = replica`);
      for (const act of acts) await all(tx, act);
      faults = (await verifyLog(tx, 'fact')).faults;
      throw undo;
    }).catch((error: unknown) => {
      if (error !== undo) throw error;
    });
    return faults;
  }
  const entry = async (index: number) => {
    const row = await one(
      db,
      sql<{
        id: string;
      }>`select leaf.ids[${index}::bigint - leaf.first + 1] as id from kernel.proof_leaf as leaf where leaf.log = 'fact' and leaf.first <= ${index} order by leaf.first desc limit 1`,
    );
    return row?.id ?? '';
  };

  test('a changed row, by its place and id, the first one first', async () => {
    const [first, second] = [await entry(300), await entry(600)];
    const faults = await tampered(sql`update kernel.fact set day = '2020-01-01' where fact.id = any(${[second, first]}::uuid[])`);
    expect(faults[0]).toBe(`fact: entry 300 (${first}) was changed after it was recorded`);
    expect(faults[1]).toContain(`entry 600 (${second})`);
  });

  test('a removed row', async () => {
    const id = await entry(5);
    expect((await tampered(sql`delete from kernel.fact where fact.id = ${id}`))[0]).toBe(`fact: entry 5 (${id}) was removed`);
  });

  test('a row slipped in past the log', async () => {
    const id = newId();
    const faults = await tampered(
      sql`insert into kernel.fact (id, kind, subject, unit_id, day) values (${id}, 'directory.account-used', ${town.hanh}, ${town.ward}, '2026-01-01')`,
    );
    expect(faults).toEqual([expect.stringContaining(`row ${id} is neither in the tree nor waiting`)]);
  });

  test('a changed row whose leaf was changed too, by the checkpoint that no longer fits', async () => {
    const id = await entry(2);
    const faults = await tampered(
      sql`update kernel.fact set day = '2020-01-01' where fact.id = ${id}`,
      sql`
      update kernel.proof_leaf as leaf
      set hashes = (
        select string_agg(sha256('\\x00'::bytea || convert_to(jsonb_build_array('khue-fact/1', fact.id, fact.kind, fact.subject, fact.unit_id, fact.day,
          to_char(fact.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), fact.value, fact.data, fact.actor, fact.corrects)::text, 'UTF8')), ''::bytea order by item.place)
        from unnest(leaf.ids) with ordinality as item (id, place)
        join kernel.fact on fact.id = item.id)
      where leaf.log = 'fact' and leaf.first = 0`,
    );
    expect(faults[0]).toMatch(/checkpoint over \d+ entries does not fit: the first change lies in entries 0 to/);
  });

  test('a checkpoint that was changed, or taken away', async () => {
    expect(await tampered(sql`update kernel.proof_checkpoint set note = replace(note, '\n\n', 'x\n\n') where log = 'fact' and size = ${await sizeOf('fact')}`)).toContain(
      `the signature of the checkpoint over ${await sizeOf('fact')} entries does not fit`,
    );
    expect((await tampered(sql`delete from kernel.proof_checkpoint where log = 'fact' and size = ${await sizeOf('fact')}`))[0]).toContain('no checkpoint covers');
  });

  test('a log that was cut, by a checkpoint kept elsewhere', async () => {
    const kept = (await findCheckpoint(db, 'fact', await sizeOf('fact'))) ?? '';
    expect((await verifyLog(db, 'fact', kept)).faults).toEqual([]);
    const longer = kept.replace(/\n\d+\n/, '\n999999\n');
    expect((await verifyLog(db, 'fact', longer)).faults[0]).toContain('signed over 999999 entries, but there are');
  });
});

test.each(['proof_log', 'proof_key', 'proof_leaf', 'proof_node', 'proof_checkpoint', 'publication'])('kernel.%s only grows, for its owner too', async (table) => {
  const name = sql.id('kernel', table);
  await expect(all(owner, sql`delete from ${name}`)).rejects.toThrow('only grows');
  await expect(all(owner, sql`truncate ${name} cascade`)).rejects.toThrow('only grows');
  await expect(all(db, sql`delete from ${name}`)).rejects.toThrow('permission denied');
});
