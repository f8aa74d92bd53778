import Type from 'typebox';
import type { Ctx } from '#kernel/operation/index.ts';

/** One line of what an initiative means for people. */
export const BalanceLine = Type.Object(
  {
    title: Type.String({ description: 'Text key' }),
    value: Type.Union([Type.Integer(), Type.Null()], { description: 'Its value; null where a small group is protected' }),
    unit: Type.Enum(['people', 'dong', 'percent'], { description: 'What it is counted in' }),
    mustBeNone: Type.Boolean({ description: 'Whether anything but 0 is a fault' }),
  },
  { additionalProperties: false },
);
export type BalanceLine = Type.Static<typeof BalanceLine>;

/** What a module knows of these initiatives; one that it has nothing to say of is left out. */
export type Balance = (ctx: Ctx, initiatives: readonly string[]) => Promise<ReadonlyMap<string, readonly BalanceLine[]>>;

let balances: readonly Balance[] = [];

/** Makes the balances of all modules known to this process. */
export function declareBalances(all: readonly Balance[]): void {
  balances = all;
}

/** What all modules know of these initiatives, in the order of the modules; nobody is asked about none. */
export async function readBalances(ctx: Ctx, initiatives: readonly string[]): Promise<Map<string, BalanceLine[]>> {
  const found = new Map<string, BalanceLine[]>();
  if (initiatives.length === 0) return found;
  for (const balance of balances) for (const [initiative, lines] of await balance(ctx, initiatives)) found.set(initiative, [...(found.get(initiative) ?? []), ...lines]);
  return found;
}
