import Type from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed, nullable } from '../model.ts';
import { listClientLines, revokeClient } from './client-store.ts';
import { issue, USUAL_PER_MINUTE } from './credential.ts';
import { SCOPES } from './model.ts';

const Text = (description: string) => Type.String({ description });
const Scope = Type.Enum([...SCOPES], { description: 'Scope, as xAPI names it' });

/** The programs that may speak to the learning record store. */
export const listRecordClients = operation({
  name: 'learning.list-record-clients',
  summary: 'The programs that were let in to the learning record store, with their scopes; never their secrets.',
  kind: 'read',
  http: 'GET /learning/record-clients',
  permission: 'learning.manage-clients',
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      endpoint: Text('Address of the store'),
      clients: Type.Array(
        Type.Object(
          {
            id: Text('Client'),
            name: Text('Name'),
            key: Text('User name of HTTP Basic'),
            scopes: Type.Array(Scope, { description: 'What it may do' }),
            mostPerMinute: Type.Integer({ description: 'Requests a minute at the most' }),
            createdAt: Text('When it was let in'),
            createdBy: nullable(Text('Who let it in')),
            revokedAt: nullable(Text('When it was shut out')),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  run: async (ctx) => ({
    endpoint: `${ctx.services.publicUrl}/xapi/`,
    clients: (await listClientLines(ctx.db)).map((line) => ({ ...line, createdAt: line.createdAt.toISOString(), revokedAt: line.revokedAt?.toISOString() ?? null })),
  }),
});

/** Lets a program in. */
export const createRecordClient = operation({
  name: 'learning.create-record-client',
  summary: 'Let a program in to the learning record store. Its secret stays with the asker: only the SHA-256 of it is given.',
  kind: 'write',
  http: 'POST /learning/record-clients',
  permission: 'learning.manage-clients',
  input: Type.Object(
    {
      name: Type.String({ minLength: 3, maxLength: 100, description: 'Name of the program' }),
      scopes: Type.Array(Scope, { uniqueItems: true, description: 'What it may do; at least one' }),
      secretSha256: Type.String({
        pattern: '^[0-9a-f]{64}$',
        examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
        description: 'SHA-256 of the secret, hexadecimal; the secret is 256 random bits',
      }),
      mostPerMinute: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: `Requests a minute at the most; ${USUAL_PER_MINUTE} when left out` })),
    },
    closed,
  ),
  output: Type.Object({ id: Text('Client'), key: Text('User name of HTTP Basic') }, closed),
  trace: ({ scopes }, { id }) => ({ subject: id, detail: { scopes: scopes.join(' ') } }),
  run: async (ctx, { name, ...wanted }) => {
    if (wanted.scopes.length === 0) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/scopes', code: 'learning-records.scope-needed' }]);
    const { clientId, key } = await issue(ctx, { ...wanted, kind: 'program', name: name.trim() });
    return { id: clientId, key };
  },
});

/** Shuts a program out. */
export const revokeRecordClient = operation({
  name: 'learning.revoke-record-client',
  summary: 'Shut a program out of the learning record store at once; what it wrote stays.',
  kind: 'write',
  http: 'POST /learning/record-clients/{id}/revocation',
  permission: 'learning.manage-clients',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Client' }) }, closed),
  output: Type.Object({}, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    if (!(await revokeClient(ctx.db, id, personOf(ctx.actor)))) throw new Problem('missing', 'learning-records.no-client');
    return {};
  },
});
