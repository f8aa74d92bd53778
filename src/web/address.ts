/** A path of this site to go on to; anything else (another site, no path) becomes the first page. */
export function safePath(next: FormDataEntryValue | string | null): string {
  if (typeof next !== 'string' || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/';
  return next;
}
