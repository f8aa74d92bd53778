import type { Day } from '#base/day/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { caseRead } from '#kernel/case/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { fillOf, honorificOf } from './fill.ts';
import { kindsIn, LETTERS, permissionOf, type LetterKind, type Party } from './kinds.ts';
import type { LetterContent } from './model.ts';
import { findCaseOfLetter, findIssuer, findSigner, listHolders, type CaseOfLetter, type Signer } from './store.ts';
import { filled, textOf, type LetterText } from './texts.ts';

/** The case for whoever may see it; throws `missing`. */
export async function openCaseOfLetter(ctx: Ctx, caseId: string): Promise<CaseOfLetter> {
  await caseRead.run(ctx, { id: caseId });
  return found(await findCaseOfLetter(ctx.db, caseId), 'case.no-case');
}

/** Whether the asker drafts this kind of letter in a case: acts there for the party that does. */
export async function mayDraft(ctx: Ctx, file: CaseOfLetter, kind: LetterKind): Promise<boolean> {
  const permission = permissionOf(LETTERS[kind].drafter, file.procedure);
  return permission !== undefined && (await may(ctx.db, ctx.actor, permission, file.unitId, ctx.today));
}

/** Throws `forbidden` for who does not draft this kind, `conflict` where the case does not stand where it is drafted. */
export async function mustDraft(ctx: Ctx, file: CaseOfLetter, kind: LetterKind): Promise<void> {
  if (!(await mayDraft(ctx, file, kind))) throw new Problem('forbidden', 'case.not-yours');
  if (!kindsIn(file.procedure, file.state).includes(kind)) throw new Problem('conflict', 'transition-letters.not-now');
}

/** Who can sign a kind of letter, by party: the worker in person, others by permission, the asker first. */
export async function signersFor(ctx: Ctx, file: CaseOfLetter, kind: LetterKind): Promise<{ party: Party; options: Signer[] }[]> {
  const own = personOf(ctx.actor);
  const lists: { party: Party; options: Signer[] }[] = [];
  for (const party of LETTERS[kind].signers) {
    const permission = permissionOf(party, file.procedure);
    const worker = permission === undefined && file.person !== null ? await findSigner(ctx.db, file.person.personId, ctx.today) : undefined;
    const options = permission === undefined ? [worker].filter((one) => one !== undefined) : await listHolders(ctx.db, permission, file.unitId, ctx.today);
    lists.push({ party, options: options.toSorted((one, other) => Number(other.personId === own) - Number(one.personId === own)) });
  }
  return lists;
}

/** A letter as its drafter finds it: the words of its kind, filled from the case. */
export async function firstDraft(
  ctx: Ctx,
  file: CaseOfLetter,
  kind: LetterKind,
  day: Day,
): Promise<{ text: LetterText } & Pick<LetterContent, 'abstract' | 'bases' | 'body' | 'recipients'>> {
  const text = textOf(ctx.services.root, kind);
  const { unit } = await issuerOf(ctx, file, kind, day);
  const fill = await fillOf(ctx, file, ofUnion(kind) ? ((await findIssuer(ctx.db, file.unitId, day))?.unit ?? unit) : unit, day);
  const all = (lines: readonly string[]) => lines.flatMap((line) => filled(line, fill));
  return { text, abstract: all([text.abstract]).join(' '), bases: all(text.bases), body: all(text.body), recipients: all(text.recipients) };
}

const UNION = 'Ban Chấp hành Công đoàn';

/** Whether the union issues a letter: what it says of the unit is then said of the other side. */
const ofUnion = (kind: LetterKind | 'union'): boolean => kind === 'opinion' || kind === 'conciliation' || kind === 'union';

/** Who issues a letter: the unit under what stands above it; for the union its committee under the unit. */
export async function issuerOf(ctx: Ctx, { unitId }: Pick<CaseOfLetter, 'unitId'>, kind: LetterKind | 'union', day: Day): Promise<{ unit: string; parent: string | null }> {
  const unit = found(await findIssuer(ctx.db, unitId, day), 'org.no-unit');
  return ofUnion(kind) ? { unit: UNION, parent: unit.unit } : unit;
}

/** To whom a letter is addressed: the person, the union or the unit; an act of its own type is addressed to nobody. */
export async function addresseesOf(ctx: Ctx, file: CaseOfLetter, kind: LetterKind, text: LetterText, day: Day): Promise<string[]> {
  if (text.kind !== null && kind !== 'notice') return [];
  if (kind === 'opinion') return [(await findIssuer(ctx.db, file.unitId, day))?.unit ?? ''];
  if (file.person === null) return [UNION];
  return [`${honorificOf(file.person.sex)} ${file.person.name}`];
}
