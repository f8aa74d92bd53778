import Type from 'typebox';
import { MessageBody } from '#content/campaigns/message.ts';
import { sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, mayAnywhere, personOf, scope } from '#kernel/org/index.ts';
import { findDocument } from '../library/store.ts';
import { handBack, lastHandedBack, Reason } from '../hand-back.ts';
import { closed, MessageId } from '../model.ts';
import { listFiles } from './files.ts';
import { MessageLine, MessagePage } from './model.ts';
import { bodyFaults, changedIn, FAMILIES_NEEDED, familiesOf, measureOf, wordCount } from './rules.ts';
import { addMessage, findVersion, getVersion, listAskable, listItemRows, listNewest, listVersions, putDraft, retireFamilies, stepVersion, type Version } from './store.ts';
import { putIntoUse } from './supersede.ts';
import { unitOfMessage } from './unit.ts';

const VersionNumber = Type.Integer({ minimum: 1, description: 'Version' });

/** The messages of the asker's units and those of the whole city. */
export const listMessages = operation({
  name: 'campaigns.list-messages',
  summary: 'The messages that campaigns can carry, each in its newest version: state, length, families of items.',
  kind: 'read',
  http: 'GET /campaigns/messages',
  permission: 'campaigns.review',
  input: Type.Object({}, closed),
  output: Type.Array(MessageLine),
  run: async (ctx) => {
    const own = scope(ctx.actor, 'campaigns.prepare', sql`message.unit_id`, ctx.today);
    const rows = await listNewest(ctx.db, sql`(message.unit_id is null or ${own})`);
    return rows.map((row) => ({
      id: row.messageId,
      title: ctx.locale === 'vi' ? row.titleVi : row.titleEn,
      version: row.version,
      state: row.state,
      words: row.words,
      families: row.families,
      enough: row.families >= FAMILIES_NEEDED,
    }));
  },
});

/** A message for its authors. */
export const readMessage = operation({
  name: 'campaigns.read-message',
  summary: 'A version of a message with its plain text, measure of length and reading, versions, bank of items with keys, files, and what keeps it from being approved.',
  kind: 'read',
  http: 'GET /campaigns/messages/{id}',
  permission: 'campaigns.review',
  input: Type.Object({ id: MessageId, version: Type.Optional(VersionNumber) }, closed),
  output: MessagePage,
  run: async (ctx, { id, version }) => {
    const shown = await newestOr(ctx, id, version);
    const items = await listItemRows(ctx.db, id);
    const live = await liveFamilies(ctx, id);
    const { words, minutes, reading } = measureOf(shown.body);
    const me = personOf(ctx.actor) ?? null;
    const document = shown.documentId === null ? undefined : await findDocument(ctx.db, shown.documentId);
    return {
      id,
      version: shown.version,
      state: shown.state,
      body: shown.body,
      measure: { words, minutes, level: reading.level },
      document: document === undefined ? null : `${document.number}: ${ctx.locale === 'vi' ? document.titleVi : document.titleEn}`,
      documentId: document?.id ?? null,
      changed: shown.changed,
      changedWhy: shown.changedWhy,
      handedBack: await lastHandedBack(ctx.db, { what: 'message', id, version: shown.version }),
      mine: shown.writtenBy !== null && shown.writtenBy === me,
      faults: bodyFaults(shown.body, live).map(({ code, values = {} }) => ({ code, values })),
      families: live.length,
      needed: FAMILIES_NEEDED,
      versions: (await listVersions(ctx.db, id)).map(({ changed: _changed, approvedAt, ...row }) => ({ ...row, approvedAt: approvedAt?.toISOString() ?? null })),
      items: items.map(({ writtenBy, ...row }) => ({ ...row, prompt: row.item.text.vi.prompt, mine: writtenBy !== null && writtenBy === me })),
      files: await listFiles(ctx.db, id, shown.version),
      mayPrepare: mayAnywhere(ctx.actor, 'campaigns.prepare'),
      mayApprove: mayAnywhere(ctx.actor, 'campaigns.approve'),
    };
  },
});

async function newestOr(ctx: Ctx, id: string, version: number | undefined): Promise<Version> {
  if (version !== undefined) return getVersion(ctx.db, id, version);
  const [newest] = await listVersions(ctx.db, id);
  return getVersion(ctx.db, id, newest?.version);
}

