import Type from 'typebox';

const closed = { additionalProperties: false };

/** The kinds of post, as the register has them. */
export const POST_KINDS = ['leader', 'staff', 'contract'] as const;
export const PostKind = Type.Enum([...POST_KINDS], { description: 'Kind of post: leader, staff or contract' });

/** A required level, in force or not. */
export const RequirementLine = Type.Object(
  {
    id: Type.String({ description: 'Requirement' }),
    frameworkId: Type.String({ description: 'Framework' }),
    competence: Type.String({ description: 'Code of an area or competence of the framework' }),
    postKind: PostKind,
    unitId: Type.Union([Type.String(), Type.Null()], { description: 'Unit that it holds for, with all under it; null: everywhere' }),
    unitVi: Type.Union([Type.String(), Type.Null()], { description: 'Vietnamese name of the unit' }),
    unitEn: Type.Union([Type.String(), Type.Null()], { description: 'English name of the unit' }),
    level: Type.Integer({ description: 'Position of the level in the framework, from 0' }),
    source: Type.String({ description: 'What it rests on' }),
    verified: Type.Boolean({ description: 'Whether it was checked against an official decision' }),
    validFrom: Type.String({ description: 'First day' }),
    validTo: Type.String({ description: 'First day that no longer belongs, or infinity' }),
    setBy: Type.Union([Type.String(), Type.Null()], { description: 'Name; null: with the program' }),
    mayEdit: Type.Boolean({ description: 'Whether the asker may change it' }),
  },
  closed,
);
export type RequirementLine = Type.Static<typeof RequirementLine>;
