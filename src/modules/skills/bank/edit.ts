import Type from 'typebox';
import { Item } from '#content/skills/item.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, personOf } from '#kernel/org/index.ts';
import { formFaults, hasForm } from '../errors.ts';
import { faultsOf } from './check.ts';
import { awaitsReview, mayReview, nextStates } from './life.ts';
import type { ItemState } from './model.ts';
import { findFamily, listVersions, type StoredVersion } from './read.ts';
import { ItemId } from './views.ts';
import { addItems, addReview, addVersions, moveVersions, rewriteDraft, setFamily } from './write.ts';

const closed = { additionalProperties: false };
const Version = Type.Integer({ minimum: 1, description: 'Version' });

/** The item in a given value; throws `invalid` with every fault, at `/item/…`. */
export function checkedItem(given: unknown): Item {
  const faults = hasForm(Item, given) ? faultsOf(given) : formFaults(Item, given, formCode);
  if (faults.length > 0 || !hasForm(Item, given)) {
    throw new Problem(
      'invalid',
      'operation.input-invalid',
      {},
      faults.map((fault) => ({ ...fault, at: `/item${fault.at}` })),
    );
  }
  return given;
}

/** Keywords of the schema for which there is a plain sentence. */
const PLAIN = ['minLength', 'pattern', 'enum', 'type', 'minItems'];

function formCode(keyword: string): string {
  return `skills-bank.fault-${PLAIN.includes(keyword) ? keyword : 'form'}`;
}

/** Keeps an item as a draft. */
export const saveItem = operation({
  name: 'skills.save-item',
  summary: 'Keep an item as a draft: a new item, a new version of one in use, or the draft that is already there.',
  kind: 'write',
  http: 'POST /skills/items',
  permission: 'skills.edit-items',
  input: Type.Object(
    {
      item: Type.Record(Type.String(), Type.Unknown(), { description: 'The item in the form of content/skills/item.ts' }),
      note: Type.Optional(Type.String({ maxLength: 500, description: 'What was changed' })),
      basedOn: Type.Optional(Type.String({ maxLength: 64, description: 'Digest of the wording it was made from; refused when there is a newer one' })),
    },
    closed,
  ),
  output: Type.Object({ id: ItemId, version: Version }, closed),
  trace: (_input, { id, version }) => ({ detail: { item: id, version } }),
  run: async (ctx, { item: given, note = '', basedOn }) => {
    const item = checkedItem(given);
    const [newest] = await listVersions(ctx.db, item.id);
    if (newest !== undefined && basedOn === undefined) throw new Problem('conflict', 'skills-bank.id-taken', {}, [{ at: '/item/id', code: 'skills-bank.id-taken' }]);
    if (newest !== undefined && newest.digest !== basedOn) throw new Problem('conflict', 'skills-bank.changed-since');
    return { id: item.id, version: await keepDraft(ctx, item, newest, note) };
  },
});

/** Keeps new words over the newest version of an item; answers the number of the draft. */
export async function keepDraft(ctx: Pick<Ctx, 'db' | 'actor'>, item: Item, newest: StoredVersion | undefined, note: string): Promise<number> {
  const author = personOf(ctx.actor) ?? null;
  if (newest === undefined) await addItems(ctx.db, [item], 'local', author);
  else await setFamily(ctx.db, item.id, item.family);
  if (newest?.origin === 'local' && (newest.state === 'draft' || newest.state === 'reviewed')) {
    if (newest.state === 'reviewed') await moveVersions(ctx.db, [{ itemId: item.id, version: newest.version, to: 'draft', reason: '', review: 'none' }], author);
    await rewriteDraft(ctx.db, item, newest.version, note, author);
    return newest.version;
  }
  const version = (newest?.version ?? 0) + 1;
  await addVersions(ctx.db, [{ item, version, state: 'draft', review: 'none', origin: 'local', note, createdBy: author }]);
  return version;
}

