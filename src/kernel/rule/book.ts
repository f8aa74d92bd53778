import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { formatDay, type Day } from '#base/day/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { decimal, type Decimal } from './decimal.ts';
import { ParameterFile, type Cite, type Parameter, type ParameterUnit, type ParameterValue } from './model.ts';

/** An official text that a person entered for a parameter; it wins over content on its days, the one entered last over those before. */
export type OfficialText = { id: string; parameter: string; validFrom: Day; validTo: Day; value: string; cites: string };

/** All parameters by name, with the official texts entered for them, newest first. Plain data: load it once for many calculations. */
export type ParameterBook = { readonly parameters: ReadonlyMap<string, Parameter>; readonly texts: ReadonlyMap<string, readonly OfficialText[]> };

/** The value of a parameter on a day, ready to be computed with and to be cited. */
export type Stated = { name: string; value: Decimal; unit: ParameterUnit; verified: boolean; cite: Cite };

// The values of content, read as numbers once; official texts are few and come anew with each book.
const read = new WeakMap<ParameterValue, Stated>();
const loaded = new Map<string, ReadonlyMap<string, Parameter>>();

/** The parameters of `<root>/content/rules`, read once per process. Throws a plain error (a defect) for a file of another form, a name used twice, or days that overlap. */
export function readParameters(root: string): ReadonlyMap<string, Parameter> {
  const known = loaded.get(root);
  if (known !== undefined) return known;
  const folder = join(root, 'content', 'rules');
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => Value.Parse(ParameterFile, JSON.parse(readFileSync(join(folder, name), 'utf8'))).parameters);
  const made = new Map(all.map((parameter) => [parameter.name, parameter]));
  if (made.size !== all.length) throw new Error('content/rules: a parameter stands twice.');
  all.forEach(mustBeInOrder);
  loaded.set(root, made);
  return made;
}

/** Parameters and official texts (newest first) as one book. */
export function bookOf(parameters: ReadonlyMap<string, Parameter>, texts: readonly OfficialText[] = []): ParameterBook {
  return { parameters, texts: Map.groupBy(texts, ({ parameter }) => parameter) };
}

/** The parameter of that name; throws `missing`. */
export function getParameter(book: ParameterBook, name: string): Parameter {
  return found(book.parameters.get(name), 'rule.no-parameter', { name });
}

/** The value of a parameter on a day. Throws `missing` when there is no such parameter, or none of its values holds on the day. */
export function at(book: ParameterBook, name: string, day: Day): Stated {
  const parameter = getParameter(book, name);
  const text = book.texts.get(name)?.find(({ validFrom, validTo }) => validFrom <= day && day < validTo);
  if (text !== undefined) return stated(parameter, text.value, text.cites, true);
  const value = parameter.values.find(({ valid_from, valid_to }) => valid_from <= day && day < valid_to);
  if (value === undefined) throw new Problem('missing', 'rule.no-value', { name: parameter.title_vi, day: formatDay(day) });
  const known = read.get(value) ?? stated(parameter, value.value, value.cites, value.verified);
  read.set(value, known);
  return known;
}

function stated({ name, unit }: Parameter, value: string, cites: string, verified: boolean): Stated {
  return { name, unit, value: decimal(value), verified, cite: { text: cites, verified, parameter: name } };
}

function mustBeInOrder({ name, values }: Parameter): void {
  values.forEach(({ valid_from, valid_to }, index) => {
    const next = values[index + 1];
    // 'infinity' sorts after every digit
    if (valid_from >= valid_to || (next !== undefined && next.valid_from < valid_to)) throw new Error(`content/rules: the days of ${name} overlap or are not in order.`);
  });
}
