import { all, one, sql, type Db } from '#base/db/index.ts';
import type { ZipEntry } from '#base/zip/index.ts';
import type { Finding, Item, Standard } from './model.ts';

/** A package as it is kept. */
export type StoredPackage = {
  code: string;
  unitId: string;
  standard: Standard | null;
  title: string;
  identifier: string;
  items: Item[];
  tree: string | null;
  sha256: string;
  fileName: string;
  bytes: number;
  unpacked: number;
  findings: Finding[];
  usable: boolean;
  addedBy: string | null;
  addedAt: string;
  retiredAt: string | null;
  retiredNote: string | null;
  replacedBy: string | null;
};

const columns = sql`
  package.code, package.unit_id as "unitId", package.standard, package.title, package.identifier, package.items, package.tree, package.sha256, package.file_name as "fileName",
  package.bytes::float8 as bytes, package.unpacked::float8 as unpacked, package.findings, package.usable, package.added_by as "addedBy", package.added_at::text as "addedAt",
  package.retired_at::text as "retiredAt", package.retired_note as "retiredNote", package.replaced_by as "replacedBy"`;

/** A package, or undefined. */
export async function findPackage(db: Db, code: string): Promise<StoredPackage | undefined> {
  return one(
    db,
    sql<StoredPackage>`
    select ${columns}
    from learning.package
    where package.code = ${code}`,
  );
}

/** The code of the package with these bytes in a unit that was put in before, or undefined. */
export async function findSame(db: Db, unitId: string, sha256: string): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ code: string }>`
    select package.code
    from learning.package
    where package.unit_id = ${unitId}
      and package.sha256 = ${sha256}
      and package.usable
      and package.retired_at is null
    limit 1`,
  );
  return row?.code;
}

/** Keeps a package with the places of its files. */
export async function addPackage(
  db: Db,
  kept: Omit<StoredPackage, 'retiredAt' | 'retiredNote' | 'replacedBy'> & { documentId: string },
  entries: readonly ZipEntry[],
): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.package (code, unit_id, standard, title, identifier, items, tree, document_id, sha256, file_name, bytes, unpacked, findings, usable, added_by, added_at)
    values (${kept.code}, ${kept.unitId}, ${kept.standard}, ${kept.title}, ${kept.identifier}, ${JSON.stringify(kept.items)}::jsonb, ${kept.tree}, ${kept.documentId}, ${kept.sha256},
      ${kept.fileName}, ${kept.bytes}, ${kept.unpacked}, ${JSON.stringify(kept.findings)}::jsonb, ${kept.usable}, ${kept.addedBy}, ${kept.addedAt})`,
  );
  if (!kept.usable) return;
  const column = <K extends keyof ZipEntry>(name: K): ZipEntry[K][] => entries.map((entry) => entry[name]);
  await all(
    db,
    sql`
    insert into learning.package_file (package_code, path, method, start, packed, bytes)
    select ${kept.code}, file.path, file.method, file.start, file.packed, file.bytes
    from unnest(${column('path')}::text[], ${column('method')}::int[], ${column('start')}::bigint[], ${column('packed')}::bigint[], ${column('bytes')}::bigint[])
      as file (path, method, start, packed, bytes)`,
  );
}

/** An attempt, with the seconds of all its openings. */
export type Attempt = {
  id: string;
  packageCode: string;
  personId: string;
  courseId: string | null;
  lessonId: string | null;
  sequencing: string | null;
  done: boolean;
  passed: boolean | null;
  score: number | null;
  seconds: number;
};

const attemptColumns = sql`
  attempt.id, attempt.package_code as "packageCode", attempt.person_id as "personId", attempt.course_id as "courseId", attempt.lesson_id as "lessonId", attempt.sequencing,
  attempt.done, attempt.passed, attempt.score::float8 as score, coalesce(spent.seconds, 0)::int as seconds`;
const spent = sql`
    left join lateral (
      select sum(spent.seconds) as seconds
      from learning.package_session as session
      join learning.package_time as spent on spent.session_id = session.id
      where session.attempt_id = attempt.id
    ) as spent on true`;

/** An opening with its attempt; `live`: its address still gives out files. */
export type Session = Attempt & { sessionId: string; token: string; openedAt: string; lastNumber: number; live: boolean };

/** An opening by its id or by its token, or undefined. `lock` keeps other states of the attempt waiting until the transaction ends. */
export async function findSession(db: Db, by: { id: string } | { token: string }, now: string, lock = false): Promise<Session | undefined> {
  return one(
    db,
    sql<Session>`
    select ${attemptColumns}, session.id as "sessionId", session.token, session.opened_at::text as "openedAt", session.last_number as "lastNumber", session.expires_at > ${now} as live
    from learning.package_session as session
    join learning.package_attempt as attempt on attempt.id = session.attempt_id
    ${spent}
    where ${'id' in by ? sql`session.id = ${by.id}` : sql`session.token = ${by.token}`}
    ${lock ? sql`for update of attempt` : sql``}`,
  );
}

/** The attempt of a person in a package: made at the first opening; the lesson it was opened from last is kept. Answers its id and whether it is new. */
export async function ensureAttempt(
  db: Db,
  given: { id: string; packageCode: string; personId: string; courseId: string | null; lessonId: string | null; at: string },
): Promise<{ id: string; fresh: boolean }> {
  const rows = await all(
    db,
    sql<{ id: string }>`
    insert into learning.package_attempt (id, package_code, person_id, course_id, lesson_id, started_at)
    values (${given.id}, ${given.packageCode}, ${given.personId}, ${given.courseId}, ${given.lessonId}, ${given.at})
    on conflict (person_id, package_code) do update
    set course_id = coalesce(excluded.course_id, package_attempt.course_id),
      lesson_id = coalesce(excluded.lesson_id, package_attempt.lesson_id)
    returning package_attempt.id`,
  );
  const id = rows[0]?.id ?? given.id;
  return { id, fresh: id === given.id };
}

/** Keeps a new opening. */
export async function addSession(db: Db, session: { id: string; attemptId: string; token: string; at: string; until: string }): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.package_session (id, attempt_id, token, opened_at, expires_at)
    values (${session.id}, ${session.attemptId}, ${session.token}, ${session.at}, ${session.until})`,
  );
}

