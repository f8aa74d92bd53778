/** The version that the address asks for; 0: people who have understood none. */
export function versionIn({ searchParams }: URL): { version?: number } {
  const typed = searchParams.get('version') ?? '';
  return /^\d{1,3}$/.test(typed) ? { version: Number(typed) } : {};
}
