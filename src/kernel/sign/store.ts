import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Transport } from './key.ts';
import type { Place } from './place.ts';
import type { ReadySignature } from './signing.ts';

/** Whose turn it is to sign, as what, why, where: one line of the plan of a document. */
export type Turn = { personId: string; capacity: string; reason: string; location: string; place: Place | undefined };

/** A signature that was made here. */
export type SignatureLine = {
  position: number;
  documentId: string;
  personId: string;
  capacity: string;
  reason: string;
  location: string;
  transport: Transport;
  level: 'B-B' | 'B-T';
  /** ISO 8601. */
  signedAt: string;
};

type TurnRow = { person_id: string; capacity: string; reason: string; location: string; page: number | null; x: number; y: number; width: number; height: number };

/** The plan of a document, in order; empty when there is none. */
export async function listTurns(db: Db, firstId: string): Promise<Turn[]> {
  const rows = await all(
    db,
    sql<TurnRow>`
      select turn.person_id, turn.capacity, turn.reason, turn.location, turn.page,
        turn.x_mm::float8 as x, turn.y_mm::float8 as y, turn.width_mm::float8 as width, turn.height_mm::float8 as height
      from kernel.signature_turn as turn
      where turn.first_id = ${firstId}
      order by turn.position`,
  );
  return rows.map(({ person_id, capacity, reason, location, page, x, y, width, height }) => ({
    personId: person_id,
    capacity,
    reason,
    location,
    place: page === null ? undefined : { page, x, y, width, height },
  }));
}

/** Writes the plan of a document. */
export async function insertTurns(db: Db, firstId: string, turns: Turn[]): Promise<void> {
  const rows = turns.map(({ personId, capacity, reason, location, place }, index) => ({ position: index + 1, personId, capacity, reason, location, place: place ?? null }));
  await all(
    db,
    sql`
      insert into kernel.signature_turn (first_id, position, person_id, capacity, reason, location, page, x_mm, y_mm, width_mm, height_mm)
      select ${firstId}, (turn->>'position')::integer, (turn->>'personId')::uuid, turn->>'capacity', turn->>'reason', turn->>'location',
        (turn->'place'->>'page')::integer, (turn->'place'->>'x')::numeric, (turn->'place'->>'y')::numeric,
        (turn->'place'->>'width')::numeric, (turn->'place'->>'height')::numeric
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as turn`,
  );
}

/** The signatures made here on any version of a document, in order. */
export async function listSignatures(db: Db, firstId: string): Promise<SignatureLine[]> {
  const rows = await all(
    db,
    sql<{
      position: number;
      document_id: string;
      person_id: string;
      capacity: string;
      reason: string;
      location: string;
      transport: Transport;
      level: 'B-B' | 'B-T';
      signed_at: Date;
    }>`
      select signature.position, signature.document_id, signature.person_id, signature.capacity, signature.reason, signature.location,
        signature.transport, signature.level, signature.signed_at
      from kernel.signature
      where signature.first_id = ${firstId}
      order by signature.position`,
  );
  return rows.map(({ document_id, person_id, signed_at, ...rest }) => ({ ...rest, documentId: document_id, personId: person_id, signedAt: signed_at.toISOString() }));
}

/** Writes down that a version of a document bears a signature. */
export async function insertSignature(db: Db, id: string, firstId: string, documentId: string, ready: ReadySignature): Promise<void> {
  await all(
    db,
    sql`
      insert into kernel.signature (id, document_id, first_id, position, person_id, capacity, reason, location, transport, level, certificate_sha256, signed_at)
      values (
        ${id}, ${documentId}, ${firstId}, ${ready.position}, ${ready.personId}, ${ready.capacity}, ${ready.reason}, ${ready.location},
        ${ready.transport}, ${ready.level}, ${ready.certificateSha256}, ${ready.at.toString()}
      )`,
  );
}

/** The papers that a person has put in to sign, newest first, each in its latest version, with the number of signatures made here. */
export async function listPapers(db: Db, personId: string, purpose: string): Promise<{ documentId: string; name: string; signatures: number; createdAt: string }[]> {
  const rows = await all(
    db,
    sql<{ id: string; name: string; signatures: number; created_at: Date }>`
      select document.id, document.name, document.created_at,
        (select count(*)::integer from kernel.signature where signature.first_id = version.first_id) as signatures
      from kernel.document
      left join kernel.document_version as version on version.document_id = document.id
      where document.created_by = ${personId}
        and document.purpose = ${purpose}
        and document.dropped_at is null
        and not exists (select 1 from kernel.document_version as next where next.previous_id = document.id)
      order by document.created_at desc
      limit 100`,
  );
  return rows.map(({ id, name, signatures, created_at }) => ({ documentId: id, name, signatures, createdAt: created_at.toISOString() }));
}

/** The name of a person of the register; undefined when there is none or it was erased. */
export async function findName(db: Db, personId: string): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ name: string }>`
      select person.name
      from kernel.person
      where person.id = ${personId}
        and person.erased_at is null`,
  );
  return row?.name;
}

/** What a person is on a day: title of the main post and name of its unit; undefined when the person holds none. */
export async function findPost(db: Db, personId: string, day: string): Promise<{ title: string; unit: string } | undefined> {
  return one(
    db,
    sql<{ title: string; unit: string }>`
      select post.title, unit_version.name_vi as unit
      from kernel.posting
      join kernel.post on post.id = posting.post_id
      join kernel.unit_version on unit_version.unit_id = posting.unit_id
      where posting.person_id = ${personId}
        and posting.main
        and posting.valid_from <= ${day}
        and posting.valid_to > ${day}
        and unit_version.valid_from <= ${day}
        and unit_version.valid_to > ${day}`,
  );
}
