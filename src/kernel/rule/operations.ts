import Type, { type Static } from 'typebox';
import { FOREVER, formatDay } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, may, personOf } from '#kernel/org/index.ts';
import { at, bookOf, getParameter, readParameters, type ParameterBook } from './book.ts';
import { decimal, decimalText } from './decimal.ts';
import { DecimalText, ParameterUnit, ParameterValue, type Parameter } from './model.ts';
import { addText, addWithdrawal, currentBook, isEvidence, listTexts, type TextRow } from './store.ts';

const closed = { additionalProperties: false } as const;
const day = (description: string) => Type.String({ format: 'date', description: `${description} (YYYY-MM-DD)` });
const name = Type.String({ maxLength: 100, description: 'Parameter, as in content/rules' });
const ENTER = 'rules.enter-official-text';

const Now = Type.Object(
  {
    value: DecimalText,
    verified: Type.Boolean({ description: 'Whether the official text is at hand' }),
    cites: Type.String({ description: 'Document and article' }),
  },
  closed,
);

const ParameterLine = Type.Object(
  {
    name,
    titleVi: Type.String({ description: 'Title in Vietnamese' }),
    titleEn: Type.String({ description: 'Title in English' }),
    unit: ParameterUnit,
    now: Type.Union([Now, Type.Null()], { description: 'The value that holds today; null when none does' }),
  },
  closed,
);

const nullable = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

const TextLine = Type.Object(
  {
    id: Type.String({ description: 'Official text' }),
    validFrom: day('First day'),
    validTo: Type.String({ description: 'First day on which it no longer holds, or infinity' }),
    value: DecimalText,
    document: Type.String({ description: 'Number of the document' }),
    article: Type.String({ description: 'Article of the document' }),
    documentDay: day('Day of the document'),
    evidenceId: Type.String({ description: 'The text itself, for /documents/{id}' }),
    evidenceName: Type.String({ description: 'Name of that file' }),
    signer: nullable('Who signs for it; null when the name was erased'),
    enteredAt: Type.String({ format: 'date-time', description: 'When it was entered' }),
    withdrawn: Type.Union(
      [
        Type.Object(
          {
            reason: Type.String({ description: 'Why' }),
            at: Type.String({ format: 'date-time', description: 'When' }),
            by: nullable('Who; null when a program did'),
          },
          closed,
        ),
        Type.Null(),
      ],
      { description: 'Set when it no longer counts' },
    ),
  },
  closed,
);

/** All parameters with the value of today. */
export const listParameters = operation({
  name: 'rule.list-parameters',
  summary: 'The figures of law that rules compute with, with the value of today and whether an official text confirms it.',
  kind: 'read',
  http: 'GET /rules',
  permission: 'public',
  input: Type.Object({}, closed),
  output: Type.Array(ParameterLine),
  run: async (ctx) => {
    const book = await currentBook(ctx.db, ctx.services.root);
    return [...book.parameters.values()].map((parameter) => lineOf(book, parameter, ctx.today));
  },
});

