import { FOREVER, type Day } from '#base/day/index.ts';
import { sql, type RawBuilder } from '#base/db/index.ts';
import type { CaseFile } from './store.ts';
import { hrefOf } from './show.ts';

/** Cases shown on Today. */
const MOST = 20;

/** An open case given to somebody. */
export type GivenCase = Pick<CaseFile, 'id' | 'procedure' | 'title' | 'due'>;

/** The open cases given to a person, soonest due first, for Today: a query that is sent with others. */
export function givenCases(personId: string): RawBuilder<GivenCase> {
  return sql<GivenCase>`
    select file.id, file.procedure, file.title, file.due
    from kernel.case_file as file
    where file.assignee_id = ${personId}
      and file.closed_on is null
    order by file.due, file.id
    limit ${MOST}`;
}

/** What Today says of such a case. */
export function givenCaseTask({ id, procedure, title, due }: GivenCase): { key: string; values: Record<string, string>; href: string; due: Day | undefined } {
  return { key: 'case.awaits', values: { title }, href: hrefOf(procedure, id), due: due === FOREVER ? undefined : due };
}
