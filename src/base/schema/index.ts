/** JSON Schema as it is used here: as the form of an input, and as a condition over what is known. */
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { InputError } from '#base/problem/index.ts';

const validators = new WeakMap<TSchema, Validator>();

/** The compiled form of a schema; compiled once for each schema object. */
export function validatorOf(schema: TSchema): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = Compile(schema);
  validators.set(schema, made);
  return made;
}

/** Whether `value` is as the schema says. A condition left out always holds. */
export function holds(schema: TSchema | undefined, value: unknown): boolean {
  return schema === undefined || validatorOf(schema).Check(value);
}

const KNOWN = ['type', 'format', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'enum', 'pattern', 'anyOf', 'additionalProperties'];
/** What says little where something else is said of the same place, the least last. */
const VAGUE = ['type', 'anyOf'];

/**
 * Everything that is wrong with `value`, one fault for each place: the place as a JSON pointer and the code of its sentence, `operation.input.<keyword>`, with the limit,
 * form or type that the schema names.
 */
export function faultsOf(schema: TSchema, value: unknown): InputError[] {
  const faults = new Map<string, Fault>();
  for (const fault of [...validatorOf(schema).Errors(value)]
    .filter(({ keyword, schemaPath }) => keyword !== 'boolean' && !schemaPath.endsWith('additionalProperties/'))
    .flatMap(faultOf)) {
    const held = faults.get(fault.at);
    if (held === undefined || rank(fault) < rank(held)) faults.set(fault.at, fault);
  }
  return [...faults.values()].map(({ at, code, values }) => ({ at, code, ...(values && { values }) }));
}

type Fault = InputError & { keyword: string };

/** That something must be null is the least of what can be said. */
const rank = ({ keyword, values }: Fault): number => VAGUE.indexOf(keyword) + (keyword === 'type' && values?.['type'] === 'null' ? VAGUE.length : 0);

function faultOf(error: { keyword: string; instancePath: string; params: object; message: string }): Fault[] {
  const { keyword, instancePath: at, message: reason, params } = error;
  const missing: unknown = 'requiredProperties' in params ? params.requiredProperties : undefined;
  if (Array.isArray(missing)) return missing.map((name) => ({ at: `${at}/${String(name)}`, code: 'operation.input.required', keyword }));
  const limit = 'limit' in params ? { limit: Number(params.limit) } : {};
  const format = 'format' in params ? { format: String(params.format) } : {};
  const type = 'type' in params ? { type: String(params.type) } : {};
  return [{ at, keyword, code: `operation.input.${KNOWN.includes(keyword) ? keyword : 'other'}`, values: { reason, ...limit, ...format, ...type } }];
}
