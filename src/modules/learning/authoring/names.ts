import { slug } from '#base/text/index.ts';
import { newId } from '#base/id/index.ts';

/** What a title is called in addresses: small letters without marks, digits and dashes, at most 48 characters; empty when nothing is left. */
export function slugOf(title: string): string {
  return slug(title, 48);
}

/** A name that nothing had before: what the title is called, and six random digits. */
export function freshName(title: string, fallback: string): string {
  return `${slugOf(title) || fallback}-${newId().slice(-6)}`;
}
