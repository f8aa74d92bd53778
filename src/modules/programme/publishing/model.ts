import Type from 'typebox';
import { MEASURES } from '../indicators/model.ts';
import { closed, nullable } from '../plans/model.ts';

const number = (description: string) => nullable(Type.Number({ description }));

/** A published value of an indicator beside what its day gives now. */
export const PublishedLine = Type.Object(
  {
    id: Type.String({ description: 'Publication, for /receipts/{id}' }),
    day: Type.String({ description: 'Day of the value' }),
    value: number('The value as published; null where nothing could be divided'),
    publishedAt: Type.String({ format: 'date-time', description: 'When' }),
    now: number('What the day gives now; null when hidden or nothing'),
    restated: Type.Boolean({ description: 'Whether it gives something else now' }),
  },
  closed,
);
export type PublishedLine = Type.Static<typeof PublishedLine>;

/** The newest published value of an indicator as residents read it. */
export const PublicLine = Type.Object(
  {
    key: Type.String({ description: 'Indicator' }),
    nameVi: Type.String({ description: 'Vietnamese name' }),
    nameEn: Type.String({ description: 'English name' }),
    definitionVi: Type.String({ description: 'What it means, in Vietnamese' }),
    definitionEn: Type.String({ description: 'What it means, in English' }),
    measure: Type.Enum([...MEASURES], { description: 'Kind of number' }),
    unitVi: Type.String({ description: 'Unit of measure in Vietnamese' }),
    unitEn: Type.String({ description: 'Unit of measure in English' }),
    decimals: Type.Integer({ description: 'Digits after the comma' }),
    direction: Type.Enum(['higher', 'lower'], { description: 'Which values are better' }),
    source: Type.String({ description: 'Where it comes from' }),
    counted: Type.Boolean({ description: 'Whether Khuê counts it; else it was reported and appraised' }),
    publication: Type.String({ description: 'Publication, for /receipts/{id}' }),
    day: Type.String({ description: 'Day of the value' }),
    value: number('The value; null where nothing could be divided'),
    publishedAt: Type.String({ format: 'date-time', description: 'When' }),
    before: nullable(Type.Object({ day: Type.String({ description: 'Day' }), value: number('Value') }, { ...closed, description: 'The one published before' })),
  },
  closed,
);
export type PublicLine = Type.Static<typeof PublicLine>;
