import Type from 'typebox';
import { poolTitle } from '#content/learning/pool.ts';
import { addDays, formatDay } from '#base/day/index.ts';
import { pageOf, pagesOf, sql, wordPatterns, type RawBuilder } from '#base/db/index.ts';
import { writeCsv, writeXlsx, type Cell } from '#base/table-file/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { operation, type Ctx, PageNumber, paged } from '#kernel/operation/index.ts';
import { may, mayAnywhere, personOf } from '#kernel/org/index.ts';
import { Problem } from '#base/problem/index.ts';
import { closed } from '../model.ts';
import { countMembers, getMember, listMembers, listPeriods } from './member-store.ts';
import { lineOf } from './members.ts';
import { Evaluation, Field, Kind, Language, MemberId, MemberLine, PeriodLine, Proofs } from './model.ts';
import { readProofs } from './proofs.ts';
import { listEvaluations } from './request-store.ts';

const PAGE = 25;
const MOST_EXPORTED = 5000;
const KEPT_DAYS = 7;
const MEDIA_TYPE = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

const filters = {
  kind: Type.Optional(Kind),
  field: Type.Optional(Field),
  language: Type.Optional(Language),
  text: Type.Optional(Type.String({ maxLength: 100, description: 'Words of the name, the home unit or what the person wrote, with or without diacritics' })),
};
type Filters = { kind?: Kind; field?: Field; language?: Language; text?: string };

/** Members who can be found: in the pool by their own word, and not held back by their unit. */
export const FINDABLE = sql`member.own_state = 'in' and member.unit_state in ('asked', 'given')`;

function narrowed({ kind, field, language, text = '' }: Filters): RawBuilder<unknown> {
  const has = (column: RawBuilder<unknown>, value: string | undefined) => (value === undefined ? sql`true` : sql`${column} @> array[${value}::text]`);
  return sql`
    ${FINDABLE}
    and ${has(sql`member.kinds`, kind)}
    and ${has(sql`member.fields`, field)}
    and ${has(sql`member.languages`, language)}
    and (
      person.name_plain || ' ' || kernel.plain(member.about) || ' ' || coalesce((
        select version.name_plain
        from kernel.unit_version as version
        where version.unit_id = member.unit_id
        order by version.valid_from desc
        limit 1), '')
    ) like all (select kernel.plain(word) from unnest(${wordPatterns(text)}::text[]) as word)`;
}

/** Looks through the pool. */
export const searchPool = operation({
  name: 'learning.search-pool',
  summary: 'Members of the pool by kind, field, language and words, in the order of names.',
  kind: 'read',
  http: 'GET /learning/pool/members',
  permission: 'learning.ask-pool',
  input: Type.Object({ ...filters, page: PageNumber }, closed),
  output: Type.Object(
    {
      lines: Type.Array(MemberLine),
      ...paged,
    },
    closed,
  ),
  run: async (ctx, { page = 1, ...asked }) => {
    const where = narrowed(asked);
    const rows = await listMembers(ctx.db, where, ctx.locale, pageOf(page, PAGE));
    const total = await countMembers(ctx.db, where);
    return { lines: rows.map(lineOf), total, page, pages: pagesOf(total, PAGE) };
  },
});

/** The list as a file. */
export const exportPool = operation({
  name: 'learning.export-pool',
  summary: 'A file (CSV or XLSX) of the members of the pool by kind, field, language and words.',
  kind: 'write',
  http: 'POST /learning/pool/exports',
  permission: 'learning.ask-pool',
  exports: true,
  input: Type.Object({ ...filters, format: Type.Enum(['csv', 'xlsx'], { description: 'Kind of file' }) }, closed),
  output: Type.Object({ documentId: Type.String({ description: 'The file, for /documents/{id}' }), lines: Type.Integer({ description: 'Members in it' }) }, closed),
  trace: ({ format }, { lines }) => ({ detail: { format, lines } }),
  run: async (ctx, { format, ...asked }) => {
    const t = translatorOf(catalogues(ctx.services.root), ctx.locale);
    const lines = await listMembers(ctx.db, narrowed(asked), ctx.locale, { limit: MOST_EXPORTED, offset: 0 });
    const headers = ['name', 'unit', 'kinds', 'fields', 'languages', 'unit-state'].map((name) => t(`learning-pool.col-${name}`));
    const rows = lines.map(({ name, unitName, kinds, fields, languages, unitState }): Cell[] => [
      name,
      unitName,
      kinds.map((kind) => t(`learning-pool.kind-${kind}`)).join('; '),
      fields.map((field) => poolTitle('fields', field, ctx.locale)).join('; '),
      languages.map((language) => poolTitle('languages', language, ctx.locale)).join('; '),
      t(`learning-pool.unit-${unitState}`),
    ]);
    const title = t('learning-pool.title');
    const { id } = await keepDocument(ctx, {
      name: `${title} ${formatDay(ctx.today).replaceAll('/', '-')}.${format}`,
      bytes: format === 'csv' ? writeCsv(headers, rows) : writeXlsx(title.slice(0, 31), headers, rows),
      purpose: 'learning.pool-export',
      mediaType: MEDIA_TYPE[format],
      retainUntil: addDays(ctx.today, KEPT_DAYS),
    });
    return { documentId: id, lines: rows.length };
  },
});

/** One member. */
export const readPoolMember = operation({
  name: 'learning.read-pool-member',
  summary:
    'A member of the pool: what was stated, times for others, what other areas prove, evaluations of earlier work with the answers. For whoever looks for help, the head of the unit, and the person.',
  kind: 'read',
  http: 'GET /learning/pool/members/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: MemberId }, closed),
  output: Type.Object(
    {
      member: MemberLine,
      about: Type.String({ description: 'In own words' }),
      periods: Type.Array(PeriodLine),
      proofs: Proofs,
      evaluations: Type.Array(Type.Object({ title: Type.String({ description: 'Need' }), evaluation: Evaluation }, closed)),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const row = await getMember(ctx.db, id, ctx.locale);
    await mustSee(ctx, row);
    const periods = await listPeriods(ctx.db, [row.personId], ctx.today);
    return {
      member: lineOf(row),
      about: row.about,
      periods: periods.filter(({ over }) => !over).map(({ personId: _p, to: _t, ...period }) => period),
      proofs: await readProofs(ctx, row.personId),
      evaluations: await listEvaluations(ctx.db, row.personId),
    };
  },
});

/** Who looks for help sees those who can be found; the head and the person see also those held back. */
async function mustSee(ctx: Ctx, row: { personId: string; unitId: string; ownState: string; unitState: string }): Promise<void> {
  if (row.personId === personOf(ctx.actor)) return;
  if (row.ownState !== 'in') throw new Problem('missing', 'learning-pool.no-member');
  if (mayAnywhere(ctx.actor, 'learning.ask-pool') && ['asked', 'given'].includes(row.unitState)) return;
  if (await may(ctx.db, ctx.actor, 'learning.lend-pool', row.unitId, ctx.today)) return;
  throw new Problem('forbidden', 'learning-pool.not-yours');
}
