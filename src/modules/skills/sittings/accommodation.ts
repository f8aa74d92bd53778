import Type from 'typebox';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf, unitOf } from '#kernel/org/index.ts';
import { Problem } from '#base/problem/index.ts';

const closed = { additionalProperties: false };
const PersonId = Type.String({ format: 'uuid', description: 'Person' });
const Share = Type.Number({ minimum: 0, maximum: 1, description: 'More time, as a share of the usual: 0.25 is a quarter more' });

/** What makes sitting possible for a person. */
export const Accommodation = Type.Object(
  {
    personId: PersonId,
    extraShare: Share,
    askedShare: Type.Number({ description: 'More time that was asked for, as a share' }),
    largePrint: Type.Boolean({ description: 'Larger print' }),
    note: Type.String({ description: 'What the person says about it; may be empty' }),
  },
  closed,
);
export type Accommodation = Type.Static<typeof Accommodation>;

/** What is granted and asked; undefined when nothing ever was. */
export async function findAccommodation(db: Db, personId: string): Promise<Accommodation | undefined> {
  return one(
    db,
    sql<Accommodation>`
    select accommodation.person_id as "personId", accommodation.extra_share as "extraShare", accommodation.asked_share as "askedShare",
      accommodation.large_print as "largePrint", accommodation.note
    from skills.accommodation
    where accommodation.person_id = ${personId}`,
  );
}

const none = (personId: string): Accommodation => ({ personId, extraShare: 0, askedShare: 0, largePrint: false, note: '' });

/** What a person has been granted and has asked for. */
export const readAccommodation = operation({
  name: 'skills.read-accommodation',
  summary: 'What makes sitting possible for a person: granted and asked extra time, larger print. Private to the person and to whoever grants it.',
  kind: 'read',
  http: 'GET /skills/people/{personId}/accommodation',
  permission: 'skills.run-sessions',
  owner: ({ personId }) => personId,
  unit: (ctx, { personId }) => unitOf(ctx.db, personId, ctx.today),
  looksAt: ({ personId }) => [personId],
  input: Type.Object({ personId: PersonId }, closed),
  output: Accommodation,
  run: async (ctx, { personId }) => (await findAccommodation(ctx.db, personId)) ?? none(personId),
});

/** The person says what they need: larger print holds at once, more time once somebody has granted it. */
export const askAccommodation = operation({
  name: 'skills.ask-accommodation',
  summary: 'Say what one needs for sitting: larger print holds at once, more time when it has been granted.',
  kind: 'write',
  http: 'POST /skills/accommodation',
  permission: 'signed-in',
  input: Type.Object(
    {
      largePrint: Type.Boolean({ description: 'Larger print' }),
      askedShare: Share,
      note: Type.Optional(Type.String({ maxLength: 500, description: 'Why, as far as the person wants to say' })),
    },
    closed,
  ),
  output: Accommodation,
  run: async (ctx, { largePrint, askedShare, note = '' }) => {
    const personId = personOf(ctx.actor);
    if (personId === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
    await all(
      ctx.db,
      sql`
      insert into skills.accommodation (person_id, large_print, asked_share, note, changed_at)
      values (${personId}, ${largePrint}, ${askedShare}, ${note}, ${ctx.now.toString()})
      on conflict (person_id) do update
      set large_print = excluded.large_print, asked_share = excluded.asked_share, note = excluded.note, changed_at = excluded.changed_at`,
    );
    return (await findAccommodation(ctx.db, personId)) ?? none(personId);
  },
});

/** More time is granted to a person, or taken back. */
export const grantAccommodation = operation({
  name: 'skills.grant-accommodation',
  summary: 'Grant a person more time for sittings, as a share of the usual; 0 takes it back. Holds for sittings that begin afterwards.',
  kind: 'write',
  http: 'PUT /skills/people/{personId}/accommodation',
  permission: 'skills.run-sessions',
  unit: (ctx, { personId }) => unitOf(ctx.db, personId, ctx.today),
  looksAt: ({ personId }) => [personId],
  input: Type.Object({ personId: PersonId, extraShare: Share }, closed),
  output: Accommodation,
  trace: ({ personId }) => ({ subject: personId }),
  run: async (ctx, { personId, extraShare }) => {
    await all(
      ctx.db,
      sql`
      insert into skills.accommodation (person_id, extra_share, granted_by, changed_at)
      values (${personId}, ${extraShare}, ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})
      on conflict (person_id) do update
      set extra_share = excluded.extra_share, asked_share = greatest(0, least(accommodation.asked_share, excluded.extra_share)),
        granted_by = excluded.granted_by, changed_at = excluded.changed_at`,
    );
    return (await findAccommodation(ctx.db, personId)) ?? none(personId);
  },
});
