import type { JsonObject } from './json.ts';

/** The versions of xAPI that are spoken, each with the header of its newest patch. */
export const VERSIONS = { '1.0': '1.0.3', '2.0': '2.0.0' } as const satisfies Record<string, string>;
/** The same with every patch: what the store says of itself. */
export const PATCHES = ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '2.0.0'];
/** A version of xAPI, without its patch. */
export type Version = keyof typeof VERSIONS;

/** The verb by which a statement takes back another (xAPI part two, 2.3.2). */
export const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';
/** The use of an attachment that signs its statement (part two, 2.6). */
export const SIGNATURE = 'http://adlnet.gov/expapi/attachments/signature';

/** What a client may do (part three, 4.2); `all` is everything, `all/read` all reading. */
export const SCOPES = ['statements/write', 'statements/read/mine', 'statements/read', 'state', 'define', 'profile', 'all/read', 'all'] as const;
/** One of them. */
export type Scope = (typeof SCOPES)[number];

/** Sizes that are accepted: a request in bytes (the server's own limit), a JSON body in bytes, statements in it, a document of the document resources in bytes, attachments of a request. */
export const LIMITS = { request: 64 * 1_048_576, json: 16 * 1_048_576, statements: 10_000, document: 4 * 1_048_576, attachments: 100 } as const;
/** Statements in an answer: how many when nobody says how many, and at the most. */
export const PAGE = { usual: 100, most: 500 } as const;

/** Who writes or reads: a client with its scopes, or Khuê itself. `agent` and `registration` bind the client of a launch to its learner. */
export type Asker = {
  /** Undefined: Khuê itself. */
  clientId: string | undefined;
  scopes: readonly Scope[];
  /** The agent that asserts what this asker writes. */
  authority: JsonObject;
  agent: JsonObject | undefined;
  registration: string | undefined;
};

/** A statement that was checked and is complete but for `stored`. */
export type Ready = { id: string; statement: JsonObject; target: string | undefined; voiding: boolean };

/** Bytes that came with statements: what their statement calls them, and the document they are kept as. */
export type Received = { sha2: string; documentId: string; contentType: string; length: number; bytes: Buffer | undefined };
