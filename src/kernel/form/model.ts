import { Type, type Static, type TSchema } from 'typebox';

const closed = { additionalProperties: false } as const;

/** A text in both languages, Vietnamese first. */
export const Words = Type.Object({ vi: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, closed);
export type Words = Static<typeof Words>;

/** What was answered, by the names of the fields. An answer that was left open is not there. */
export type Answers = Readonly<Record<string, unknown>>;

/** A condition: JSON Schema over the answers given before. */
const When = Type.Optional(Type.Unsafe<TSchema>(Type.Object({}, { description: 'JSON Schema over the answers that stand before this place' })));

/** A question. What it asks for, and how it is shown, follows from its JSON Schema (`kindOf`). */
export const FormField = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z][a-zA-Z0-9]*$' }),
    label: Words,
    hint: Type.Optional(Words),
    schema: Type.Unsafe<TSchema>(Type.Object({}, { description: 'JSON Schema of the answer' })),
    optional: Type.Optional(Type.Boolean()),
    /** The words of the choices of an enum, by value. */
    choices: Type.Optional(Type.Record(Type.String(), Words)),
    when: When,
  },
  closed,
);

/** One page: what is asked at a time. */
export const FormPage = Type.Object(
  { id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }), title: Words, lede: Type.Optional(Words), fields: Type.Array(FormField, { minItems: 1 }), when: When },
  closed,
);

/** A form as plain data: pages in order. `version` is the day from which it is used; a change of it is a new version. */
export const Form = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$', description: 'module.name' }),
    version: Type.String({ format: 'date' }),
    title: Words,
    pages: Type.Array(FormPage, { minItems: 1 }),
  },
  closed,
);

export type FormField = Static<typeof FormField>;
export type FormPage = Static<typeof FormPage>;
export type Form = Static<typeof Form>;

/** The schema of an answer that is a file: the id of a document kept by `form.save-page`. */
export const FileAnswer = Type.String({ format: 'uuid', contentEncoding: 'document' });

/** How a question is shown. */
export type FieldKind = 'text' | 'textarea' | 'number' | 'date' | 'radios' | 'select' | 'checkboxes' | 'yes-no' | 'file';
