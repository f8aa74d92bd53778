/** The pure heart of forms: which pages and questions stand, which answers hold, what is wrong, where to go on. */
import { Value } from 'typebox/value';
import type { InputError } from '#base/problem/index.ts';
import { faultsOf, holds } from '#base/schema/index.ts';
import { Form, type Answers, type FormField, type FormPage } from './model.ts';

/** A page that stands with the given answers, and those of its questions that stand. */
export type StandingPage = { page: FormPage; fields: FormField[] };

/**
 * One walk from front to back. A condition sees only the kept answers that stand before it and are right, so an answer that falls away takes along all
 * that hung on it, and no second round is needed.
 */
function walk(form: Form, answers: Answers): { pages: StandingPage[]; kept: Record<string, unknown> } {
  const kept: Record<string, unknown> = {};
  const seen: Record<string, unknown> = {};
  const pages = form.pages.flatMap((page): StandingPage[] => {
    if (!holds(page.when, seen)) return [];
    const fields = page.fields.filter((field) => {
      if (!holds(field.when, seen)) return false;
      const answer = answers[field.name];
      if (answer === undefined) return true;
      kept[field.name] = answer;
      if (holds(field.schema, answer)) seen[field.name] = answer;
      return true;
    });
    return fields.length === 0 ? [] : [{ page, fields }];
  });
  return { pages, kept };
}

/** The pages that stand with these answers, in order, each with its standing questions. */
export function reachable(form: Form, answers: Answers): StandingPage[] {
  return walk(form, answers).pages;
}

/** The answers without those whose question no longer stands. Pruning twice changes nothing. */
export function prune(form: Form, answers: Answers): Record<string, unknown> {
  return walk(form, answers).kept;
}

/** What is wrong with the answers, on one page or on all: places are `/<field>`. Empty when the form (or the page) is complete. */
export function errors(form: Form, answers: Answers, pageId?: string): InputError[] {
  const { pages, kept } = walk(form, answers);
  return pages.filter(({ page }) => pageId === undefined || page.id === pageId).flatMap(({ fields }) => fields.flatMap((field) => errorsOf(field, kept[field.name])));
}

function errorsOf({ name, schema, optional }: FormField, answer: unknown): InputError[] {
  if (answer === undefined) return optional === true ? [] : [{ at: `/${name}`, code: 'operation.input.required' }];
  const [first] = faultsOf(schema, answer);
  return first === undefined ? [] : [{ ...first, at: `/${name}` }];
}

/** The page after `pageId` that stands; undefined when the answers are to be checked next. */
export function next(form: Form, answers: Answers, pageId: string): string | undefined {
  const from = form.pages.findIndex(({ id }) => id === pageId);
  return reachable(form, answers).find(({ page }) => form.pages.indexOf(page) > from)?.page.id;
}

/** The page before `pageId` that stands; undefined on the first one. Asked for `undefined` (the check of answers) it is the last page. */
export function previous(form: Form, answers: Answers, pageId: string | undefined): string | undefined {
  const from = pageId === undefined ? form.pages.length : form.pages.findIndex(({ id }) => id === pageId);
  return reachable(form, answers).findLast(({ page }) => form.pages.indexOf(page) < from)?.page.id;
}

/** Where to go on: the first standing page with something wrong or open; undefined when all is complete. */
export function resumeAt(form: Form, answers: Answers): string | undefined {
  return reachable(form, answers).find(({ page }) => errors(form, answers, page.id).length > 0)?.page.id;
}

/** What is wrong with a form itself, a sentence each: of another shape, a name used twice, a condition over something that is not asked before. */
export function wrongForm(form: Form): string[] {
  const shape = [...Value.Errors(Form, form)].map(({ instancePath, message }) => `${instancePath} ${message}`);
  if (shape.length > 0) return shape;
  const asked = new Set<string>();
  const ids = new Set<string>();
  return form.pages.flatMap((page) => {
    const twice = ids.has(page.id) ? [`page ${page.id} stands twice`] : [];
    ids.add(page.id);
    const own = askedBy(page.when)
      .filter((name) => !asked.has(name))
      .map((name) => `page ${page.id} hangs on ${name}, which is not asked before`);
    return [...twice, ...own, ...page.fields.flatMap((field) => wrongField(field, asked))];
  });
}

function wrongField(field: FormField, asked: Set<string>): string[] {
  const hangs = askedBy(field.when)
    .filter((name) => !asked.has(name))
    .map((name) => `${field.name} hangs on ${name}, which is not asked before`);
  const twice = asked.has(field.name) ? [`${field.name} is asked twice`] : [];
  const silent = choicesOf(field)
    .filter((value) => field.choices?.[value] === undefined)
    .map((value) => `the choice ${value} of ${field.name} has no words`);
  asked.add(field.name);
  return [...twice, ...hangs, ...silent];
}

/** The values that an enum, or a list of one, lets choose; empty for any other question. */
export function choicesOf({ schema }: FormField): string[] {
  const items: unknown = 'items' in schema ? schema['items'] : schema;
  const values: unknown = typeof items === 'object' && items !== null && 'enum' in items ? items.enum : [];
  return Array.isArray(values) ? values.map(String) : [];
}

/** The names of the answers that a condition looks at, at any depth, each once. */
function askedBy(condition: unknown): string[] {
  return [...new Set(namesIn(condition))];
}

function namesIn(condition: unknown): string[] {
  if (typeof condition !== 'object' || condition === null) return [];
  if (Array.isArray(condition)) return condition.flatMap(namesIn);
  return Object.entries(condition).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'properties' && typeof value === 'object' && value !== null) return Object.keys(value);
    if (key === 'required' && Array.isArray(value)) return value.map(String);
    return ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'].includes(key) ? namesIn(value) : [];
  });
}
