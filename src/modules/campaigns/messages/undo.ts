import Type from 'typebox';
import { all, one, sql } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { closed, MessageId } from '../model.ts';
import { getVersion, stepVersion } from './store.ts';
import { unitOfMessage } from './unit.ts';

const VersionNumber = Type.Integer({ minimum: 1, description: 'Version' });

/** Takes a message back that waits for approval. */
export const withdrawMessage = operation({
  name: 'campaigns.withdraw-message',
  summary: 'Take back a version of a message that waits for approval: it is a draft again.',
  kind: 'write',
  http: 'POST /campaigns/messages/{id}/versions/{version}/withdrawal',
  permission: 'campaigns.prepare',
  unit: (ctx, { id }) => unitOfMessage(ctx, id),
  input: Type.Object({ id: MessageId, version: VersionNumber }, closed),
  output: Type.Object({ state: Type.String({ description: 'New state' }) }, closed),
  trace: ({ id, version }) => ({ subject: id, detail: { version } }),
  run: async (ctx, { id, version }) => {
    if (!(await stepVersion(ctx.db, { messageId: id, version }, 'submitted', 'draft'))) throw new Problem('conflict', 'campaigns-message.not-submitted');
    return { state: 'draft' };
  },
});

/** Throws the draft of a version away. */
export const dropMessage = operation({
  name: 'campaigns.drop-message',
  summary:
    'Throw the draft of a version of a message away, with its files; the version before stays in use. With its only version the message goes, and its questions. Refused while a campaign carries it.',
  kind: 'write',
  http: 'DELETE /campaigns/messages/{id}/versions/{version}',
  permission: 'campaigns.prepare',
  unit: (ctx, { id }) => unitOfMessage(ctx, id),
  input: Type.Object({ id: MessageId, version: VersionNumber }, closed),
  output: Type.Object({ gone: Type.Boolean({ description: 'Whether the whole message went with it' }) }, closed),
  trace: ({ id, version }, { gone }) => ({ subject: id, detail: { version, gone } }),
  run: async (ctx, { id, version }) => {
    if ((await getVersion(ctx.db, id, version)).state !== 'draft') throw new Problem('conflict', 'campaigns-message.no-draft');
    const carried = await one(
      ctx.db,
      sql<{ id: string }>`
      select asked.campaign_id as id
      from campaigns.campaign_message as asked
      where asked.message_id = ${id}
        and asked.version = ${version}
      limit 1`,
    );
    if (carried !== undefined) throw new Problem('conflict', 'campaigns-message.carried');
    await all(ctx.db, sql`delete from campaigns.message_file where message_file.message_id = ${id} and message_file.version = ${version}`);
    await all(
      ctx.db,
      sql`delete from campaigns.message_version where message_version.message_id = ${id} and message_version.version = ${version} and message_version.state = 'draft'`,
    );
    const left = await one(ctx.db, sql<{ version: number }>`select message_version.version from campaigns.message_version where message_version.message_id = ${id} limit 1`);
    if (left !== undefined) return { gone: false };
    await all(ctx.db, sql`delete from campaigns.item where item.message_id = ${id}`);
    await all(ctx.db, sql`delete from campaigns.message where message.id = ${id}`);
    return { gone: true };
  },
});

/** Takes a file off a draft. */
export const dropFile = operation({
  name: 'campaigns.drop-file',
  summary: 'Take a picture, sound, video or captions off a draft of a message. What an approved version shows stays.',
  kind: 'write',
  http: 'DELETE /campaigns/messages/{id}/files/{file}',
  permission: 'campaigns.prepare',
  unit: (ctx, { id }) => unitOfMessage(ctx, id),
  input: Type.Object({ id: MessageId, file: Type.String({ format: 'uuid', description: 'File' }) }, closed),
  output: Type.Object({}, closed),
  trace: ({ id, file }) => ({ subject: id, detail: { file } }),
  run: async (ctx, { id, file }) => {
    const row = await one(
      ctx.db,
      sql<{ id: string }>`
      delete from campaigns.message_file
      using campaigns.message_version as version
      where message_file.id = ${file}
        and message_file.message_id = ${id}
        and version.message_id = message_file.message_id
        and version.version = message_file.version
        and version.state = 'draft'
      returning message_file.id`,
    );
    found(row, 'campaigns-message.no-draft-file');
    return {};
  },
});

/** What can be taken back of messages. */
export const messageUndoOperations = [withdrawMessage, dropMessage, dropFile];
