import Type from 'typebox';
import { found } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { listKeys } from './keys.ts';
import { LOGS } from './logs.ts';
import { countWaiting, findCheckpoint, listCheckpoints } from './store.ts';

const closed = { additionalProperties: false };
const log = Type.Union([Type.Literal('fact'), Type.Literal('audit'), Type.Literal('publication')], { description: 'Log' });

/** Checkpoints on a page. */
const PAGE = 20;

/** The logs with their newest signed checkpoints. */
export const listCheckpointsOperation = operation({
  name: 'proof.list-checkpoints',
  summary: 'The logs of facts, audit lines and publications with their signed checkpoints, newest first, and how many rows wait for their place.',
  kind: 'read',
  http: 'GET /proof/checkpoints',
  permission: 'proof.verify',
  input: Type.Object(
    {
      log: Type.Optional(log),
      below: Type.Optional(Type.Integer({ minimum: 0, description: 'With a log: only checkpoints over fewer entries, for the next page' })),
    },
    closed,
  ),
  output: Type.Array(
    Type.Object(
      {
        log: Type.String({ description: 'Log' }),
        waiting: Type.Integer({ description: 'Rows that wait for their place' }),
        checkpoints: Type.Array(
          Type.Object(
            {
              size: Type.Integer({ description: 'Number of entries' }),
              root: Type.String({ description: 'Root of their tree, hexadecimal' }),
              at: Type.String({ description: 'When it was signed' }),
            },
            closed,
          ),
          { description: 'Newest first' },
        ),
        next: Type.Union([Type.Integer(), Type.Null()], { description: 'For the next page: its `below`' }),
      },
      closed,
    ),
  ),
  run: async (ctx, input) => {
    const waiting = await countWaiting(ctx.db);
    const pages = [];
    for (const name of input.log === undefined ? LOGS : [input.log]) {
      const rows = await listCheckpoints(ctx.db, name, input.below, PAGE + 1);
      const checkpoints = rows.slice(0, PAGE).map(({ size, root, at }) => ({ size, root, at }));
      pages.push({ log: name, waiting: waiting.get(name) ?? 0, checkpoints, next: rows.length > PAGE ? (checkpoints.at(-1)?.size ?? null) : null });
    }
    return pages;
  },
});

/** One signed checkpoint. */
export const readCheckpoint = operation({
  name: 'proof.read-checkpoint',
  summary: 'A signed checkpoint of a log (C2SP tlog-checkpoint), to be kept elsewhere: khue verify --checkpoint says later whether the log still contains it.',
  kind: 'read',
  http: 'GET /proof/checkpoints/{log}/{size}',
  permission: 'proof.verify',
  input: Type.Object({ log, size: Type.Integer({ minimum: 1, description: 'Number of entries' }) }, closed),
  output: Type.Object({ note: Type.String({ description: 'The signed note' }) }, closed),
  run: async (ctx, input) => ({ note: found(await findCheckpoint(ctx.db, input.log, input.size), 'proof.no-checkpoint') }),
});

/** The keys with which checkpoints and receipts are checked. */
export const listKeysOperation = operation({
  name: 'proof.list-keys',
  summary: 'The keys with which checkpoints and receipts of this Khuê can be checked: the one in use, and those before it.',
  kind: 'read',
  http: 'GET /proof/keys',
  permission: 'public',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        log: Type.String({ description: 'Log' }),
        key: Type.String({ description: 'Verification key: NAME+KEYID+BASE64' }),
        since: Type.String({ description: 'Since when it signs' }),
      },
      closed,
    ),
  ),
  run: (ctx) => listKeys(ctx.db),
});
