import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { getDocument, retainDocuments } from '#kernel/document/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { getUnit, personOf, scope } from '#kernel/org/index.ts';
import { freshName } from '../authoring/names.ts';
import { closed, nullable } from '../model.ts';
import { checkPackage } from './check.ts';
import { Finding, Item, PACKAGE_PURPOSE, PackageCode, STANDARDS } from './model.ts';
import { addPackage, findPackage, findSame } from './store.ts';

const Text = (description: string) => Type.String({ description });
const Bytes = (description: string) => Type.Integer({ description });

/** What a package is, as lists and its page show it. */
const Shown = {
  code: Text('Code by which blocks of lessons name it'),
  title: Text('Title'),
  standard: nullable(Type.Enum([...STANDARDS], { description: 'Standard; null: not known' })),
  fileName: Text('Name of the file that was put in'),
  bytes: Bytes('Bytes of the file'),
  usable: Type.Boolean({ description: 'Whether it may be opened' }),
  addedAt: Text('When it was put in'),
  retiredAt: nullable(Text('When it was taken out of use')),
  unitName: Text('Unit whose package it is'),
};

const Line = Type.Object(Shown, closed);

/** Checks a package that was put in as a document, and keeps it with what was found. */
export const addPackageOperation = operation({
  name: 'learning.add-package',
  summary: 'Check a SCORM 1.2, SCORM 2004 or cmi5 package that was put in as a document, and keep it with the report; one with faults is kept for a day and cannot be opened.',
  kind: 'write',
  http: 'POST /learning/packages',
  permission: 'learning.author',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: Type.String({ format: 'uuid', description: 'Unit whose package it is' }),
      documentId: Type.String({ format: 'uuid', description: 'Document with the bytes, put in by the asker for this' }),
    },
    closed,
  ),
  output: Type.Object({ code: Text('Code of the package'), usable: Type.Boolean({ description: 'Whether it may be opened' }) }, closed),
  trace: ({ unitId }, { code }) => ({ unitId, detail: { package: code } }),
  run: async (ctx, { unitId, documentId }) => {
    const document = await getDocument(ctx.db, documentId);
    if (document.purpose !== PACKAGE_PURPOSE || document.createdBy !== (personOf(ctx.actor) ?? null)) throw new Problem('missing', 'document.no-document');
    const same = await findSame(ctx.db, unitId, document.sha256);
    if (same !== undefined) return { code: same, usable: true };
    const { sha256, size } = document;
    const { faults, remarks, entries, unpacked, structure } = await checkPackage({ size, read: (start, end) => ctx.services.blobs.get(sha256, { start, end }) });
    const usable = faults.length === 0 && structure !== undefined;
    const title = structure?.title || document.name;
    const code = freshName(title, 'goi');
    const { standard = null, identifier = '', items = [], tree = null } = structure ?? {};
    const by = { addedBy: personOf(ctx.actor) ?? null, addedAt: ctx.now.toString() };
    const kept = { code, unitId, standard, title: title.slice(0, 300), identifier, items, tree, sha256, fileName: document.name, bytes: size, unpacked, usable, ...by };
    await addPackage(ctx.db, { ...kept, findings: [...faults, ...remarks], documentId }, entries);
    await retainDocuments(ctx.db, [documentId], usable ? 'infinity' : ctx.today);
    return { code, usable };
  },
});

/** The packages of the asker's units. */
export const listPackages = operation({
  name: 'learning.list-packages',
  summary: 'The packages that were put in for the asker’s units, newest first; at most 200.',
  kind: 'read',
  http: 'GET /learning/packages',
  permission: 'learning.author',
  input: Type.Object({}, closed),
  output: Type.Array(Line),
  run: async (ctx) =>
    all(
      ctx.db,
      sql<Type.Static<typeof Line>>`
      select package.code, package.title, package.standard, package.file_name as "fileName", package.bytes::float8 as bytes, package.usable, package.added_at::text as "addedAt",
        package.retired_at::text as "retiredAt",
        version.name_vi as "unitName"
      from learning.package
      join kernel.unit_version as version
        on version.unit_id = package.unit_id
        and version.valid_from <= ${ctx.today}
        and version.valid_to > ${ctx.today}
      where ${scope(ctx.actor, 'learning.author', sql`package.unit_id`, ctx.today)}
      order by package.added_at desc
      limit 200`,
    ),
});

/** A package with the report of its checks. */
export const readPackageReport = operation({
  name: 'learning.read-package',
  summary: 'A package with what its checks found, its parts, and the lessons that show it.',
  kind: 'read',
  http: 'GET /learning/packages/{code}',
  permission: 'learning.author',
  unit: async (ctx, { code }) => (await findPackage(ctx.db, code))?.unitId,
  input: Type.Object({ code: PackageCode }, closed),
  output: Type.Object(
    {
      ...Shown,
      unpacked: Bytes('Bytes of all its files'),
      findings: Type.Array(Finding),
      items: Type.Array(Item),
      sequenced: Type.Boolean({ description: 'Whether the rules of the package say what comes next' }),
      begun: Type.Integer({ description: 'People who have begun it' }),
      done: Type.Integer({ description: 'People who have done it' }),
      retiredNote: nullable(Text('Why it was taken out of use')),
      replacedBy: nullable(Text('The package that took its place')),
    },
    closed,
  ),
  run: async (ctx, { code }) => {
    const {
      code: same,
      title,
      standard,
      fileName,
      bytes,
      usable,
      addedAt,
      unpacked,
      findings,
      items,
      tree,
      unitId,
      retiredAt,
      retiredNote,
      replacedBy,
    } = found(await findPackage(ctx.db, code), 'learning-packages.no-package');
    const [count] = await all(
      ctx.db,
      sql<{ begun: number; done: number }>`
      select count(*)::int as begun, (count(*) filter (where attempt.done))::int as done
      from learning.package_attempt as attempt
      where attempt.package_code = ${code}`,
    );
    const people = { unitName: (await getUnit(ctx.db, unitId, ctx.today)).nameVi, begun: 0, done: 0, ...count };
    return { code: same, title, standard, fileName, bytes, usable, addedAt, unpacked, findings, items, sequenced: tree !== null, retiredAt, retiredNote, replacedBy, ...people };
  },
});
