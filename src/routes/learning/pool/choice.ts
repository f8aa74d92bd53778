/** The choice of an address among those there are; undefined when it names none. */
export function choiceIn<T extends string>(url: URL, name: string, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === url.searchParams.get(name));
}
