import { createHash } from 'node:crypto';
import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { one, sql, type Db } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { Procedure } from './model.ts';
import { faultsOfProcedure } from './sound.ts';
import type { Happened, Standing } from './step.ts';

/** A step about to be taken, or just taken: `standing` is the case as it stood before it (`before`) or stands after it (`after`). */
export type Moment = { caseId: string; unitId: string; subject: string | undefined; procedure: Procedure; standing: Standing; happened: Happened; reason: string | undefined };

/** What a module gives: all versions of one procedure that were ever in force, and what of its own belongs to a step. */
export type Conduct = {
  versions: readonly Procedure[];
  /** Asked in the step's transaction before it is taken; refuses by throwing a `Problem` (a gate tells everything that is missing in its `errors`). */
  before?(ctx: Ctx, moment: Moment): Promise<void>;
  /** Done in the step's transaction after it was taken: letters, messages, rows of the module. */
  after?(ctx: Ctx, moment: Moment): Promise<void>;
  /** The module's own page of a case; without it `/cases/{id}`. */
  href?(caseId: string): string;
};

const conducts = new Map<string, Conduct>();

/** Makes procedures known to this process. Throws (a defect) when a version has a fault, has another name than the rest, or stands twice. */
export function declareProcedures(list: readonly Conduct[]): void {
  conducts.clear();
  for (const conduct of list) {
    const [name = '', ...others] = new Set(conduct.versions.map((version) => version.name));
    const days = new Set(conduct.versions.map(({ version }) => version));
    if (name === '' || others.length > 0 || days.size !== conduct.versions.length) throw new Error(`Procedure ${name}: its versions do not belong together.`);
    for (const version of conduct.versions) {
      const faults = faultsOfProcedure(version);
      if (faults.length > 0) throw new Error(`Procedure ${name} ${version.version}: ${faults.map(({ what, at }) => `${what} ${at}`).join('; ')}.`);
    }
    conducts.set(name, { ...conduct, versions: conduct.versions.toSorted((a, b) => (a.version < b.version ? -1 : 1)) });
  }
}

/** The procedures of this process. */
export function listConducts(): Conduct[] {
  return [...conducts.values()];
}

/** What a module gives for a procedure; throws `missing`. */
export function getConduct(name: string): Conduct {
  return found(conducts.get(name), 'procedure.no-procedure', { name });
}

/** The version that new cases follow on a day; throws `missing` before the first. */
export function versionOn(name: string, day: Day): Procedure {
  return found(
    getConduct(name).versions.findLast(({ version }) => version <= day),
    'procedure.no-version',
    { name },
  );
}

/** A version by its day; throws `missing`. */
export function getVersion(name: string, version: Day): Procedure {
  return found(
    getConduct(name).versions.find((each) => each.version === version),
    'procedure.no-version',
    { name },
  );
}

/**
 * Keeps a version in the database before a case follows it. Throws (a defect) when the program now says something else under the same version:
 * a case's procedure is never changed behind its back.
 */
export async function pinVersion(db: Db, procedure: Procedure): Promise<void> {
  const hash = hashOf(procedure);
  const kept = await one(
    db,
    sql<{ hash: string }>`
      with put as (
        insert into kernel.procedure_version (name, version, hash, definition)
        values (${procedure.name}, ${procedure.version}, ${hash}, ${JSON.stringify(procedure)}::jsonb)
        on conflict on constraint procedure_version_pkey do nothing
        returning procedure_version.hash
      )
      select put.hash
      from put
      union all
      select stored.hash
      from kernel.procedure_version as stored
      where stored.name = ${procedure.name}
        and stored.version = ${procedure.version}`,
  );
  if (kept !== undefined && kept.hash !== hash) throw new Error(`Procedure ${procedure.name} ${procedure.version} was changed; a change needs a new version.`);
}

/** The version that a case is pinned to, as it was when pinned; throws `missing`. */
export async function pinnedVersion(db: Db, name: string, version: Day): Promise<Procedure> {
  const known = conducts.get(name)?.versions.find((each) => each.version === version);
  if (known !== undefined) return known;
  const row = await one(
    db,
    sql<{ definition: unknown }>`
      select stored.definition
      from kernel.procedure_version as stored
      where stored.name = ${name}
        and stored.version = ${version}`,
  );
  return Value.Parse(Procedure, found(row, 'procedure.no-version', { name }).definition);
}

/** SHA-256 over the definition with its names in order, hexadecimal. */
function hashOf(procedure: Procedure): string {
  const sorted = JSON.stringify(procedure, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return createHash('sha256').update(sorted).digest('hex');
}
