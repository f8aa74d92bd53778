import { fail, type ActionFailure } from '@sveltejs/kit';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { parseDay } from '#base/day/index.ts';
import { Problem, type InputError, type Values } from '#base/problem/index.ts';
import { perform, type Ctx, type Operation } from '#kernel/operation/index.ts';

/** What a form shows again when it was refused: the sentence, the places, and everything that was typed. */
export type Refusal = { code: string; values: Values; errors: InputError[]; typed: Record<string, string>; chosen: Record<string, string[]> };

/** Names of fields that belong to the request, not to the operation. */
const REQUEST_ID = '_request';
const PURPOSE = '_purpose';
/** Fields whose contents are never sent back to the page. */
const SECRETS = ['password', 'again', 'current', 'next', 'pkcs12Password', 'pin'];

/**
 * Carries out an operation with the fields of a form, `fixed` values (from the address) winning over them. Texts become numbers, booleans, days
 * (typed dd/mm/yyyy), whole numbers (9.500.000) and lists as the operation's input schema wants them; empty fields are left out. Answers the output, or an
 * `ActionFailure` that holds what was typed.
 */
export async function submit<I extends TSchema, O extends TSchema>(
  op: Operation<I, O>,
  ctx: Ctx,
  form: FormData,
  fixed: Record<string, unknown> = {},
): Promise<{ ok: true; output: Static<O> } | { ok: false; failure: ActionFailure<Refusal> }> {
  const requestId = form.get(REQUEST_ID);
  const purpose = form.get(PURPOSE);
  const own: Ctx = {
    ...ctx,
    requestId: typeof requestId === 'string' && requestId !== '' ? requestId : ctx.requestId,
    purpose: typeof purpose === 'string' && purpose.trim() !== '' ? purpose.trim() : ctx.purpose,
  };
  try {
    return { ok: true, output: await perform(op, own, { ...inputOf(op.input, form), ...fixed }) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ok: false, failure: refuse(error, form) };
  }
}

/** The refusal of a form as the page shows it again; files cannot be shown again and must be chosen anew. */
export function refuse(problem: Problem, form: FormData): ActionFailure<Refusal> {
  return fail(problem.status, { code: problem.code, values: problem.values, errors: problem.errors, ...typedIn(form) });
}

/** What was typed and chosen in a form, secrets left out. */
export function typedIn(form: FormData): Pick<Refusal, 'typed' | 'chosen'> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === 'string' && !SECRETS.includes(name)) typed[name] = value;
  return { typed, chosen: chosenIn(form, Object.keys(typed)) };
}

/** Every value of these fields of a form: of checkboxes of one name there may be several. */
export function chosenIn(form: FormData, names: string[]): Record<string, string[]> {
  return Object.fromEntries(names.map((name) => [name, form.getAll(name).filter((value) => typeof value === 'string')]));
}

/** The input an operation's schema describes, read from the fields of a form of the same names. */
export function inputOf(schema: TSchema, form: FormData): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(propertiesOf(schema))) {
    const texts = form.getAll(name).filter((value): value is string => typeof value === 'string');
    if (field['type'] === 'array') raw[name] = texts.filter((text) => text !== '');
    else if (field['type'] === 'boolean') raw[name] = ['true', 'on', '1', 'yes'].includes(texts[0] ?? '');
    else if (texts[0] !== undefined && texts[0].trim() !== '') raw[name] = valueOf(field, texts[0].trim());
  }
  const converted: unknown = Value.Convert(schema, { ...raw });
  return typeof converted === 'object' && converted !== null ? { ...converted, ...fractions(schema, raw) } : raw;
}

/** What was typed where a whole number is wanted and is none: it stays as typed, for `Convert` would cut `12.5` to 12. */
function fractions(schema: TSchema, raw: Record<string, unknown>): Record<string, unknown> {
  const whole = Object.entries(propertiesOf(schema)).filter(([, field]) => field['type'] === 'integer');
  return Object.fromEntries(whole.flatMap(([name]) => (typeof raw[name] === 'string' && !/^-?\d+$/.test(raw[name]) ? [[name, raw[name]]] : [])));
}

/** One text as its field wants it: a day as people type it, a whole number without the dots or blanks between its thousands (`9.500.000`); what is neither stays as typed. */
function valueOf(field: Record<string, unknown>, text: string): string {
  if (field['format'] === 'date') return parseDay(text) ?? text;
  return field['type'] === 'integer' && /^-?\d{1,3}([.\s]\d{3})+$/.test(text) ? text.replaceAll(/[.\s]/g, '') : text;
}

function propertiesOf(schema: TSchema): Record<string, Record<string, unknown>> {
  const properties: unknown = 'properties' in schema ? schema['properties'] : undefined;
  return typeof properties === 'object' && properties !== null ? { ...properties } : {};
}
