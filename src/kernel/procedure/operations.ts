import { Type } from 'typebox';
import { operation } from '#kernel/operation/index.ts';
import type { Procedure } from './model.ts';
import { mermaid } from './picture.ts';
import { getConduct, listConducts, versionOn } from './registry.ts';

const closed = { additionalProperties: false } as const;
const name = Type.String({ maxLength: 100, description: 'Procedure, module.name' });

/** The procedures there are. */
export const listProcedures = operation({
  name: 'procedure.list',
  summary: 'The procedures that cases follow, with the days of their versions.',
  kind: 'read',
  http: 'GET /procedures',
  permission: 'public',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        name,
        titleVi: Type.String({ description: 'Title in Vietnamese' }),
        titleEn: Type.String({ description: 'Title in English' }),
        versions: Type.Array(Type.String({ format: 'date' }), { description: 'Days from which its versions hold, oldest first' }),
      },
      closed,
    ),
  ),
  run: async () =>
    listConducts().flatMap(({ versions }) => {
      const latest = versions.at(-1);
      return latest === undefined ? [] : [{ name: latest.name, titleVi: latest.title.vi, titleEn: latest.title.en, versions: versions.map(({ version }) => version) }];
    }),
});

/** One procedure as data and as a picture. */
export const readProcedure = operation({
  name: 'procedure.read',
  summary: 'A version of a procedure (the one of today unless another is asked for): states, steps, terms, and its picture in Mermaid.',
  kind: 'read',
  http: 'GET /procedures/{name}',
  permission: 'public',
  input: Type.Object({ name, version: Type.Optional(Type.String({ format: 'date', description: 'Day from which the version holds' })) }, closed),
  output: Type.Object(
    {
      procedure: Type.Unsafe<Procedure>({ type: 'object', description: 'The procedure as data' }),
      versions: Type.Array(Type.String({ format: 'date' }), { description: 'Days from which its versions hold' }),
      picture: Type.String({ description: 'State diagram for Mermaid, in the language of the asker' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const { versions } = getConduct(input.name);
    const procedure = versionOn(input.name, input.version ?? ctx.today);
    return { procedure, versions: versions.map(({ version }) => version), picture: mermaid(procedure, ctx.locale) };
  },
});

/** The operations of procedures. */
export const procedureOperations = [listProcedures, readProcedure];
