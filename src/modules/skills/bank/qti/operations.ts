import Type from 'typebox';
import { operation } from '#kernel/operation/index.ts';
import { all, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { changedPlaces } from '../changes.ts';
import { itemFrom } from '../content.ts';
import { keepDraft } from '../edit.ts';
import { listVersions } from '../read.ts';
import { QTI_LIMITS, qtiPackage, readQtiFile } from './files.ts';

const closed = { additionalProperties: false };

/** Items as a file. */
export const exportItems = operation({
  name: 'skills.export-items',
  summary: 'Items in use as a QTI 3 package with their keys, all or those of a competence; simulated tools are left out and named.',
  kind: 'read',
  http: 'GET /skills/item-exports',
  permission: 'skills.edit-items',
  exports: true,
  input: Type.Object({ competence: Type.Optional(Type.String({ pattern: '^[1-5](\\.[1-6])?$', description: 'DigComp competence or area; left out: all' })) }, closed),
  output: Type.Object(
    {
      name: Type.String({ description: 'Name of the file' }),
      content: Type.String({ description: 'The package as base64' }),
      exported: Type.Integer({ description: 'How many items are in it' }),
      leftOut: Type.Array(Type.String(), { description: 'Items whose kind is not exchanged' }),
    },
    closed,
  ),
  trace: (_input, { exported }) => ({ detail: { exported } }),
  run: async (ctx, { competence = '' }) => {
    const rows = await all(
      ctx.db,
      sql<{ body: string }>`
      select version.body
      from skills.item_version as version
      join skills.item on item.id = version.item_id
      where version.state = 'live'
        and (${competence} = '' or item.competence = ${competence} or left(item.competence, 1) = ${competence})
      order by version.item_id`,
    );
    const { bytes, exported, leftOut } = qtiPackage(rows.map(({ body }) => itemFrom(body)));
    return { name: `khue-qti3${competence === '' ? '' : `-${competence}`}.zip`, content: Buffer.from(bytes).toString('base64'), exported, leftOut };
  },
});

/** Takes items in from a file. */
export const importItems = operation({
  name: 'skills.import-items',
  summary: 'Take items in from QTI 3 (a package or a single file) as drafts; checked as a whole, every fault is listed, and with a fault nothing is taken in.',
  kind: 'write',
  http: 'POST /skills/item-imports',
  permission: 'skills.edit-items',
  input: Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
      content: Type.String({ maxLength: Math.ceil((QTI_LIMITS.bytes * 4) / 3) + 4, description: 'The file as base64, at most 8 MB' }),
      competence: Type.String({ pattern: '^[1-5]\\.[1-6]$', description: 'DigComp competence of items that do not say theirs', examples: ['1.1'] }),
      band: Type.Integer({ minimum: 1, maximum: 3, description: 'Band of items that do not say theirs' }),
    },
    closed,
  ),
  output: Type.Object(
    {
      drafts: Type.Array(Type.String(), { description: 'Items of which there is a draft now' }),
      same: Type.Array(Type.String(), { description: 'Items that are here with the same words already' }),
    },
    closed,
  ),
  trace: (_input, { drafts, same }) => ({ detail: { drafts: drafts.length, same: same.length } }),
  run: async (ctx, { name, content, competence, band }) => {
    const items = await readQtiFile(Buffer.from(content, 'base64'), name, { competence, band });
    const taken = items.map(({ id }) => id).filter((id, at, ids) => ids.indexOf(id) !== at);
    if (taken.length > 0) throw new Problem('invalid', 'skills-bank.qti-refused', { n: 1 }, [{ at: '/file', code: 'skills-bank.qti-twice', values: { id: taken[0] ?? '' } }]);
    const drafts: string[] = [];
    const same: string[] = [];
    for (const item of items) {
      const [newest] = await listVersions(ctx.db, item.id);
      if (newest !== undefined && changedPlaces(itemFrom(newest.body), item).length === 0) same.push(item.id);
      else {
        await keepDraft(ctx, item, newest, name);
        drafts.push(item.id);
      }
    }
    return { drafts, same };
  },
});
