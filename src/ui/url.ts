/** The query of `url` with some parameters set, or taken away where `null`; keyset cursors are the caller's to clear. Returns `?a=b`, or `?` when nothing is left. What a form was sent to (`?/remind`) is not part of it: an address is for opening. */
export function withQuery(url: { searchParams: { toString(): string } }, changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams([...new URLSearchParams(url.searchParams.toString())].filter(([name]) => !name.startsWith('/')));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return `?${query.toString()}`;
}

/** The sort a click on a column asks for: ascending (`name`), then descending (`-name`), then ascending again. */
export function nextSort(current: string | undefined, key: string): string {
  return current === key ? `-${key}` : key;
}
