import type { MessageBody, MessageItem } from '#content/campaigns/message.ts';
import type { Db } from '#base/db/index.ts';
import { listFiles } from './files.ts';
import { measureOf } from './rules.ts';
import { findItem, getVersion } from './store.ts';

/** Items and versions kept in this process at the most, each: a thousand people who answer in the same minute are asked about the same few. */
const MOST = 500;

type File = Awaited<ReturnType<typeof listFiles>>[number];

/** The words and files of a version, with the minutes that a slow reader needs. */
type KnownVersion = { body: MessageBody; files: File[]; minutes: number };

const items = new Map<string, MessageItem>();
const versions = new Map<string, KnownVersion>();

/** One version of an item, or undefined. Its words never change, so they are read and checked once. */
export async function knownItem(db: Db, at: { messageId: string; itemId: string; itemVersion: number }): Promise<MessageItem | undefined> {
  const key = `${at.messageId} ${at.itemId} ${at.itemVersion}`;
  const known = items.get(key);
  if (known !== undefined) return known;
  const item = await findItem(db, at);
  if (item !== undefined) keep(items, key, item);
  return item;
}

/** The words and files of a version; once approved they never change and are read once. Throws `missing`. */
export async function knownVersion(db: Db, messageId: string, version: number): Promise<KnownVersion> {
  const key = `${messageId} ${version}`;
  const known = versions.get(key);
  if (known !== undefined) return known;
  const { body, state } = await getVersion(db, messageId, version);
  const read = { body, files: await listFiles(db, messageId, version), minutes: measureOf(body).minutes };
  if (state === 'approved' || state === 'superseded') keep(versions, key, read);
  return read;
}

function keep<T>(kept: Map<string, T>, key: string, value: T): void {
  if (kept.size >= MOST) kept.clear();
  kept.set(key, value);
}
