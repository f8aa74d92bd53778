import Type from 'typebox';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { MOST } from '../authoring/model.ts';
import { atFile } from '../file-place.ts';
import { closed } from '../model.ts';
import { classFor, ledClass, mayLead } from './lead.ts';
import { ClassId } from './model.ts';

/** What a document kept for a class is for. */
export const CLASS_MATERIAL_PURPOSE = 'learning.class-material';

const MaterialId = Type.String({ format: 'uuid', description: 'Material' });
const refuse = (at: string, code: string) => new Problem('invalid', 'operation.input-invalid', {}, [{ at, code, values: { megabytes: MOST.fileBytes / 1_048_576 } }]);

/** Adds something to read. */
export const addClassMaterial = operation({
  name: 'learning.add-class-material',
  summary: 'Add a file, or the address of something to read, to a class, for whoever leads it; those with a place see it. What a file is, its bytes tell.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/materials',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: ClassId,
      title: Type.String({ minLength: 3, maxLength: 200, description: 'Title' }),
      link: Type.Optional(
        Type.String({ pattern: '^https://[^\\s]+$', examples: ['https://hoc.example.vn/tai-lieu'], maxLength: 500, description: 'Address, https; unless there is a file' }),
      ),
      file: Type.Optional(
        Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 300, description: 'Name of the file' }),
            content: Type.String({ minLength: 1, maxLength: Math.ceil((MOST.fileBytes * 4) / 3) + 4, contentEncoding: 'base64', description: 'Bytes as base64, at most 40 MiB' }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  output: Type.Object({ id: MaterialId }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, title, link, file }) => {
    await ledClass(ctx, id);
    if (link === undefined && file === undefined) throw refuse('/file', 'learning-classes.material-what');
    if (link !== undefined && file !== undefined) throw refuse('/link', 'learning-classes.material-both');
    const bytes = file === undefined ? undefined : Buffer.from(file.content, 'base64');
    if (bytes !== undefined && bytes.length > MOST.fileBytes) throw refuse('/file', 'learning-authoring.file-too-large');
    const document =
      file === undefined || bytes === undefined ? undefined : await keepDocument(ctx, { name: file.name, bytes: [bytes], purpose: CLASS_MATERIAL_PURPOSE }).catch(atFile);
    const materialId = newId();
    await all(
      ctx.db,
      sql`
      insert into learning.class_material (id, class_id, title, link, document_id, added_at)
      values (${materialId}, ${id}, ${title}, ${link ?? null}, ${document?.id ?? null}, ${ctx.now.toString()})`,
    );
    return { id: materialId };
  },
});

/** Takes something off. */
export const removeClassMaterial = operation({
  name: 'learning.remove-class-material',
  summary: 'Take something off the materials of a class, for whoever leads it; nobody opens it there any more.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/materials/{material}/removal',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId, material: MaterialId }, closed),
  output: Type.Object({ id: MaterialId }, closed),
  trace: ({ id, material }) => ({ subject: id, detail: { material } }),
  run: async (ctx, { id, material }) => {
    await ledClass(ctx, id);
    const removed = await one(
      ctx.db,
      sql`
      insert into learning.class_material_removal (material_id, removed_by, removed_at)
      select material.id, ${personOf(ctx.actor) ?? null}::uuid, ${ctx.now.toString()}::timestamptz
      from learning.class_material as material
      where material.id = ${material}
        and material.class_id = ${id}
      on conflict (material_id) do nothing
      returning material_id`,
    );
    found(removed, 'learning-classes.no-material');
    return { id: material };
  },
});

/** Whether the asker may open a file of a class: those with a place in it, and whoever leads it. */
export const openClassMaterial = operation({
  name: 'learning.open-class-material',
  summary: 'Whether the asker may open a file of a class: those with a place in it, and whoever leads it or answers for training there.',
  kind: 'read',
  http: 'GET /learning/class-files/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ title: Type.String({ description: 'Title' }) }, closed),
  run: async (ctx, { id }) => {
    const row = found(
      await one(
        ctx.db,
        sql<{ classId: string; title: string }>`
        select material.class_id as "classId", material.title
        from learning.class_material as material
        where material.document_id = ${id}
          and not exists (
            select 1
            from learning.class_material_removal as removal
            where removal.material_id = material.id)`,
      ),
      'document.no-document',
    );
    const given = await classFor(ctx, row.classId);
    if (given.own !== 'placed' && !(await mayLead(ctx, given))) throw new Problem('missing', 'document.no-document');
    return { title: row.title };
  },
});
