import type { Static } from 'typebox';
import type { Day } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getConduct, OPEN, pinnedVersion, stepsFrom, type Procedure } from '#kernel/procedure/index.ts';
import { mayTake, type Opened } from './access.ts';
import type { CaseRow } from './list.ts';
import type { CaseLine, DoneStep, NextStep, TermLine } from './model.ts';
import { dayOrNull } from './move.ts';
import type { DueTerm, HistoryRow } from './store.ts';

/** The page of a case: the module's own, or the plain one. */
export function hrefOf(procedure: string, id: string): string {
  return getConduct(procedure).href?.(id) ?? `/cases/${id}`;
}

/** Rows of a list in words. */
export async function linesOf(ctx: Ctx, rows: readonly CaseRow[]): Promise<Static<typeof CaseLine>[]> {
  const versions = new Map<string, Procedure>();
  for (const { procedure, version } of rows) {
    const key = `${procedure} ${version}`;
    if (!versions.has(key)) versions.set(key, await pinnedVersion(ctx.db, procedure, version));
  }
  return rows.map((row) => lineOf(row, versions.get(`${row.procedure} ${row.version}`), ctx.today));
}

function lineOf(row: CaseRow, procedure: Procedure | undefined, today: Day): Static<typeof CaseLine> {
  const due = row.closedOn === null ? dayOrNull(row.due) : null;
  return {
    id: row.id,
    procedure: { name: row.procedure, titleVi: procedure?.title.vi ?? row.procedure, titleEn: procedure?.title.en ?? row.procedure },
    title: row.title,
    state: stateOf(procedure, row.state),
    unit: { id: row.unitId, vi: row.unitVi, en: row.unitEn },
    assignee: row.assigneeId === null ? null : { id: row.assigneeId, name: row.assignee ?? '' },
    openedOn: row.openedOn,
    closedOn: row.closedOn,
    due,
    late: due !== null && due < today,
    href: hrefOf(row.procedure, row.id),
  };
}

/** A state with its titles. */
export function stateOf(procedure: Procedure | undefined, name: string): { name: string; titleVi: string; titleEn: string } {
  const title = procedure?.states[name]?.title;
  return { name, titleVi: title?.vi ?? name, titleEn: title?.en ?? name };
}

/** The terms of a case in words. */
export function termLines(procedure: Procedure, terms: readonly DueTerm[], today: Day): Static<typeof TermLine>[] {
  return terms.map(({ term, start, workingDays, pauses, pausedSince, due, stopped }) => ({
    name: term,
    titleVi: procedure.terms[term]?.title.vi ?? term,
    titleEn: procedure.terms[term]?.title.en ?? term,
    start,
    workingDays,
    pauses,
    standsSince: pausedSince ?? null,
    due: dayOrNull(due),
    stopped: stopped ?? null,
    late: due < (stopped ?? today),
    law: procedure.terms[term]?.law ?? null,
  }));
}

/** What can be done next, and whether the asker may. */
export async function nextSteps(ctx: Ctx, opened: Opened): Promise<Static<typeof NextStep>[]> {
  const { file, procedure } = opened;
  const lines: Static<typeof NextStep>[] = [];
  for (const name of file.closedOn === null ? stepsFrom(procedure, file.state) : []) {
    const step = procedure.steps[name];
    if (step === undefined) continue;
    lines.push({
      name,
      titleVi: step.title.vi,
      titleEn: step.title.en,
      mine: await mayTake(ctx, opened, step),
      needsReason: step.reason === true,
      needsData: step.data !== undefined,
      law: step.law ?? null,
    });
  }
  return lines;
}

/** What was done, in words. A step of an earlier version is called as it is called now. */
export function doneLines(procedure: Procedure, rows: readonly HistoryRow[], opening: { vi: string; en: string }): Static<typeof DoneStep>[] {
  return rows.map(({ number, step, day, reason, data, actorName, recordedAt }) => {
    const title = step === OPEN ? opening : procedure.steps[procedure.renamed?.[step] ?? step]?.title;
    return { number, name: step, titleVi: title?.vi ?? step, titleEn: title?.en ?? step, day, reason, data, by: actorName, recordedAt: recordedAt.toISOString() };
  });
}

/** The names of people and units (as of today, in both languages) by id. */
export async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, { vi: string; en: string }>> {
  const rows = await all(
    ctx.db,
    sql<{ id: string; vi: string; en: string }>`
      select person.id, person.name as vi, person.name as en
      from kernel.person
      where person.id = any(${ids}::uuid[])
      union all
      select unit.unit_id, unit.name_vi, unit.name_en
      from kernel.unit_version as unit
      where unit.unit_id = any(${ids}::uuid[])
        and unit.valid_from <= ${ctx.today}
        and unit.valid_to > ${ctx.today}`,
  );
  return new Map(rows.map(({ id, vi, en }) => [id, { vi, en }]));
}
