import { createHash } from 'node:crypto';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found } from '#base/problem/index.ts';
import { listLiveItems, type BankItem } from '../bank/index.ts';
import type { FrozenItem } from './state.ts';

/** A frozen state of the bank. `awaiting`: counted items that no reviewer of this city has passed; `calibrated`: those whose parameters come from answers. */
export type BankVersion = { id: string; number: number; items: FrozenItem[]; counted: number; awaiting: number; calibrated: number; createdAt: string };

const Items = Type.Array(
  Type.Object({
    ...{ id: Type.String(), area: Type.String(), family: Type.String(), competence: Type.String(), life: Type.String() },
    ...{ version: Type.Integer(), band: Type.Integer(), a: Type.Number(), b: Type.Number(), c: Type.Number(), d: Type.Number() },
    ...{ source: Type.Enum(['expert', 'calibrated']), scored: Type.Boolean(), reviewed: Type.Boolean() },
  }),
);

// Versions never change, so a process keeps those it has met.
const kept = new Map<string, BankVersion>();
const MOST_KEPT = 20;

/** The bank as it is now, frozen: the stored version when nothing has changed since, else a new one. Neutralised items are left out. */
export async function freezeBank(db: Db): Promise<BankVersion> {
  const mark = await markOf(db);
  const last = lastFrozen?.mark === mark && (await one(db, sql<{ id: string }>`select bank.id from skills.bank_version as bank where bank.id = ${lastFrozen.id}`));
  if (last) return getBankVersion(db, last.id);
  const bank = await frozenNow(db);
  lastFrozen = { mark, id: bank.id };
  return bank;
}

let lastFrozen: { mark: string; id: string } | undefined;

/** Changes whenever the items in use, their parameters or their reviews do: sittings that begin at the same time need not read the bank each. */
async function markOf(db: Db): Promise<string> {
  const row = await one(
    db,
    sql<{ mark: string }>`
    select concat_ws(' ',
      (select concat_ws(' ', count(*), max(version.changed_at), string_agg(version.state || version.review, '' order by version.item_id, version.version)) from skills.item_version as version where version.state in ('live', 'pilot')),
      (select concat_ws(' ', count(*), max(parameter.since)) from skills.item_parameter as parameter),
      (select count(*) from skills.neutralisation)
    ) as mark`,
  );
  return createHash('sha256')
    .update(row?.mark ?? '')
    .digest('base64url');
}

async function frozenNow(db: Db): Promise<BankVersion> {
  const [live, neutralised] = [await listLiveItems(db, { pilot: true }), await listNeutralised(db)];
  const usable = live.filter(({ itemId, version }) => !neutralised.has(`${itemId}/${version}`));
  // A person can be asked one wording of an item only: the one in use before the one that is tried out.
  const items = usable.filter((item) => item.scored || !usable.some((other) => other.scored && other.itemId === item.itemId)).map(frozen);
  const text = JSON.stringify(items);
  const digest = createHash('sha256').update(text).digest('hex');
  const known = await one(db, sql<{ id: string }>`select bank.id from skills.bank_version as bank where bank.digest = ${digest}`);
  return getBankVersion(db, known?.id ?? (await addVersion(db, items, text, digest)));
}

/** A frozen state of the bank by its id; throws `missing`. */
export async function getBankVersion(db: Db, id: string): Promise<BankVersion> {
  const before = kept.get(id);
  if (before !== undefined) return before;
  const row = found(
    await one(
      db,
      sql<{ number: number; items: unknown; itemCount: number; awaiting: number; calibrated: number; createdAt: Date }>`
      select bank.number, bank.items, bank.item_count as "itemCount", bank.awaiting_review as awaiting, bank.calibrated, bank.created_at as "createdAt"
      from skills.bank_version as bank
      where bank.id = ${id}`,
    ),
    'skills-sittings.no-bank',
  );
  const { number, itemCount: counted, awaiting, calibrated, createdAt } = row;
  const made = { id, number, items: Value.Parse(Items, row.items), counted, awaiting, calibrated, createdAt: createdAt.toISOString() };
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(id, made);
  return made;
}

async function addVersion(db: Db, items: FrozenItem[], text: string, digest: string): Promise<string> {
  const counted = items.filter(({ scored }) => scored);
  const row = await one(
    db,
    sql<{ id: string }>`
    insert into skills.bank_version (id, digest, items, item_count, awaiting_review, calibrated)
    values (${newId()}, ${digest}, ${text}::jsonb, ${counted.length}, ${counted.filter(({ reviewed }) => !reviewed).length},
      ${counted.filter(({ source }) => source === 'calibrated').length})
    on conflict (digest) do nothing
    returning bank_version.id`,
  );
  // Two sittings that begin at the same moment freeze the same bank: the second one finds the row of the first.
  return row?.id ?? found(await one(db, sql<{ id: string }>`select bank.id from skills.bank_version as bank where bank.digest = ${digest}`), 'skills-sittings.no-bank').id;
}

async function listNeutralised(db: Db): Promise<Set<string>> {
  const rows = await all(db, sql<{ key: string }>`select neutral.item_id || '/' || neutral.version as key from skills.neutralisation as neutral`);
  return new Set(rows.map(({ key }) => key));
}

function frozen({ itemId, version, area, family, competence, life, band, a, b, c, source, scored, reviewed }: BankItem): FrozenItem {
  return { id: itemId, version, area, family, competence, life, band, a, b, c, d: 1, source, scored, reviewed };
}
