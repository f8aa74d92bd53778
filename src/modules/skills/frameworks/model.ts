import Type from 'typebox';
import { Framework } from '#content/skills/framework.ts';

const closed = { additionalProperties: false };
export const FrameworkId = Type.String({ pattern: '^[a-z0-9-]{1,80}$', description: 'Framework' });

/** A framework in the list. */
export const FrameworkLine = Type.Object(
  {
    id: FrameworkId,
    titleVi: Type.String({ description: 'Vietnamese title' }),
    titleEn: Type.String({ description: 'English title' }),
    aboutVi: Type.String({ description: 'What it is, in Vietnamese' }),
    aboutEn: Type.String({ description: 'What it is, in English' }),
    publisher: Type.String({ description: 'Who published it; may be empty' }),
    version: Type.String({ description: 'Version; may be empty' }),
    validFrom: Type.String({ description: 'First day' }),
    validTo: Type.String({ description: 'First day that no longer belongs, or infinity' }),
    verified: Type.Boolean({ description: 'Whether it was checked against the official text' }),
    imported: Type.Boolean({ description: 'Whether it was put in as a file' }),
    areas: Type.Integer({ description: 'Number of areas' }),
    competences: Type.Integer({ description: 'Number of competences under areas' }),
    levels: Type.Integer({ description: 'Number of levels' }),
  },
  closed,
);
export type FrameworkLine = Type.Static<typeof FrameworkLine>;

/** What of another framework answers to a part. */
export const Related = Type.Object(
  {
    code: Type.String({ description: 'Code of the part here' }),
    relation: Type.String({ description: 'exact, related or part' }),
    otherFramework: Type.String({ description: 'The other framework' }),
    otherTitleVi: Type.String({ description: 'Its Vietnamese title' }),
    otherTitleEn: Type.String({ description: 'Its English title' }),
    otherCode: Type.String({ description: 'Code of its part' }),
    otherNameVi: Type.String({ description: 'Vietnamese name of its part' }),
    otherNameEn: Type.String({ description: 'English name of its part' }),
    source: Type.String({ description: 'Who compared' }),
    verified: Type.Boolean({ description: 'Whether somebody else confirmed it' }),
  },
  closed,
);
export type Related = Type.Static<typeof Related>;

/** How many items in use there are for a part; null where the bank does not measure it. */
export const ItemCount = Type.Object(
  { code: Type.String({ description: 'Code of the part' }), items: Type.Union([Type.Integer(), Type.Null()], { description: 'Items in use; null: not measured' }) },
  closed,
);
export type ItemCount = Type.Static<typeof ItemCount>;

export const FrameworkView = Type.Object(
  {
    framework: Framework,
    imported: Type.Boolean({ description: 'Whether it was put in as a file' }),
    related: Type.Array(Related, { description: 'In the order of the parts' }),
    items: Type.Array(ItemCount, { description: 'One for each part' }),
  },
  closed,
);
export type FrameworkView = Type.Static<typeof FrameworkView>;
