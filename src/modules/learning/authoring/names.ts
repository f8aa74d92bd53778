import { newId } from '#base/id/index.ts';

/** What a title is called in addresses: small letters without marks, digits and dashes, at most 48 characters; empty when nothing is left. */
export function slugOf(title: string): string {
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
}

/** A name that nothing had before: what the title is called, and six random digits. */
export function freshName(title: string, fallback: string): string {
  return `${slugOf(title) || fallback}-${newId().slice(-6)}`;
}
