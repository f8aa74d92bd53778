import Type from 'typebox';
import { Audience } from '#kernel/audience/index.ts';
import { pageOf, pagesOf, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx, PageNumber, paged } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import { MessageText } from '#content/campaigns/message.ts';
import { closed, nullable } from '../model.ts';
import { textOf } from '../messages/rules.ts';
import { findVersion } from '../messages/store.ts';
import { countUnderstood, findDocument, listDocuments, listNames, listUnderstood, mustKnow, putDocument, type LibraryRow } from './store.ts';

const PAGE = 30;
const Text = (description: string) => Type.String({ description });
const KINDS = ['law', 'decree', 'resolution', 'directive', 'plan', 'decision', 'regulation', 'guidance'] as const;
const Day = (description: string) => Type.String({ format: 'date', description });
const DocumentId = Type.String({ format: 'uuid', description: 'Document' });

const Line = {
  id: Text('Document'),
  number: Text('Number'),
  kind: Type.Enum([...KINDS], { description: 'Kind' }),
  issuer: Text('Who issued it'),
  title: Text('Title'),
  issuedOn: Text('Day of issue'),
  validFrom: Text('First day in force'),
  validTo: nullable(Text('First day no longer in force; null: open')),
  sourceUrl: nullable(Text('Where it can be read')),
  verified: Type.Boolean({ description: 'Whether a person laid the entry beside the official text' }),
  inForce: Type.Boolean({ description: 'Whether it is in force today' }),
};

function lineOf(ctx: Ctx, row: LibraryRow) {
  const { titleVi, titleEn, unitId: _unit, audience: _audience, ...rest } = row;
  return {
    ...rest,
    kind: KINDS.find((kind) => kind === row.kind) ?? 'guidance',
    title: ctx.locale === 'vi' ? titleVi : titleEn,
    inForce: row.validFrom <= ctx.today && (row.validTo ?? '9999') > ctx.today,
  };
}

/** The documents that a message can explain. */
export const listNamed = operation({
  name: 'campaigns.list-explainable',
  summary: 'Every document in force that a message can explain, by kind and then the newest first: number, title, kind.',
  kind: 'read',
  http: 'GET /campaigns/library/explainable',
  permission: 'campaigns.prepare',
  input: Type.Object({}, closed),
  output: Type.Array(Type.Object({ id: Line.id, number: Line.number, title: Line.title, kind: Line.kind }, closed)),
  run: async (ctx) => {
    const named = (await listNames(ctx.db, ctx.today)).map(({ kind, titleVi, titleEn, ...row }) => ({
      ...row,
      kind: KINDS.find((known) => known === kind) ?? 'guidance',
      title: ctx.locale === 'vi' ? titleVi : titleEn,
    }));
    return KINDS.flatMap((kind) => named.filter((one) => one.kind === kind));
  },
});

