import type { Db } from '#base/db/index.ts';
import { ANONYMOUS, findActor, type Actor } from '#kernel/org/index.ts';
import type { Program } from '#program/index.ts';

/** Who sends a request, by its cookies. */
export async function whoAsks(program: Program, _headers: Headers): Promise<{ actor: Actor; sessionId: string | undefined }> {
  const person = import.meta.env.DEV ? process.env['KHUE_ACT_AS'] : undefined;
  if (person === undefined) return { actor: ANONYMOUS, sessionId: undefined };
  const db: Db = program.db;
  return { actor: (await findActor(db, person, program.clock.today())) ?? ANONYMOUS, sessionId: undefined };
}
