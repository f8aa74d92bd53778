import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { getRoot, personOf } from '#kernel/org/index.ts';
import { readPackage } from './case-read.ts';
import { packageFrom } from './case-write.ts';
import { frameworkContent } from './content.ts';
import { FrameworkId, FrameworkLine, FrameworkView } from './model.ts';
import { keepPackage } from './store.ts';
import { knownFrameworks, lineFrom, viewOf } from './view.ts';

const closed = { additionalProperties: false };

/** All frameworks. */
export const listFrameworks = operation({
  name: 'skills.list-frameworks',
  summary: 'The competence frameworks, those of the content files first.',
  kind: 'read',
  http: 'GET /skills/frameworks',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(FrameworkLine),
  run: async (ctx) => (await knownFrameworks(ctx)).frameworks.map(({ framework, package: file }) => lineFrom(framework, file !== undefined)),
});

/** One framework as a whole. */
export const readFramework = operation({
  name: 'skills.read-framework',
  summary: 'A framework with its levels, areas and competences, what each asks, what answers to it elsewhere, and how many items measure it.',
  kind: 'read',
  http: 'GET /skills/frameworks/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: FrameworkId }, closed),
  output: FrameworkView,
  run: (ctx, { id }) => viewOf(ctx, id),
});

/** A framework as a file. */
export const exportFramework = operation({
  name: 'skills.export-framework',
  summary: 'A framework as a CASE 1.1 package in JSON; one that was put in goes out as it came.',
  kind: 'read',
  http: 'GET /skills/frameworks/{id}/case',
  permission: 'signed-in',
  input: Type.Object({ id: FrameworkId }, closed),
  output: Type.Object({ name: Type.String({ description: 'Name of the file' }), content: Type.String({ description: 'CFPackage as JSON' }) }, closed),
  run: async (ctx, { id }) => {
    const { frameworks, crosswalks } = await knownFrameworks(ctx);
    const one = found(
      frameworks.find(({ framework }) => framework.id === id),
      'skills-frameworks.no-framework',
    );
    return { name: `${id}.case.json`, content: `${JSON.stringify(one.package ?? packageFrom(one.framework, crosswalks), null, 2)}\n` };
  },
});

/** Puts in a framework from a file. */
export const importFramework = operation({
  name: 'skills.import-framework',
  summary: 'Put in a framework from a CASE 1.1 package; checked as a whole, every fault is listed, and with a fault nothing is taken in.',
  kind: 'write',
  http: 'POST /skills/frameworks',
  permission: 'skills.edit-requirements',
  input: Type.Object({ file: Type.String({ minLength: 2, maxLength: 4 * 1024 * 1024, description: 'CFPackage as JSON, at most 4 million characters' }) }, closed),
  output: Type.Object({ id: FrameworkId }, closed),
  trace: (_input, { id }) => ({ detail: { framework: id } }),
  run: async (ctx, { file }) => {
    const read = readPackage(file);
    const { id } = read.framework;
    if (frameworkContent(ctx.services.root).frameworks.some((one) => one.id === id)) {
      throw new Problem('conflict', 'skills-frameworks.id-taken', { id }, [{ at: '/file', code: 'skills-frameworks.id-taken', values: { id } }]);
    }
    await keepPackage(ctx.db, read, personOf(ctx.actor) ?? null);
    const root = await getRoot(ctx.db, ctx.today);
    await record(ctx, [{ kind: 'skills.framework-imported', subject: read.package.CFDocument.identifier, unitId: root.id, day: ctx.today, data: { framework: id } }]);
    return { id };
  },
});

export const frameworkOperations = [listFrameworks, readFramework, exportFramework, importFramework];