/** A second person’s word. */
export const reviewItem = operation({
  name: 'skills.review-item',
  summary: 'Pass a version or send it back with a remark; never one’s own. A draft that is passed counts as reviewed.',
  kind: 'write',
  http: 'POST /skills/items/{id}/reviews',
  permission: 'skills.review-items',
  input: Type.Object(
    {
      id: ItemId,
      version: Version,
      verdict: Type.Enum(['passed', 'sent-back'], { description: 'passed or sent-back' }),
      remark: Type.Optional(Type.String({ maxLength: 2000, description: 'What was found; needed when it is sent back' })),
    },
    closed,
  ),
  output: Type.Object({ state: Type.String({ description: 'State of the version now' }) }, closed),
  trace: ({ id, version, verdict }) => ({ detail: { item: id, version, verdict } }),
  run: async (ctx, { id, version, verdict, remark = '' }) => {
    const one = await getVersion(ctx, id, version);
    const reviewer = personOf(ctx.actor);
    if (reviewer === undefined || !mayReview(reviewer, one.editors)) throw new Problem('forbidden', 'skills-bank.own-item');
    if (!awaitsReview(one)) throw new Problem('conflict', 'skills-bank.not-awaiting');
    if (verdict === 'sent-back' && remark.trim().length < 3) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/remark', code: 'skills-bank.remark-missing' }]);
    await addReview(ctx.db, { itemId: id, version, verdict, remark, reviewedBy: reviewer });
    if (one.state !== 'draft' || verdict !== 'passed') return { state: one.state };
    await move(ctx, id, one, 'reviewed', remark);
    return { state: 'reviewed' };
  },
});

/** Takes a version one step on in its life. */
export const moveItem = operation({
  name: 'skills.move-item',
  summary: 'Try a reviewed version out, put a tried one into use, or retire one with a reason; what it replaces is retired.',
  kind: 'write',
  http: 'POST /skills/items/{id}/moves',
  permission: 'skills.review-items',
  input: Type.Object(
    {
      id: ItemId,
      version: Version,
      to: Type.Enum(['pilot', 'live', 'retired'], { description: 'pilot, live or retired' }),
      reason: Type.Optional(Type.String({ maxLength: 500, description: 'Why; needed when it is retired' })),
    },
    closed,
  ),
  output: Type.Object({ state: Type.String({ description: 'State of the version now' }) }, closed),
  trace: ({ id, version, to }) => ({ detail: { item: id, version, to } }),
  run: async (ctx, { id, version, to, reason = '' }) => {
    const one = await getVersion(ctx, id, version);
    if (!nextStates(one).includes(to)) throw new Problem('conflict', 'skills-bank.no-such-step');
    if (to === 'retired' && reason.trim().length < 3) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/reason', code: 'skills-bank.reason-missing' }]);
    const replaced = to === 'retired' ? [] : (await listVersions(ctx.db, id)).filter(({ state, version: other }) => state === to && other !== version);
    for (const other of replaced) await move(ctx, id, other, 'retired', 'superseded');
    await move(ctx, id, one, to, reason);
    return { state: to };
  },
});

async function move(ctx: Ctx, itemId: string, { id, version }: StoredVersion, to: ItemState, reason: string): Promise<void> {
  await moveVersions(ctx.db, [{ itemId, version, to, reason }], personOf(ctx.actor) ?? null);
  const root = await getRoot(ctx.db, ctx.today);
  await record(ctx, [{ kind: 'skills.item-moved', subject: id, unitId: root.id, day: ctx.today, data: { item: itemId, version, to } }]);
}

async function getVersion(ctx: Ctx, id: string, version: number): Promise<StoredVersion> {
  found(await findFamily(ctx.db, id), 'skills-bank.no-item');
  return found(
    (await listVersions(ctx.db, id)).find((one) => one.version === version),
    'skills-bank.no-version',
  );
}
