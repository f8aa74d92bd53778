/**
 * The key by which Vietnamese lists sort a person: given name first, then surname and middle names
 * ("Nguyễn Thị Minh Hạnh" → "Hạnh Nguyễn Thị Minh"). Compare with the collation `kernel.vi`.
 */
export function sortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const given = words.pop() ?? '';
  return [given, ...words].join(' ');
}
