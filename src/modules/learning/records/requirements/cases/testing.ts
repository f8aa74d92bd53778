import type { Spoken } from '../testing.ts';

/** A value put into a good statement, and whether the store takes it; `only`: in this version. What is put beside `id` and the like is tried within a statement too. */
export type Case = [ids: string, section: string, path: string, value: unknown, status: 200 | 400, only?: Spoken];

/** An IRI. */
export const IRI = 'http://example.com/x';
/** A UUID. */
export const UUID = '8f87ccde-bb56-4c2e-ab83-44982ef22df0';
/** Somebody. */
export const anna = { mbox: 'mailto:anna@example.com' };
/** Somebody else. */
export const bob = { openid: 'http://example.com/bob' };
/** A group of both. */
export const group = { objectType: 'Group', member: [anna, bob] };
/** A reference to a statement. */
export const ref = { objectType: 'StatementRef', id: UUID };
/** A statement within another. */
export const within = { objectType: 'SubStatement', actor: anna, verb: { id: IRI }, object: { id: IRI } };
/** What is said of an attachment that is elsewhere. */
export const file = { usageType: IRI, display: { vi: 'Tệp' }, contentType: 'text/plain; charset=ascii', length: 27, sha2: 'a'.repeat(64), fileUrl: IRI };
/** What is no text of any form, and no object that is known. */
export const WRONG = [1, 'sai', { key: 'sai' }];

/** Values that are refused at a path. */
export const wrong = (ids: string, section: string, path: string, values: readonly unknown[]): Case[] => values.map((value) => [ids, section, path, value, 400]);
/** Values that are taken at a path. */
export const right = (ids: string, section: string, path: string, values: readonly unknown[]): Case[] => values.map((value) => [ids, section, path, value, 200]);
