/** The places in which two JSON values differ, as JSON pointers, in the order of the newer one. Lists are compared as wholes. */
export function changedPlaces(before: unknown, after: unknown, at = ''): string[] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    return names.flatMap((name) => changedPlaces(before[name], after[name], `${at}/${name}`));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [at === '' ? '/' : at];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
