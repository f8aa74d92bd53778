import Type from 'typebox';
import { Value } from 'typebox/value';
import raw from './pool.json' with { type: 'json' };

const closed = { additionalProperties: false };
const Entry = Type.Object(
  {
    key: Type.String({ pattern: '^[a-z][a-z-]{1,30}$', description: 'Stays for ever: it is what people have stated' }),
    title_vi: Type.String({ minLength: 1 }),
    title_en: Type.String({ minLength: 1 }),
  },
  closed,
);
const Lists = Type.Object(
  {
    fields: Type.Array(Entry, { minItems: 1, description: 'In which fields people of the pool help, in the order of the forms' }),
    languages: Type.Array(Entry, { minItems: 1, description: 'In which languages, by ISO 639, in the order of the forms' }),
  },
  closed,
);

/** What people of the pool may state and units ask for: the lists of `pool.json`, which a city makes its own. */
export const POOL_LISTS = Value.Parse(Lists, raw);

/** What an entry of a list is called; the key itself where the list does not know it any more. */
export function poolTitle(list: keyof typeof POOL_LISTS, key: string, locale: 'vi' | 'en'): string {
  return POOL_LISTS[list].find((one) => one.key === key)?.[locale === 'vi' ? 'title_vi' : 'title_en'] ?? key;
}
