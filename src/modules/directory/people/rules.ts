/** A full name as it is kept: composed letters (NFC), single spaces, none at the ends. */
export function cleanName(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ');
}

/** The given name, by which Vietnamese people are addressed: the last word of the full name. */
export function givenName(name: string): string {
  return name.trim().split(/\s+/).at(-1) ?? '';
}
