import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Json } from '../../testing.ts';
import type { Ask } from '../testing.ts';

/** One of the three resources of documents, with a shelf that nobody else uses. */
export type Shelf = { resource: string; query: () => Json; name: string };

const iri = () => `http://example.com/${randomUUID()}`;
const agent = () => ({ objectType: 'Agent', account: { homePage: 'http://example.com', name: randomUUID() } });
/** States. */
export const STATE: Shelf = { resource: 'activities/state', query: () => ({ activityId: iri(), agent: agent() }), name: 'stateId' };
/** Profiles of agents. */
export const AGENT: Shelf = { resource: 'agents/profile', query: () => ({ agent: agent() }), name: 'profileId' };
/** Profiles of activities. */
export const ACTIVITY: Shelf = { resource: 'activities/profile', query: () => ({ activityId: iri() }), name: 'profileId' };

/** Only when nothing is there. */
export const NEW = { 'if-none-match': '*' };
/** Bytes of no known type. */
export const plain = { 'content-type': 'application/octet-stream' };
/** SHA-1, hexadecimal. */
export const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

/** The parameters of one document. */
export const one = (shelf: Shelf): Json => ({ ...shelf.query(), [shelf.name]: 'một' });
/** Parameters without one of them. */
export const without = (query: Json, field: string): Json => Object.fromEntries(Object.entries(query).filter(([name]) => name !== field));

/** Asks with each method and wants one status from all. */
export async function each({ ask }: Ask, shelf: Shelf, query: Json, status: number, methods = ['PUT', 'POST', 'GET', 'DELETE']): Promise<void> {
  for (const method of methods) {
    const body = method === 'PUT' || method === 'POST' ? { body: { a: 1 } } : {};
    const answer = await ask(method, shelf.resource, { query, headers: method === 'PUT' ? NEW : {}, ...body });
    expect([method, query, answer.status]).toEqual([method, query, status]);
  }
}
