import type { Cite, Reason } from './model.ts';

/** What a rule answers: the value, every reason for it, and whether all that it rests on is verified. */
export type Result<T> = { readonly value: T; readonly because: readonly Reason[]; readonly verified: boolean };

/** A result with its reasons. It is verified exactly when every cite of every reason is, so a doubt cannot get lost on the way. */
export function conclude<T>(value: T, ...because: readonly Reason[]): Result<T> {
  return { value, because, verified: because.every(({ cites }) => cites.every(({ verified }) => verified)) };
}

/** A result made from others; their reasons come first, then its own. */
export function derive<T>(from: readonly Result<unknown>[], value: T, ...because: readonly Reason[]): Result<T> {
  const own = conclude(value, ...because);
  return { value, because: [...from.flatMap((result) => result.because), ...because], verified: own.verified && from.every(({ verified }) => verified) };
}

/**
 * Whether all conditions hold. When not, the reasons are those of every condition that fails, not only of the first; when they do, those of all.
 * No condition at all holds.
 */
export function allOf(conditions: readonly Result<boolean>[]): Result<boolean> {
  const failing = conditions.filter(({ value }) => !value);
  return failing.length === 0 ? derive(conditions, true) : derive(failing, false);
}

/** Whether at least one condition holds: with the reasons of those that do; else with those of all. */
export function anyOf(conditions: readonly Result<boolean>[]): Result<boolean> {
  const holding = conditions.filter(({ value }) => value);
  return holding.length === 0 ? derive(conditions, false) : derive(holding, true);
}

/** The sum of amounts in đồng, with the reasons of all. */
export function sum(parts: readonly Result<bigint>[]): Result<bigint> {
  return derive(
    parts,
    parts.reduce((total, { value }) => total + value, 0n),
  );
}

/** A reason; `inputs` that are bigints are kept as text. */
export function reason(rule: string, key: string, cites: readonly Cite[], inputs: Readonly<Record<string, string | number | bigint>> = {}): Reason {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(inputs)) kept[name] = typeof value === 'bigint' ? value.toString() : value;
  return { rule, key, cites: [...cites], inputs: kept };
}

/** An article whose official text is at hand (`verified`) or is not. */
export function cite(text: string, verified: boolean): Cite {
  return { text, verified };
}
