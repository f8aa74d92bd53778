import Type from 'typebox';
import { sql } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf, scope } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { issuerOf } from './draft.ts';
import { paragraphs } from './fill.ts';
import { listLetters } from './letter-store.ts';
import { makeLetter } from './make.ts';
import { letterId, LetterLine, written } from './model.ts';
import { lineOf } from './operations.ts';
import { countLetters, findSigner } from './store.ts';
import { mustBeFilled, readModels } from './texts.ts';

const DESK = 'transition.speak-for-union';
const unitId = Type.String({ format: 'uuid', description: 'Unit whose union writes' });

/** Letters of the desk and the models they start from. */
export const listUnionLetters = operation({
  name: 'transition.list-union-letters',
  summary: 'The letters of the desk of the union, the models to start from, and the next number. For the union only.',
  kind: 'read',
  http: 'GET /transition/union/letters',
  permission: DESK,
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      letters: Type.Array(LetterLine, { description: 'Oldest first' }),
      models: Type.Array(
        Type.Object(
          { key: Type.String({ description: 'Model' }), title: Type.String({ description: 'Title' }), body: Type.String({ description: 'Text to be changed to the matter' }) },
          closed,
        ),
      ),
    },
    closed,
  ),
  run: async (ctx) => ({
    letters: (await listLetters(ctx.db, { unit: scope(ctx.actor, DESK, sql`letter.unit_id`, ctx.today) })).map((one) => lineOf(ctx, one, null)),
    models: readModels(ctx.services.root).map(({ key, title, body }) => ({ key, title: title[ctx.locale], body: body[ctx.locale] })),
  }),
});

/** The union writes a letter, which its writer signs. */
export const writeUnionLetter = operation({
  name: 'transition.write-union-letter',
  summary: 'Write a letter of the union, from a model or freely, by Decree 30/2020; its writer signs it. For the union only.',
  kind: 'write',
  http: 'POST /transition/union/letters',
  permission: DESK,
  unit: (_ctx, given) => given.unitId,
  input: Type.Object(
    {
      unitId,
      to: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'To whom it is addressed: one on each line' }),
      ...written,
      number: Type.Optional(written.number),
    },
    closed,
  ),
  output: Type.Object({ id: letterId }, closed),
  trace: (_input, { id }) => ({ detail: { letter: id } }),
  run: async (ctx, { number, ...given }) => {
    const writer = found(await findSigner(ctx.db, found(personOf(ctx.actor), 'operation.sign-in-first'), ctx.today), 'sign.no-person');
    const day = given.day ?? ctx.today;
    mustBeFilled(given.body);
    const { unit, parent } = await issuerOf(ctx, given, 'union', day);
    const content = {
      title: given.abstract,
      parent,
      issuer: unit,
      place: given.place,
      day,
      kind: null,
      abstract: given.abstract,
      to: paragraphs(given.to),
      bases: [],
      body: paragraphs(given.body),
      recipients: paragraphs(given.recipients ?? ''),
      reason: null,
      signers: [{ party: 'union' as const, ...writer }],
    };
    const used = number ?? `${(await countLetters(ctx.db, given.unitId, ctx.today)) + 1}/CV-CĐ`;
    return { id: await makeLetter(ctx, { caseId: null, unitId: given.unitId, kind: 'union', step: null, caseNumber: null, number: used, content }) };
  },
});
