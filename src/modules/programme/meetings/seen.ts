import { sql, type RawBuilder } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';

/** The permission to read every meeting and briefing of the committee. */
export const SEE = 'programme.see-meetings';
/** The permission to arrange meetings and note what they concluded. */
export const RUN = 'programme.run-meetings';

/** Whether the actor reads every meeting. */
export function seesAll({ actor }: Pick<Ctx, 'actor'>): boolean {
  return actor.kind === 'system' || mayAnywhere(actor, SEE) || mayAnywhere(actor, RUN);
}

/** A condition on `version` of a meeting: those the actor may read, as a reader of all, a member, or somebody who has to carry out a conclusion. */
export function seenMeetings(ctx: Pick<Ctx, 'actor'>): RawBuilder<boolean> {
  if (seesAll(ctx)) return sql<boolean>`true`;
  const me = personOf(ctx.actor) ?? null;
  return sql<boolean>`(${me}::uuid = any(version.members)
    or exists (select 1 from programme.conclusion as own where own.meeting_id = version.id and own.person_id = ${me}::uuid))`;
}
