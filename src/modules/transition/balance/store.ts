import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';

/** What is due to the person of a case, as it holds; đồng. */
export type Due = { number: number; regime: string; amount: number; verified: boolean; payBy: Day; reason: string; fixedOn: Day };
/** Something that was paid, in đồng. */
export type Payment = { id: string; amount: number; day: Day; voucher: string };

/** What is due in a case, as it holds; undefined before it was fixed. */
export async function findDue(db: Db, caseId: string): Promise<Due | undefined> {
  return one(
    db,
    sql<Due>`
      select due.number, due.regime, due.amount, due.verified, due.pay_by as "payBy", due.reason, due.fixed_on as "fixedOn"
      from transition.due
      where due.case_id = ${caseId}
      order by due.number desc
      limit 1`,
  );
}

/** Fixes what is due, or fixes it anew. */
export async function addDue(db: Db, given: Due & { caseId: string; by: string | null; factId: string }): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.due (id, case_id, number, regime, amount, verified, pay_by, reason, fixed_by, fixed_on, fact_id)
      values (${newId()}, ${given.caseId}, ${given.number}, ${given.regime}, ${given.amount}, ${given.verified}, ${given.payBy}, ${given.reason}, ${given.by}, ${given.fixedOn},
        ${given.factId})`,
  );
}

/** What was paid in a case, oldest first. */
export async function listPayments(db: Db, caseId: string): Promise<Payment[]> {
  return all(
    db,
    sql<Payment>`
      select payment.id, payment.amount, payment.day, payment.voucher
      from transition.payment
      where payment.case_id = ${caseId}
      order by payment.day, payment.id`,
  );
}

/** Notes a payment; a voucher is noted once in a case. */
export async function addPayment(db: Db, given: Payment & { caseId: string; by: string | null; at: Temporal.Instant; factId: string }): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.payment (id, case_id, amount, day, voucher, noted_by, noted_at, fact_id)
      values (${given.id}, ${given.caseId}, ${given.amount}, ${given.day}, ${given.voucher}, ${given.by}, ${given.at.toString()}, ${given.factId})`,
  );
}

/** Who stands without what was promised, and why. */
export type Behind = { caseId: string; unitId: string; why: 'unpaid' | 'no-work' };

/** People who stand without what they were promised on a day: not paid in full by the last day, or without any post while their case is open and the employment was not ended by it. */
export async function listBehind(db: Db, day: Day): Promise<Behind[]> {
  return all(
    db,
    sql<Behind>`
      select held.case_id as "caseId", file.unit_id as "unitId", 'unpaid' as why
      from transition.person_case as held
      join kernel.case_file as file on file.id = held.case_id
      join lateral (
        select latest.amount, latest.pay_by
        from transition.due as latest
        where latest.case_id = held.case_id
        order by latest.number desc
        limit 1
      ) as due on true
      where due.pay_by < ${day}
        and due.amount > (
          select coalesce(sum(payment.amount), 0)
          from transition.payment
          where payment.case_id = held.case_id)
      union all
      select held.case_id, file.unit_id, 'no-work'
      from transition.person_case as held
      join kernel.case_file as file on file.id = held.case_id
      join kernel.posting as lost on lost.id = held.posting_id
      where file.closed_on is null
        and file.state <> 'left'
        and lost.valid_to <= ${day}
        and not exists (
          select 1
          from kernel.posting as other
          where other.person_id = held.person_id
            and other.valid_from <= ${day}
            and other.valid_to > ${day})`,
  );
}

/** Those of whom it was found before and still holds. */
export async function listKnownBehind(db: Db): Promise<(Behind & { id: string })[]> {
  return all(
    db,
    sql<Behind & { id: string }>`
      select known.id, known.case_id as "caseId", file.unit_id as "unitId", known.why
      from transition.left_behind as known
      join kernel.case_file as file on file.id = known.case_id
      where known.until = 'infinity'`,
  );
}

/** Notes that it was found from a day on; false when another process did meanwhile. */
export async function addBehind(db: Db, { caseId, why }: Behind, day: Day): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
      insert into transition.left_behind (id, case_id, why, since)
      values (${newId()}, ${caseId}, ${why}, ${day})
      on conflict on constraint left_behind_once do update
      set until = 'infinity'
      where left_behind.until <> 'infinity'
      returning left_behind.id`,
  );
  return row !== undefined;
}

/** Notes that it no longer holds from a day on. */
export async function endBehind(db: Db, id: string, day: Day): Promise<void> {
  await all(
    db,
    sql`
      update transition.left_behind
      set until = greatest(${day}, left_behind.since)
      where left_behind.id = ${id}`,
  );
}
