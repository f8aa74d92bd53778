import Type, { type Static } from 'typebox';
import type { Ctx } from '#kernel/operation/index.ts';
import { closed } from '../model.ts';
import { KINDS } from './model.ts';
import { wholeMonths } from './service.ts';
import { findFacts } from './store.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const FIELDS = {
  birthDate: nullable(Type.String({ description: 'Day of birth' })),
  sex: nullable(Type.Enum(['female', 'male'], { description: 'Sex' })),
  coefficient: nullable(Type.String({ description: 'Salary coefficient of the main post' })),
  kind: nullable(Type.Enum([...KINDS], { description: 'Kind of worker that the kind of post suggests' })),
  workedMonths: nullable(Type.Integer({ description: 'Months since the first post in the register; often less than the real service' })),
};

/** What the register knows of a person that a calculation can start from; all of it can be corrected there. */
export const Registered = Type.Object(FIELDS, closed);
export type Registered = Static<typeof Registered>;

/** What the register knows of a person today; undefined when it does not know the person. */
export async function registeredOf(ctx: Pick<Ctx, 'db' | 'today'>, personId: string): Promise<Registered | undefined> {
  const row = await findFacts(ctx.db, personId, ctx.today);
  if (row === undefined) return undefined;
  const { birthDate, sex, coefficient, kind, since } = row;
  return {
    birthDate,
    sex,
    coefficient,
    kind: kind === null ? null : kind === 'contract' ? 'contract' : 'civil-servant',
    workedMonths: since === null ? null : wholeMonths(since, ctx.today),
  };
}
