import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import { ShownTexts } from './shown.ts';
import type { Answers, Form } from './model.ts';

const AnswersText = Type.Record(Type.String(), Type.Unknown());

/** A draft with its answers as they were saved, not pruned: whoever goes back and chooses again finds what was typed before. */
export type Draft = { id: string; version: Day; answers: Answers; expiresOn: Day; savedAt: string };

/** Whose draft of which form, about which matter. */
export type DraftKey = { form: string; personId: string; about: string };

/** The draft, unless it has expired; `lock` keeps others from changing it within the transaction. */
export async function findDraft(db: Db, { form, personId, about }: DraftKey, today: Day, lock = false): Promise<Draft | undefined> {
  const row = await one(
    db,
    sql<{ id: string; version: Day; answers: unknown; expires_on: Day; saved_at: Date }>`
      select draft.id, draft.version, draft.answers, draft.expires_on, draft.saved_at
      from kernel.form_draft as draft
      where draft.person_id = ${personId}
        and draft.form = ${form}
        and draft.about = ${about}
        and draft.expires_on >= ${today}
      ${lock ? sql`for update` : sql``}`,
  );
  if (row === undefined) return undefined;
  return { id: row.id, version: row.version, answers: Value.Parse(AnswersText, row.answers), expiresOn: row.expires_on, savedAt: row.saved_at.toISOString() };
}

/** Saves a draft in place of the one there was. */
export async function putDraft(db: Db, key: DraftKey, draft: { id: string; version: Day; answers: Answers; expiresOn: Day; savedAt: Temporal.Instant }): Promise<void> {
  await all(
    db,
    sql`
      insert into kernel.form_draft (id, form, version, person_id, about, answers, expires_on, saved_at)
      values (${draft.id}, ${key.form}, ${draft.version}, ${key.personId}, ${key.about}, ${JSON.stringify(draft.answers)}::jsonb, ${draft.expiresOn}, ${draft.savedAt.toString()})
      on conflict on constraint form_draft_own do update
      set version = excluded.version,
        answers = excluded.answers,
        expires_on = excluded.expires_on,
        saved_at = excluded.saved_at`,
  );
}

/** Deletes a draft; whether there was one. */
export async function removeDraft(db: Db, { form, personId, about }: DraftKey): Promise<boolean> {
  const removed = await one(
    db,
    sql<{ id: string }>`
      delete from kernel.form_draft as draft
      where draft.person_id = ${personId}
        and draft.form = ${form}
        and draft.about = ${about}
      returning draft.id`,
  );
  return removed !== undefined;
}

/** Deletes drafts whose time is over; how many. Their files go the same way by their own day. */
export async function dropDrafts(db: Db, today: Day): Promise<number> {
  return (await all(db, sql`delete from kernel.form_draft as draft where draft.expires_on < ${today} returning draft.id`)).length;
}

/** Deletes all drafts of a person, for erasure. */
export async function eraseDrafts(db: Db, personId: string): Promise<void> {
  await all(db, sql`delete from kernel.form_draft as draft where draft.person_id = ${personId}`);
}

/** The ids among these of files that the person put into a form. */
export async function listOwnFiles(db: Db, ids: readonly string[], personId: string): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await all(
    db,
    sql<{ id: string }>`
      select document.id
      from kernel.document
      where document.id = any(${ids}::uuid[])
        and document.created_by = ${personId}
        and document.purpose = 'form.file'`,
  );
  return rows.map(({ id }) => id);
}

/** Keeps the texts of a form under their hash, and submitted answers that refer to them. */
export async function addAnswers(
  db: Db,
  form: Form,
  kept: { id: string; answers: Answers; texts: ShownTexts; hash: string; locale: Locale; by: string | null; at: Temporal.Instant },
): Promise<void> {
  await all(
    db,
    sql`
      insert into kernel.form_text (hash, form, version, locale, texts)
      values (${kept.hash}, ${form.name}, ${form.version}, ${kept.locale}, ${JSON.stringify(kept.texts)}::jsonb)
      on conflict on constraint form_text_pkey do nothing`,
  );
  await all(
    db,
    sql`
      insert into kernel.form_answers (id, form, version, text_hash, answers, submitted_by, submitted_at)
      values (${kept.id}, ${form.name}, ${form.version}, ${kept.hash}, ${JSON.stringify(kept.answers)}::jsonb, ${kept.by}, ${kept.at.toString()})`,
  );
}

/** Submitted answers with the texts that were shown to whoever gave them. */
export type KeptAnswers = { form: string; version: Day; hash: string; texts: ShownTexts; answers: Answers; submittedBy: string | null; submittedAt: string };

/** The answers submitted under that id; undefined when there are none. Asks for no permission: the module they were submitted to does. */
export async function findAnswers(db: Db, id: string): Promise<KeptAnswers | undefined> {
  const row = await one(
    db,
    sql<{ form: string; version: Day; hash: string; texts: unknown; answers: unknown; submitted_by: string | null; submitted_at: Date }>`
      select given.form, given.version, given.text_hash as hash, text.texts, given.answers, given.submitted_by, given.submitted_at
      from kernel.form_answers as given
      join kernel.form_text as text on text.hash = given.text_hash
      where given.id = ${id}`,
  );
  if (row === undefined) return undefined;
  const { submitted_by: submittedBy, submitted_at: submittedAt, texts, answers, ...rest } = row;
  return { ...rest, texts: Value.Parse(ShownTexts, texts), answers: Value.Parse(AnswersText, answers), submittedBy, submittedAt: submittedAt.toISOString() };
}