/** The library of rules in force. */
export const listLibrary = operation({
  name: 'campaigns.list-library',
  summary:
    'Resolutions, plans, rules and guidance with number, day, issuer and validity: found by words of number, title or issuer; for the asker which of them they must know and have understood.',
  kind: 'read',
  http: 'GET /campaigns/library',
  permission: 'public',
  input: Type.Object(
    {
      find: Type.Optional(Type.String({ maxLength: 100, description: 'Words of number, title or issuer' })),
      past: Type.Optional(Type.Boolean({ description: 'Also those no longer in force' })),
      page: PageNumber,
    },
    closed,
  ),
  output: Type.Object(
    {
      documents: Type.Array(
        Type.Object(
          {
            ...Line,
            plain: Type.Boolean({ description: 'Whether there is a plain version' }),
            mine: Type.Boolean({ description: 'Whether the asker must know it' }),
            understood: nullable(Type.Integer({ description: 'Version that the asker has understood' })),
          },
          closed,
        ),
      ),
      ...paged,
    },
    closed,
  ),
  run: async (ctx, { find = '', past = false, page = 1 }) => {
    const like = `%${find.trim().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const words =
      find.trim() === '' ? sql`true` : sql`(document.number ilike ${like} or document.title_vi ilike ${like} or document.title_en ilike ${like} or document.issuer ilike ${like})`;
    const valid = past ? sql`true` : sql`document.valid_to > ${ctx.today}`;
    const rows = await listDocuments(ctx.db, sql`${words} and ${valid}`, pageOf(page, PAGE));
    const person = personOf(ctx.actor);
    const understood = person === undefined ? [] : await listUnderstood(ctx.db, person);
    const documents = [];
    for (const row of rows) {
      const mine = person !== undefined && row.audience !== null && (await mustKnow(ctx.db, row, person, ctx.today));
      documents.push({
        ...lineOf(ctx, row),
        plain: row.messageId !== null,
        mine,
        understood: understood.find(({ messageId }) => messageId === row.messageId)?.version ?? null,
        messageId: undefined,
        total: undefined,
      });
    }
    const total = rows[0]?.total ?? 0;
    return { documents: documents.map(({ messageId: _message, total: _total, ...row }) => row), page, total, pages: pagesOf(total, PAGE) };
  },
});

/** A document with its plain version. */
export const readDocument = operation({
  name: 'campaigns.read-document',
  summary: 'A document in force with its plain version, who must know it, and how many people have understood which version (groups under ten are not shown).',
  kind: 'read',
  http: 'GET /campaigns/library/{id}',
  permission: 'public',
  input: Type.Object({ id: DocumentId }, closed),
  output: Type.Object(
    {
      document: Type.Object(Line, closed),
      titles: Type.Object({ vi: Text('Title in Vietnamese'), en: Text('Title in English') }, { ...closed, description: 'Title in both languages' }),
      everybody: Type.Boolean({ description: 'Whether somebody must know it' }),
      message: nullable(Text('Message that explains it')),
      plain: nullable(
        Type.Object(
          {
            version: Type.Integer({ description: 'Version' }),
            locale: Text('Language'),
            text: MessageText,
            sources: Type.Array(Type.String(), { description: 'What its facts rest on' }),
            unverified: Type.Boolean({ description: 'Whether something was not laid beside an official text' }),
          },
          closed,
        ),
      ),
      understood: Type.Array(
        Type.Object(
          { version: Type.Integer({ description: 'Version' }), people: nullable(Type.Integer({ description: 'People who have understood it; null: fewer than ten' })) },
          closed,
        ),
      ),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const [row] = await listDocuments(ctx.db, sql`document.id = ${id}`, { limit: 1, offset: 0 });
    const { messageId, total: _total, ...document } = found(row, 'campaigns-library.no-document');
    const version = messageId === null ? undefined : await findVersion(ctx.db, messageId);
    const counted = messageId === null ? [] : await countUnderstood(ctx.db, messageId);
    const text = version && textOf(version.body, ctx.locale);
    return {
      document: lineOf(ctx, document),
      titles: { vi: document.titleVi, en: document.titleEn },
      everybody: document.audience !== null,
      message: messageId,
      plain:
        version === undefined || text === undefined
          ? null
          : { version: version.version, locale: text.locale, text: text.text, sources: version.body.sources, unverified: version.body.unverified },
      understood: counted.map(({ version: of, people }) => ({ version: of, people: people < MINIMUM_GROUP ? null : people })),
    };
  },
});

/** Enters a document or changes its entry. */
export const saveDocument = operation({
  name: 'campaigns.save-document',
  summary: 'Enter a document in force, or change its entry: number, issuer, days, who must know it, whether it was laid beside the official text.',
  kind: 'write',
  http: 'POST /campaigns/library',
  permission: 'campaigns.prepare',
  unit: async (ctx, { id, unitId }) => (id === undefined ? unitId : ((await findDocument(ctx.db, id))?.unitId ?? undefined)),
  input: Type.Object(
    {
      id: Type.Optional(Type.String({ format: 'uuid', description: 'Document; left out for a new one' })),
      unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Unit whose document a new one is; left out: of the whole city' })),
      number: Type.String({ minLength: 3, maxLength: 80, description: 'Number' }),
      kind: Type.Enum([...KINDS], { description: 'Kind' }),
      issuer: Type.String({ minLength: 3, maxLength: 200, description: 'Who issued it' }),
      title: Type.String({ minLength: 5, maxLength: 400, description: 'Title in Vietnamese' }),
      titleEn: Type.Optional(Type.String({ minLength: 5, maxLength: 400, description: 'Title in English; left out: the Vietnamese one' })),
      issuedOn: Day('Day of issue'),
      validFrom: Day('First day in force'),
      validTo: Type.Optional(Day('First day no longer in force; left out: open')),
      sourceUrl: Type.Optional(Type.String({ pattern: '^https://', maxLength: 400, description: 'Where it can be read' })),
      verified: Type.Boolean({ description: 'The entry was laid beside the official text' }),
      audience: Type.Optional(Audience),
      keepAudience: Type.Optional(Type.Boolean({ description: 'Who must know it stays as it was; `audience` is not looked at' })),
    },
    closed,
  ),
  output: Type.Object({ id: DocumentId }, closed),
  trace: (_input, { id }) => ({ subject: id }),
  run: async (ctx, { id: given, title, titleEn, validTo, sourceUrl, audience, keepAudience, unitId, ...rest }) => {
    if (validTo !== undefined && validTo <= rest.validFrom)
      throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/validTo', code: 'campaigns-library.valid-order' }]);
    const id = given ?? newId();
    const kept = keepAudience === true ? (await findDocument(ctx.db, id))?.audience : audience;
    await putDocument(ctx.db, {
      ...rest,
      id,
      titleVi: title,
      titleEn: titleEn ?? title,
      validTo: validTo ?? null,
      sourceUrl: sourceUrl ?? null,
      audience: kept ?? null,
      unitId: unitId ?? null,
      createdBy: personOf(ctx.actor) ?? null,
    });
    return { id };
  },
});

/** What can be asked of the library. */
export const libraryOperations = [listNamed, listLibrary, readDocument, saveDocument];
