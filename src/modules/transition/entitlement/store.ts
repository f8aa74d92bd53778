import { one, sql, type Db } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';

/** What the register knows of a person that a calculation can start from. */
export type RegisterRow = { birthDate: Day | null; sex: 'female' | 'male' | null; coefficient: string | null; kind: string | null; since: Day | null };

/** The facts of a person on a day: birth, sex, main post with its coefficient, and since when the register knows of a post. */
export async function findFacts(db: Db, personId: string, day: Day): Promise<RegisterRow | undefined> {
  return one(
    db,
    sql<RegisterRow>`
      select person.birth_date as "birthDate", person.sex, posting.coefficient::text as coefficient, post.kind, (
          select min(earlier.valid_from)
          from kernel.posting as earlier
          where earlier.person_id = person.id
        ) as since
      from kernel.person
      left join kernel.posting on posting.person_id = person.id
        and posting.main
        and posting.valid_from <= ${day}
        and posting.valid_to > ${day}
      left join kernel.post on post.id = posting.post_id
      where person.id = ${personId}`,
  );
}
