import { fail, type ActionFailure } from '@sveltejs/kit';
import type { Static, TSchema } from 'typebox';
import { parseDay } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { perform, type Ctx, type Operation } from '#kernel/operation/index.ts';
import { refuse, type Refusal } from './form.ts';

/** A form that is checked before it is carried out: its answers to look at once more, and what the preview says. */
export type Checked<T> = { checked: T; typed: Record<string, string> };

/** Letters that a reason has at least, in every operation that asks for one. */
const LEAST_REASON = 3;

/** Where a fault of the input stands on the form: `/milestones/1/day` is in the field `m3-day`. Without an answer the place stays. */
export type FieldOf = (at: string) => string | undefined;

/** Carries out an operation with an input made of a form by hand; faults are put at the fields of the form, and nothing that was typed is lost. */
export async function carryOut<I extends TSchema, O extends TSchema>(
  op: Operation<I, O>,
  ctx: Ctx,
  form: FormData,
  input: Record<string, unknown>,
  fieldOf: FieldOf,
): Promise<{ ok: true; output: Static<O> } | { ok: false; failure: ActionFailure<Refusal> }> {
  const requestId = form.get('_request');
  try {
    return { ok: true, output: await perform(op, typeof requestId === 'string' && requestId !== '' ? { ...ctx, requestId } : ctx, input) };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const errors = problem.errors.map((error) => ({ ...error, at: `/${fieldOf(error.at) ?? error.at.slice(1)}` }));
    return { ok: false, failure: refuse(new Problem(problem.kind, problem.code, problem.values, errors), form) };
  }
}

/** Checks a form by its preview: the answers to look at, or the form again with its faults. */
export async function checkAnswers<I extends TSchema, O extends TSchema>(
  op: Operation<I, O>,
  ctx: Ctx,
  form: FormData,
  input: Record<string, unknown>,
  fieldOf: FieldOf,
): Promise<Checked<Static<O>> | ActionFailure<Refusal>> {
  const result = await carryOut(op, ctx, form, input, fieldOf);
  return result.ok ? { checked: result.output, typed: typedOf(form) } : result.failure;
}

/** The same for a form that also asks why, which only the act itself takes: a reason that is missing is told along with the other faults. */
export async function checkReasoned<I extends TSchema, O extends TSchema>(...given: Parameters<typeof checkAnswers<I, O>>): Promise<Checked<Static<O>> | ActionFailure<Refusal>> {
  const [, , form] = given;
  const answer = await checkAnswers(...given);
  if (textOf(form, 'reason').length >= LEAST_REASON) return answer;
  const missing = { at: '/reason', code: 'operation.input.required' };
  if ('checked' in answer) return refuse(new Problem('invalid', 'operation.input-invalid', {}, [missing]), form);
  // What is refused as a whole (a conflict, a missing right) is said alone.
  return answer.data.errors.length === 0 ? answer : fail(answer.status, { ...answer.data, errors: [...answer.data.errors, missing] });
}

/** Everything that was typed into a form, by the names of the fields; files are left out. */
export function typedOf(form: FormData): Record<string, string> {
  return Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' && !name.startsWith('_') ? [[name, value]] : [])));
}

/** A field of a form as text, without blanks at its ends; empty when there is none. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** A field as text, or null when it is empty. */
export function textOrNull(form: FormData, name: string): string | null {
  return textOf(form, name) === '' ? null : textOf(form, name);
}

/** A typed day as YYYY-MM-DD; what is none stays as it was typed, so that the schema refuses it at its field. */
export function dayFrom(text: string): string {
  return parseDay(text) ?? text.trim();
}

/** A number as people in Việt Nam type it (`1.234,5`, `76,5`, `3.500.000`); what is none stays as text, so that the schema refuses it at its field. */
export function numberFrom(text: string): number | string {
  const plain = text.replaceAll(/\s/g, '');
  const dotted = plain.includes(',') || /^-?\d{1,3}(\.\d{3})+$/.test(plain) ? plain.replaceAll('.', '').replace(',', '.') : plain;
  return /^-?\d+(\.\d+)?$/.test(dotted) ? Number(dotted) : text;
}

/** The rows of a form whose fields are called `<prefix><row>-<field>` and in which something was typed, with their numbers. */
export function rowsOf(form: FormData, prefix: string, fields: readonly string[], most: number): { row: number; values: Record<string, string> }[] {
  return Array.from({ length: most }, (_, row) => ({ row, values: Object.fromEntries(fields.map((field) => [field, textOf(form, `${prefix}${row}-${field}`)])) })).filter(
    ({ values }) => fields.some((field) => field !== 'id' && values[field] !== ''),
  );
}

/** What was chosen in selects called `<prefix><row>`, each once. */
export function chosenOf(form: FormData, prefix: string, most: number): string[] {
  return [...new Set(Array.from({ length: most }, (_, row) => textOf(form, `${prefix}${row}`)).filter((value) => value !== ''))];
}
