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
 * form or type that the schema names; of a pattern with an example the example, of bytes as base64 how large the file may be.
 */
export function faultsOf(schema: TSchema, value: unknown): InputError[] {
  const faults = new Map<string, Fault>();
  for (const fault of [...validatorOf(schema).Errors(value)]
    .filter(({ keyword, schemaPath }) => keyword !== 'boolean' && !schemaPath.endsWith('additionalProperties/'))
    .flatMap((error) => faultOf(error, schema))) {
    const held = faults.get(fault.at);
    if (held === undefined || rank(fault) < rank(held)) faults.set(fault.at, fault);
  }
  return [...faults.values()].map(({ at, code, values }) => ({ at, code, ...(values && { values }) }));
}

type Fault = InputError & { keyword: string };

/** That something must be null is the least of what can be said. */
const rank = ({ keyword, values }: Fault): number => VAGUE.indexOf(keyword) + (keyword === 'type' && values?.['type'] === 'null' ? VAGUE.length : 0);

function faultOf(error: { keyword: string; schemaPath: string; instancePath: string; params: object; message: string }, schema: TSchema): Fault[] {
  const { keyword, instancePath: at, message: reason, params } = error;
  const missing: unknown = 'requiredProperties' in params ? params.requiredProperties : undefined;
  if (Array.isArray(missing)) return missing.map((name) => ({ at: `${at}/${String(name)}`, code: 'operation.input.required', keyword }));
  const [example] = keyword === 'pattern' ? listOf(partOf(schema, error.schemaPath, 'examples')) : [];
  if (example !== undefined) return [{ at, keyword, code: 'operation.input.example', values: { example: String(example) } }];
  const limit = 'limit' in params ? { limit: Number(params.limit) } : {};
  if (keyword === 'maxLength' && partOf(schema, error.schemaPath, 'contentEncoding') === 'base64')
    return [{ at, keyword, code: 'operation.input.file-size', values: { megabytes: Math.floor((Number(limit.limit) * 3) / 4 / 1_048_576) } }];
  const format = 'format' in params ? { format: String(params.format) } : {};
  const type = 'type' in params ? { type: String(params.type) } : {};
  return [{ at, keyword, code: `operation.input.${KNOWN.includes(keyword) ? keyword : 'other'}`, values: { reason, ...limit, ...format, ...type } }];
}

/** What a schema says of a place in it (`#/properties/day`) under a word. */
function partOf(schema: TSchema, path: string, word: string): unknown {
  return [...path.split('/').slice(1), word].reduce<unknown>(
    (held, step) => (typeof held === 'object' && held !== null ? Object.entries(held).find(([name]) => name === step)?.[1] : undefined),
    schema,
  );
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
