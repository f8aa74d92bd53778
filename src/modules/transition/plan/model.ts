import Type from 'typebox';

/** The lists of a labour-use plan (Labour Code art. 44): kept, retrained to go on, part time, retired, ended. */
export const LISTS = ['kept', 'retrained', 'part-time', 'retired', 'ended'] as const;
export type List = (typeof LISTS)[number];

/** One of the lists. */
export const ListSchema = Type.Enum([...LISTS], { description: 'List of the plan: kept, retrained, part-time, retired, ended' });
