import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';

/** A letter as it is kept. `documentId` is the first version of its PDF, `latestId` the newest; of a letter of the union's desk there is no case. */
export type Letter = {
  id: string;
  caseId: string | null;
  unitId: string;
  kind: string;
  step: string | null;
  caseNumber: number | null;
  number: string;
  content: unknown;
  documentId: string;
  latestId: string;
  signatures: number;
  signers: number;
  draftedBy: string | null;
  draftedAt: Date;
  signedAt: Date | null;
  paperId: string | null;
};

type By = { id: string } | { caseId: string } | { documentId: string } | { unit: RawBuilder<unknown> };

/** Letters: the one of an id or of any version of a document, those of a case, or those of the union's desk in units that `unit` (over `letter.unit_id`) allows; oldest first. */
export async function listLetters(db: Db, by: By, lock = false): Promise<Letter[]> {
  const where =
    'id' in by
      ? sql`letter.id = ${by.id}`
      : 'caseId' in by
        ? sql`letter.case_id = ${by.caseId}`
        : 'documentId' in by
          ? sql`(letter.paper_id = ${by.documentId}
              or letter.document_id = coalesce((select version.first_id from kernel.document_version as version where version.document_id = ${by.documentId}), ${by.documentId}))`
          : sql`letter.kind = 'union' and ${by.unit}`;
  return all(
    db,
    sql<Letter>`
      select letter.id, letter.case_id as "caseId", letter.unit_id as "unitId", letter.kind, letter.step, letter.case_number as "caseNumber", letter.number, letter.content,
        letter.document_id as "documentId", coalesce(latest.document_id, letter.document_id) as "latestId",
        (select count(*) from kernel.signature where signature.first_id = letter.document_id) as signatures,
        (select count(*) from kernel.signature_turn as turn where turn.first_id = letter.document_id) as signers,
        letter.drafted_by as "draftedBy", letter.drafted_at as "draftedAt", letter.signed_at as "signedAt", letter.paper_id as "paperId"
      from transition.letter
      left join lateral (
        select version.document_id
        from kernel.document_version as version
        where version.first_id = letter.document_id
        order by version.number desc
        limit 1
      ) as latest on true
      where ${where}
      order by letter.drafted_at, letter.id
      limit 200
      ${lock ? sql`for update of letter` : sql``}`,
  );
}

/** What a letter is kept with. */
export type NewLetter = {
  id: string;
  caseId: string | null;
  unitId: string;
  kind: string;
  step: string | null;
  caseNumber: number | null;
  number: string;
  content: unknown;
  documentId: string;
  by: string | null;
  at: Temporal.Instant;
};

/** Keeps a letter, or what was drafted anew of one that nobody has signed. */
export async function putLetter(db: Db, given: NewLetter): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.letter (id, case_id, unit_id, kind, step, case_number, number, content, document_id, drafted_by, drafted_at)
      values (${given.id}, ${given.caseId}, ${given.unitId}, ${given.kind}, ${given.step}, ${given.caseNumber}, ${given.number}, ${JSON.stringify(given.content)}::jsonb,
        ${given.documentId}, ${given.by}, ${given.at.toString()})
      on conflict on constraint letter_pkey do update
      set step = excluded.step,
        number = excluded.number,
        content = excluded.content,
        document_id = excluded.document_id,
        drafted_by = excluded.drafted_by,
        drafted_at = excluded.drafted_at`,
  );
}

/** Says that a letter bears all signatures; `paperId` is the scan of one that was signed by hand. */
export async function markSigned(db: Db, id: string, at: Temporal.Instant, paperId: string | null): Promise<void> {
  await all(
    db,
    sql`
      update transition.letter
      set signed_at = ${at.toString()},
        paper_id = ${paperId}
      where letter.id = ${id}`,
  );
}

/** Whether the signed letter is there that a step asks for, drafted while the case stood as it stands. */
export async function hasSigned(db: Db, caseId: string, kind: string, caseNumber: number, step: string): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
      select letter.id
      from transition.letter
      where letter.case_id = ${caseId}
        and letter.kind = ${kind}
        and letter.case_number = ${caseNumber}
        and letter.step = ${step}
        and letter.signed_at is not null`,
  );
  return row !== undefined;
}

/** To whom a letter was delivered. */
export type Receipt = { personId: string; name: string; toldAt: Date; receivedAt: Date | null };

/** To whom a letter was delivered, and who said to have received it. */
export async function listReceipts(db: Db, letterId: string): Promise<Receipt[]> {
  return all(
    db,
    sql<Receipt>`
      select told.person_id as "personId", person.name, told.told_at as "toldAt", told.received_at as "receivedAt"
      from transition.letter_receipt as told
      join kernel.person on person.id = told.person_id
      where told.letter_id = ${letterId}
      order by person.name_sort, told.person_id`,
  );
}

/** Notes to whom a letter is delivered. */
export async function addReceipts(db: Db, letterId: string, people: readonly string[], at: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.letter_receipt (letter_id, person_id, told_at)
      select ${letterId}::uuid, told.person_id, ${at.toString()}::timestamptz
      from unnest(${people}::uuid[]) as told (person_id)
      on conflict on constraint letter_receipt_pkey do nothing`,
  );
}

/** Notes that a person received a letter; answers whether it was delivered to that person. */
export async function markReceived(db: Db, letterId: string, personId: string, at: Temporal.Instant): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
      update transition.letter_receipt
      set received_at = coalesce(letter_receipt.received_at, ${at.toString()}::timestamptz)
      where letter_receipt.letter_id = ${letterId}
        and letter_receipt.person_id = ${personId}
      returning letter_receipt.letter_id as id`,
  );
  return row !== undefined;
}

/** Everybody who signed a letter of a case. */
export async function listSigned(db: Db, caseId: string): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ personId: string }>`
      select distinct signature.person_id as "personId"
      from transition.letter
      join kernel.signature on signature.first_id = letter.document_id
      where letter.case_id = ${caseId}`,
  );
  return rows.map(({ personId }) => personId);
}

/** Letters whose next signature is that of a person, oldest first; at most 20. */
export function toSign(personId: string): RawBuilder<{ id: string; kind: string; number: string }> {
  return sql<{ id: string; kind: string; number: string }>`
      select letter.id, letter.kind, letter.number
      from kernel.signature_turn as turn
      join transition.letter on letter.document_id = turn.first_id
      where turn.person_id = ${personId}
        and letter.signed_at is null
        and turn.position = (select count(*) + 1 from kernel.signature where signature.first_id = turn.first_id)
      order by letter.drafted_at
      limit 20`;
}

/** Letters that were delivered to a person who has not said to have received them; at most 20. */
export function toReceive(personId: string): RawBuilder<{ id: string; kind: string; number: string }> {
  return sql<{ id: string; kind: string; number: string }>`
      select letter.id, letter.kind, letter.number
      from transition.letter_receipt as told
      join transition.letter on letter.id = told.letter_id
      where told.person_id = ${personId}
        and told.received_at is null
      order by told.told_at
      limit 20`;
}