/** One parameter with its values over time. */
export const readParameter = operation({
  name: 'rule.read-parameter',
  summary: 'A parameter with its values over time from content, and every official text ever entered for it.',
  kind: 'read',
  http: 'GET /rules/{name}',
  permission: 'public',
  input: Type.Object({ name }, closed),
  output: Type.Object(
    {
      parameter: ParameterLine,
      values: Type.Array(ParameterValue, { description: 'From content, in order of day' }),
      texts: Type.Array(TextLine, { description: 'Newest first; of those that hold on a day the newest counts' }),
      mayEnter: Type.Boolean({ description: 'Whether the asker may enter an official text' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const book = await currentBook(ctx.db, ctx.services.root);
    const parameter = getParameter(book, input.name);
    const texts = (await listTexts(ctx.db, parameter.name)).map(textLine);
    return { parameter: lineOf(book, parameter, ctx.today), values: parameter.values, texts, mayEnter: await mayEnter(ctx) };
  },
});

const MEGABYTES = 10;

/** Enters an official text; whoever enters it signs for it. */
export const enterOfficialText = operation({
  name: 'rule.enter-official-text',
  summary: 'Enter the official text of a parameter that none confirms yet, or of days for which it has no value; whoever enters it signs for it.',
  kind: 'write',
  http: 'POST /rules/{name}/texts',
  permission: ENTER,
  unit: () => undefined,
  input: Type.Object(
    {
      name,
      validFrom: day('First day on which the value holds'),
      validTo: Type.Optional(day('First day on which it no longer holds; left out: until further notice')),
      value: DecimalText,
      document: Type.String({ minLength: 3, maxLength: 200, description: 'Number of the document, such as 178/2024/NĐ-CP' }),
      article: Type.String({ minLength: 3, maxLength: 200, description: 'Article and paragraph' }),
      documentDay: day('Day of the document, not later than today'),
      evidence: Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
          content: Type.String({ minLength: 1, maxLength: Math.ceil((MEGABYTES * 1_048_576 * 4) / 3), description: `The text as a file in base64, at most ${MEGABYTES} MB` }),
        },
        closed,
      ),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Official text' }) }, closed),
  trace: (input, { id }) => ({ subject: id, detail: { parameter: input.name, value: input.value, from: input.validFrom, to: input.validTo ?? FOREVER } }),
  run: async (ctx, { name: parameter, validFrom, validTo = FOREVER, value, document, article, documentDay, evidence }) => {
    const signedBy = personOf(ctx.actor);
    // A program cannot sign for a text.
    if (signedBy === undefined) throw new Problem('forbidden', 'rule.person-only');
    mustBeOpen(getParameter(bookOf(readParameters(ctx.services.root)), parameter), validFrom, validTo);
    if (documentDay > ctx.today) throw new Problem('invalid', 'rule.document-day', {}, [{ at: '/documentDay', code: 'rule.document-day' }]);
    const kept = await keepDocument(ctx, { name: evidence.name, bytes: [Buffer.from(evidence.content, 'base64')], purpose: 'rule.evidence' });
    const id = newId();
    await addText(ctx.db, { id, parameter, validFrom, validTo, value: decimalText(decimal(value)), document, article, documentDay, evidenceId: kept.id, signedBy });
    return { id };
  },
});

/** Takes an official text back; it stays to be read. */
export const withdrawOfficialText = operation({
  name: 'rule.withdraw-official-text',
  summary: 'Take back an official text that was entered by mistake, with a reason; it stays to be read but no longer counts.',
  kind: 'write',
  http: 'POST /rules/texts/{id}/withdrawal',
  permission: ENTER,
  unit: () => undefined,
  input: Type.Object(
    {
      id: Type.String({ format: 'uuid', description: 'Official text' }),
      reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why it no longer counts' }),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Official text' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, reason }) => {
    if (!(await addWithdrawal(ctx.db, id, reason, personOf(ctx.actor) ?? null))) throw new Problem('missing', 'rule.no-text');
    return { id };
  },
});

/** Whether a document is evidence of an official text, which everybody may read. */
export const readRuleEvidence = operation({
  name: 'rule.read-evidence',
  summary: 'Check that a document is the evidence of an official text; the bytes are sent by /documents/{id}.',
  kind: 'read',
  http: 'GET /rules/evidence/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Document' }) }, closed),
  run: async (ctx, { id }) => {
    if (!(await isEvidence(ctx.db, id))) throw new Problem('missing', 'document.no-document');
    return { id };
  },
});

/** The operations of rules. */
export const ruleOperations = [listParameters, readParameter, enterOfficialText, withdrawOfficialText, readRuleEvidence];

/** Content that an official text already confirms is not overruled: what is wrong there is a mistake of content and is mended there. */
function mustBeOpen({ values }: Parameter, from: string, to: string): void {
  if (from >= to) throw new Problem('invalid', 'rule.days-order', {}, [{ at: '/validTo', code: 'rule.days-order' }]);
  const sure = values.find((value) => value.verified && value.valid_from < to && from < value.valid_to);
  if (sure !== undefined) throw new Problem('conflict', 'rule.already-verified', { cites: sure.cites, from: formatDay(sure.valid_from) });
}

async function mayEnter(ctx: Ctx): Promise<boolean> {
  if (ctx.actor.kind !== 'person' || ctx.actor.grants.length === 0) return false;
  return may(ctx.db, ctx.actor, ENTER, (await getRoot(ctx.db, ctx.today)).id, ctx.today);
}

function lineOf(book: ParameterBook, parameter: Parameter, today: string): Static<typeof ParameterLine> {
  const { name: parameterName, title_vi: titleVi, title_en: titleEn, unit } = parameter;
  return { name: parameterName, titleVi, titleEn, unit, now: nowOf(book, parameterName, today) };
}

function nowOf(book: ParameterBook, parameter: string, today: string): Static<typeof Now> | null {
  try {
    const { value, verified, cite } = at(book, parameter, today);
    return { value: decimalText(value), verified, cites: cite.text };
  } catch (error) {
    if (error instanceof Problem && error.code === 'rule.no-value') return null;
    throw error;
  }
}

function textLine({ parameter: _parameter, enteredAt, reason, withdrawnAt, withdrawer, signer, ...row }: TextRow): Static<typeof TextLine> {
  const withdrawn = withdrawnAt === null ? null : { reason: found(reason, 'rule.no-text'), at: withdrawnAt.toISOString(), by: withdrawer };
  return { ...row, signer, enteredAt: enteredAt.toISOString(), withdrawn };
}
