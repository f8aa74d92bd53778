import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Why } from './rules.ts';

/** An offer with where it stands; pay in đồng a month; `due` is infinity when nothing runs. */
export type Offer = {
  caseId: string;
  personCaseId: string;
  personId: string;
  postId: string | null;
  outsideId: string | null;
  title: string;
  place: string;
  pay: number;
  payBefore: number | null;
  reasons: Why[];
  body: string;
  madeBy: string | null;
  madeOn: Day;
  state: string;
  number: number;
  due: Day;
  unitId: string;
};

async function listWhere(db: Db, where: RawBuilder<unknown>): Promise<Offer[]> {
  return all(
    db,
    sql<Offer>`
      select offer.case_id as "caseId", offer.person_case_id as "personCaseId", offer.person_id as "personId", offer.post_id as "postId", offer.outside_id as "outsideId",
        offer.title, offer.place, offer.pay, offer.pay_before as "payBefore", offer.reasons, offer.body, offer.made_by as "madeBy", offer.made_on as "madeOn",
        file.state, file.number, file.due, file.unit_id as "unitId"
      from transition.offer
      join kernel.case_file as file on file.id = offer.case_id
      where ${where}
      order by offer.case_id desc`,
  );
}

/** The offers of the case of a person, latest first. */
export async function listOffers(db: Db, personCaseId: string): Promise<Offer[]> {
  return listWhere(db, sql`offer.person_case_id = ${personCaseId}`);
}

/** An offer by its case. */
export async function findOffer(db: Db, caseId: string): Promise<Offer | undefined> {
  return (await listWhere(db, sql`offer.case_id = ${caseId}`))[0];
}

/** Whether somebody has taken an offer of the same post or job already. */
export async function isTaken(db: Db, { postId, outsideId, caseId }: Pick<Offer, 'postId' | 'outsideId' | 'caseId'>): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
      select offer.case_id as id
      from transition.offer
      join kernel.case_file as file on file.id = offer.case_id
      where ${postId === null ? sql`offer.outside_id = ${outsideId}` : sql`offer.post_id = ${postId}`}
        and offer.case_id <> ${caseId}
        and file.state in ('trial', 'confirmed', 'arranged')
      limit 1`,
  );
  return row !== undefined;
}

/** The offers on trial of people who come from one of these posts, with the day until which each trial runs. */
export async function listTrialsFrom(db: Db, postIds: readonly string[]): Promise<{ postId: string; due: Day }[]> {
  return all(
    db,
    sql<{ postId: string; due: Day }>`
      select held.post_id as "postId", file.due
      from transition.person_case as held
      join transition.offer on offer.person_case_id = held.case_id
      join kernel.case_file as file on file.id = offer.case_id
      where held.post_id = any(${postIds}::uuid[])
        and file.state = 'trial'`,
  );
}

/** Keeps an offer that was made. */
export async function addOffer(db: Db, given: Omit<Offer, 'state' | 'number' | 'due' | 'unitId'>): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.offer (case_id, person_case_id, person_id, post_id, outside_id, title, place, pay, pay_before, reasons, body, made_by, made_on)
      values (${given.caseId}, ${given.personCaseId}, ${given.personId}, ${given.postId}, ${given.outsideId}, ${given.title}, ${given.place}, ${given.pay}, ${given.payBefore},
        ${JSON.stringify(given.reasons)}::jsonb, ${given.body}, ${given.madeBy}, ${given.madeOn})`,
  );
}

/** The number of the last step of a case. */
export async function findNumber(db: Db, caseId: string): Promise<number> {
  const row = await one(
    db,
    sql<{ number: number }>`
      select file.number
      from kernel.case_file as file
      where file.id = ${caseId}`,
  );
  return row?.number ?? 0;
}