/** Writes a message. */
export const saveMessage = operation({
  name: 'campaigns.save-message',
  summary: 'Write a new message, or a new version of one, as a draft; a version says which families of items changed in matter, none when only the wording did.',
  kind: 'write',
  http: 'POST /campaigns/messages',
  permission: 'campaigns.prepare',
  unit: async (ctx, { id, unitId }) => (id === undefined ? unitId : unitOfMessage(ctx, id)),
  input: Type.Object(
    {
      id: Type.Optional(Type.String({ format: 'uuid', description: 'Message; left out for a new one' })),
      unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Unit whose message a new one is; left out: of the whole city' })),
      documentId: Type.Optional(Type.String({ format: 'uuid', description: 'Document that a new one explains' })),
      body: MessageBody,
      changed: Type.Array(Type.String({ pattern: '^[a-z0-9-]{1,80}$' }), {
        maxItems: 12,
        description: 'Families whose matter differs from the version before; new ones count by themselves',
      }),
      changedWhy: Type.Optional(Type.String({ maxLength: 500, description: 'What changed, told to whoever is asked again' })),
    },
    closed,
  ),
  output: Type.Object({ id: MessageId, version: VersionNumber }, closed),
  trace: (_input, { id, version }) => ({ subject: id, detail: { version } }),
  run: async (ctx, { id: given, unitId, documentId, body, changed: said, changedWhy }) => {
    const by = personOf(ctx.actor) ?? null;
    const id = given ?? newId();
    const stray = said.find((family) => !familiesOf(body).includes(family));
    if (stray !== undefined) throw refused([{ at: '/changed', code: 'campaigns-message.fault-changed-unknown', values: { family: stray } }]);
    if (given === undefined) await addMessage(ctx.db, { id, key: null, documentId: documentId ?? null, unitId: unitId ?? null, createdBy: by });
    const [newest] = given === undefined ? [] : await listVersions(ctx.db, id);
    if (newest?.state === 'submitted') throw new Problem('conflict', 'campaigns-message.is-submitted');
    const version = newest === undefined ? 1 : newest.state === 'draft' ? newest.version : newest.version + 1;
    const before = version === 1 ? undefined : await findVersion(ctx.db, id);
    const changed = changedIn(body, before?.state === 'approved' ? before.body : undefined, said);
    if (changed.length > 0 && (changedWhy ?? '').trim() === '') throw refused([{ at: '/changedWhy', code: 'campaigns-message.fault-why-missing' }]);
    const kept = await putDraft(ctx.db, {
      messageId: id,
      version,
      origin: 'local',
      body,
      words: wordCount(body.text.vi.plain),
      changed,
      changedWhy: changedWhy ?? null,
      writtenBy: by,
    });
    if (!kept) throw new Problem('conflict', 'campaigns-message.is-submitted');
    return { id, version };
  },
});

/** Hands a draft to a second person. */
export const submitMessage = operation({
  name: 'campaigns.submit-message',
  summary: 'Hand the draft of a message to a second person for approval; refused while something is wrong with it.',
  kind: 'write',
  http: 'POST /campaigns/messages/{id}/versions/{version}/submission',
  permission: 'campaigns.prepare',
  unit: (ctx, { id }) => unitOfMessage(ctx, id),
  input: Type.Object({ id: MessageId, version: VersionNumber }, closed),
  output: Type.Object({ state: Type.String({ description: 'New state' }) }, closed),
  trace: ({ id, version }) => ({ subject: id, detail: { version } }),
  run: async (ctx, { id, version }) => {
    const { body } = await getVersion(ctx.db, id, version);
    const kinds = (await listFiles(ctx.db, id, version)).map(({ kind }) => kind);
    const silent: InputError[] = kinds.includes('video') && !kinds.includes('captions') ? [{ at: '/file', code: 'campaigns-message.fault-no-captions' }] : [];
    const faults = [...bodyFaults(body, await liveFamilies(ctx, id)), ...silent];
    if (faults.length > 0) throw refused(faults);
    if (!(await stepVersion(ctx.db, { messageId: id, version }, 'draft', 'submitted'))) throw new Problem('conflict', 'campaigns-message.no-draft');
    return { state: 'submitted' };
  },
});

/** A second person approves a version or hands it back. */
export const decideMessage = operation({
  name: 'campaigns.decide-message',
  summary:
    'Approve a submitted version of a message, or hand it back with the reason, which its author is told; never by who wrote it. An approved version is in use at once: whoever understood what changed is asked again.',
  kind: 'write',
  http: 'POST /campaigns/messages/{id}/versions/{version}/decision',
  permission: 'campaigns.approve',
  unit: (ctx, { id }) => unitOfMessage(ctx, id),
  input: Type.Object({ id: MessageId, version: VersionNumber, approve: Type.Boolean({ description: 'Whether it is approved' }), reason: Reason }, closed),
  output: Type.Object({ state: Type.String({ description: 'New state' }), askedAgain: Type.Integer({ description: 'People who are asked again' }) }, closed),
  trace: ({ id, version, approve }, { askedAgain }) => ({ subject: id, detail: { version, approve, askedAgain } }),
  run: async (ctx, { id, version, approve, reason }) => {
    const shown = await getVersion(ctx.db, id, version);
    const by = personOf(ctx.actor) ?? null;
    if (shown.writtenBy !== null && shown.writtenBy === by) throw new Problem('forbidden', 'campaigns-message.second-person');
    if (shown.state !== 'submitted') throw new Problem('conflict', 'campaigns-message.not-submitted');
    if (!approve) {
      await handBack(ctx, { what: 'message', id, version, author: shown.writtenBy, title: shown.titleVi }, reason);
      return { state: 'draft', askedAgain: 0 };
    }
    const faults = bodyFaults(shown.body, await liveFamilies(ctx, id));
    if (faults.length > 0) throw refused(faults);
    const before = (await listVersions(ctx.db, id)).find(({ state }) => state === 'approved');
    if (before !== undefined) await stepVersion(ctx.db, { messageId: id, version: before.version }, 'approved', 'superseded');
    await stepVersion(ctx.db, { messageId: id, version }, 'submitted', 'approved', { approvedBy: by, at: ctx.now });
    const unitId = shown.unitId ?? (await getRoot(ctx.db, ctx.today)).id;
    await retireFamilies(ctx.db, id, familiesOf(shown.body));
    await record(ctx, [{ kind: 'campaigns.message-approved', subject: id, unitId, day: ctx.today, data: { version } }]);
    return { state: 'approved', askedAgain: before === undefined ? 0 : await putIntoUse(ctx, id, version, shown.changed) };
  },
});

async function liveFamilies(ctx: Ctx, id: string): Promise<string[]> {
  return [...new Set((await listAskable(ctx.db, id)).map(({ family }) => family))];
}

function refused(errors: InputError[]): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, errors);
}

/** What can be asked of messages. */
export const messageOperations = [listMessages, readMessage, saveMessage, submitMessage, decideMessage];
