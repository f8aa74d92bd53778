import Type from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { operation, type AnyOperation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { addSubscription, countBrowsers, dropSubscription, listBrowsers } from './subscriptions.ts';

const closed = { additionalProperties: false };
/** Browsers that one person may have. */
const MOST = 10;
const POINT_BYTES = 65;
const AUTH_BYTES = 16;

function me(ctx: Ctx): string {
  const person = personOf(ctx.actor);
  if (person === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
  return person;
}

/** The browsers that show messages to the person who is signed in. */
export const listPush = operation({
  name: 'message.list-browsers',
  summary: 'Your browsers that show messages, and the key that a browser needs to become one.',
  kind: 'read',
  http: 'GET /messages/browsers',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      publicKey: Type.Union([Type.String(), Type.Null()], { description: 'Key of this installation (VAPID), base64url; null without web push' }),
      browsers: Type.Array(
        Type.Object(
          {
            id: Type.String({ description: 'Browser' }),
            label: Type.String({ description: 'What the browser calls itself' }),
            createdAt: Type.String({ description: 'Moment at which it was added, ISO 8601' }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  run: async (ctx) => {
    const rows = await listBrowsers(ctx.db, me(ctx));
    return {
      publicKey: ctx.services.push?.vapid.publicKey ?? null,
      browsers: rows.map(({ id, label, createdAt }) => ({ id, label, createdAt: createdAt.toISOString() })),
    };
  },
});

/** Adds a browser. */
export const addPush = operation({
  name: 'message.add-browser',
  summary: 'Let this browser show messages to you, as its push service describes it.',
  kind: 'write',
  http: 'POST /messages/browsers',
  permission: 'signed-in',
  input: Type.Object(
    {
      endpoint: Type.String({ maxLength: 1000, description: 'Address at the push service' }),
      p256dh: Type.String({ maxLength: 200, pattern: '^[A-Za-z0-9_-]+$', description: 'Public key of the browser, base64url' }),
      auth: Type.String({ maxLength: 100, pattern: '^[A-Za-z0-9_-]+$', description: 'Shared secret, base64url' }),
      label: Type.Optional(Type.String({ maxLength: 80, description: 'What the browser calls itself' })),
    },
    closed,
  ),
  output: Type.Object({ browsers: Type.Integer({ description: 'How many browsers you have now' }) }, closed),
  trace: (_input, { browsers }) => ({ detail: { browsers } }),
  run: async (ctx, { endpoint, p256dh, auth, label = '' }) => {
    const person = me(ctx);
    const keys = { p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') };
    const { push } = ctx.services;
    if (push === undefined) throw new Problem('conflict', 'message.no-push');
    if (!push.mayCall(endpoint) || keys.p256dh.length !== POINT_BYTES || keys.p256dh[0] !== 4 || keys.auth.length !== AUTH_BYTES)
      throw new Problem('invalid', 'message.bad-browser');
    await addSubscription(ctx.db, person, { endpoint, ...keys }, label, ctx.now);
    const browsers = await countBrowsers(ctx.db, person);
    if (browsers > MOST) throw new Problem('limit', 'message.many-browsers', { most: MOST });
    return { browsers };
  },
});

/** Forgets a browser. */
export const removePush = operation({
  name: 'message.remove-browser',
  summary: 'No longer show messages on one of your browsers.',
  kind: 'write',
  http: 'POST /messages/browsers/{id}/removal',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Browser' }) }, closed),
  output: Type.Object({}, closed),
  run: async (ctx, { id }) => {
    if (!(await dropSubscription(ctx.db, id, me(ctx)))) throw new Problem('missing', 'message.no-browser');
    return {};
  },
});

/** What can be asked of browsers that show messages. */
export const pushOperations: AnyOperation[] = [listPush, addPush, removePush];
