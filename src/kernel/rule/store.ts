import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { bookOf, readParameters, type OfficialText, type ParameterBook } from './book.ts';

/** An official text as it is entered. */
export type NewText = Omit<OfficialText, 'cites'> & { document: string; article: string; documentDay: Day; evidenceId: string; signedBy: string };

/** Adds an official text. */
export async function addText(db: Db, text: NewText): Promise<void> {
  await all(
    db,
    sql`
      insert into kernel.rule_text (id, parameter, valid_from, valid_to, value, document, article, document_day, evidence_id, signed_by)
      values (${text.id}, ${text.parameter}, ${text.validFrom}, ${text.validTo}, ${text.value}, ${text.document}, ${text.article}, ${text.documentDay},
        ${text.evidenceId}, ${text.signedBy})`,
  );
}

/** Notes that a text no longer counts; whether it did until now. */
export async function addWithdrawal(db: Db, textId: string, reason: string, by: string | null): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
      insert into kernel.rule_text_withdrawal (text_id, reason, withdrawn_by)
      select rule_text.id, ${reason}, ${by}
      from kernel.rule_text
      where rule_text.id = ${textId}
      on conflict on constraint rule_text_withdrawal_pkey do nothing
      returning rule_text_withdrawal.text_id as id`,
  );
  return row !== undefined;
}

/** The parameters with the official texts that count: what rules compute with. Load it once for many calculations. */
export async function currentBook(db: Db, root: string): Promise<ParameterBook> {
  const texts = await all(
    db,
    sql<OfficialText>`
      select text.id, text.parameter, text.valid_from as "validFrom", text.valid_to as "validTo", text.value,
        text.document || ', ' || text.article as cites
      from kernel.rule_text as text
      where not exists (
        select 1
        from kernel.rule_text_withdrawal as withdrawal
        where withdrawal.text_id = text.id)
      order by text.entered_at desc, text.id desc`,
  );
  return bookOf(readParameters(root), texts);
}

/** An official text with who signs for it, and how it was taken back if it was. */
export type TextRow = {
  id: string;
  parameter: string;
  validFrom: Day;
  validTo: Day;
  value: string;
  document: string;
  article: string;
  documentDay: Day;
  evidenceId: string;
  evidenceName: string;
  signer: string | null;
  enteredAt: Date;
  reason: string | null;
  withdrawnAt: Date | null;
  withdrawer: string | null;
};

/** Every official text ever entered, of one parameter or of all, newest first. */
export async function listTexts(db: Db, parameter?: string): Promise<TextRow[]> {
  return all(
    db,
    sql<TextRow>`
      select text.id, text.parameter, text.valid_from as "validFrom", text.valid_to as "validTo", text.value, text.document, text.article,
        text.document_day as "documentDay", text.evidence_id as "evidenceId", evidence.name as "evidenceName", signer.name as signer, text.entered_at as "enteredAt",
        withdrawal.reason, withdrawal.withdrawn_at as "withdrawnAt", withdrawer.name as withdrawer
      from kernel.rule_text as text
      join kernel.document as evidence on evidence.id = text.evidence_id
      left join kernel.person as signer on signer.id = text.signed_by
      left join kernel.rule_text_withdrawal as withdrawal on withdrawal.text_id = text.id
      left join kernel.person as withdrawer on withdrawer.id = withdrawal.withdrawn_by
      where ${parameter ?? null}::text is null
        or text.parameter = ${parameter ?? null}
      order by text.entered_at desc, text.id desc`,
  );
}

/** Whether a document is the evidence of an official text. */
export async function isEvidence(db: Db, documentId: string): Promise<boolean> {
  return (await one(db, sql<{ id: string }>`select text.id from kernel.rule_text as text where text.evidence_id = ${documentId} limit 1`)) !== undefined;
}
