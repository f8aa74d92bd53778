/** The page of a list that an address asks for, from 1. */
export function pageIn(url: URL): number {
  const asked = Number(url.searchParams.get('page') ?? 1);
  return Number.isInteger(asked) && asked >= 1 && asked <= 1000 ? asked : 1;
}

/** The choice of an address among those there are; undefined when it names none. */
export function choiceIn<T extends string>(url: URL, name: string, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === url.searchParams.get(name));
}