/** What is known of a part. */
export type Part = { itemId: string; cmi: string; done: boolean; passed: boolean | null; score: number | null };

/** The parts of an attempt, in no order. */
export async function listParts(db: Db, attemptId: string): Promise<Part[]> {
  return all(
    db,
    sql<Part>`
    select part.item_id as "itemId", part.cmi, part.done, part.passed, part.score::float8 as score
    from learning.package_part as part
    where part.attempt_id = ${attemptId}`,
  );
}

/** Notes the number of a state that arrived; false when it or a later one of this opening was there before. */
export async function noteNumber(db: Db, sessionId: string, number: number): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    update learning.package_session as session
    set last_number = ${number}
    where session.id = ${sessionId}
      and session.last_number < ${number}
    returning session.id`,
  );
  return row !== undefined;
}

/** Whether a later opening of the attempt has kept something already. */
export async function isOvertaken(db: Db, session: Session): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    select later.id
    from learning.package_session as later
    where later.attempt_id = ${session.id}
      and (later.opened_at, later.id) > (${session.openedAt}::timestamptz, ${session.sessionId}::uuid)
      and later.last_number > 0
    limit 1`,
  );
  return row !== undefined;
}

/** Notes the seconds spent in a part during an opening; fewer than before change nothing. */
export async function noteTime(db: Db, sessionId: string, itemId: string, seconds: number): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.package_time (session_id, item_id, seconds)
    values (${sessionId}, ${itemId}, ${seconds})
    on conflict (session_id, item_id) do update
    set seconds = greatest(package_time.seconds, excluded.seconds)`,
  );
}

/** Keeps a part; what is done stays done. `cmi` null: the data model of a later opening stays. */
export async function putPart(db: Db, attemptId: string, part: Omit<Part, 'cmi'> & { cmi: string | null }): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.package_part (attempt_id, item_id, cmi, done, passed, score)
    values (${attemptId}, ${part.itemId}, ${part.cmi ?? '{}'}, ${part.done}, ${part.passed}, ${part.score})
    on conflict (attempt_id, item_id) do update
    set cmi = ${part.cmi === null ? sql`package_part.cmi` : sql`excluded.cmi`},
      done = package_part.done or excluded.done,
      passed = coalesce(excluded.passed, package_part.passed),
      score = coalesce(excluded.score, package_part.score)`,
  );
}

/** Keeps how an attempt stands; what is done stays done, what was passed stays passed. */
export async function putStanding(
  db: Db,
  attemptId: string,
  standing: { done: boolean; passed: boolean | null; score: number | null; sequencing: string | null },
  at: string,
): Promise<void> {
  await all(
    db,
    sql`
    update learning.package_attempt as attempt
    set done = attempt.done or ${standing.done},
      done_at = case when ${standing.done} then coalesce(attempt.done_at, ${at}::timestamptz) else attempt.done_at end,
      passed = case when attempt.passed then true else coalesce(${standing.passed}::boolean, attempt.passed) end,
      score = coalesce(${standing.score}::numeric, attempt.score),
      sequencing = coalesce(${standing.sequencing}::text, attempt.sequencing)
    where attempt.id = ${attemptId}`,
  );
}

/** Where a file of the package of an opening lies, or undefined. */
export async function findFile(db: Db, token: string, path: string, now: string) {
  return one(
    db,
    sql<{ sha256: string; archiveBytes: number; path: string; method: number; start: number; packed: number; bytes: number }>`
    select package.sha256, package.bytes::float8 as "archiveBytes", file.path, file.method, file.start::float8 as start, file.packed::float8 as packed, file.bytes::float8 as bytes
    from learning.package_session as session
    join learning.package_attempt as attempt on attempt.id = session.attempt_id
    join learning.package on package.code = attempt.package_code
    join learning.package_file as file on file.package_code = package.code
    where session.token = ${token}
      and session.expires_at > ${now}
      and file.path = ${path}`,
  );
}
