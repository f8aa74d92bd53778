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

const KNOWN = ['type', 'format', 'minLength', 'maxLength', 'minimum', 'maximum', 'enum', 'pattern', 'additionalProperties'];

/** Everything that is wrong with `value`: the place as a JSON pointer and the code of its sentence, `operation.input.<keyword>`. */
export function faultsOf(schema: TSchema, value: unknown): InputError[] {
  return [...validatorOf(schema).Errors(value)].filter(({ keyword, schemaPath }) => keyword !== 'boolean' && !schemaPath.endsWith('additionalProperties/')).flatMap(faultOf);
}

function faultOf(error: { keyword: string; instancePath: string; params: object; message: string }): InputError[] {
  const missing: unknown = 'requiredProperties' in error.params ? error.params.requiredProperties : undefined;
  if (Array.isArray(missing)) return missing.map((name) => ({ at: `${error.instancePath}/${String(name)}`, code: 'operation.input.required' }));
  const code = KNOWN.includes(error.keyword) ? error.keyword : 'other';
  return [{ at: error.instancePath, code: `operation.input.${code}`, values: { reason: error.message } }];
}
