/** How many lines of a list the address passes over (`?from=`), 0 when it says nothing sound. */
export function passed(url: URL): number {
  const asked = Number(url.searchParams.get('from') ?? '0');
  return Number.isInteger(asked) && asked >= 0 && asked <= 100_000 ? asked : 0;
}
