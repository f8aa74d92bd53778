import type { Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { caseRead, caseStep } from '#kernel/case/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { findActor } from '#kernel/org/index.ts';
import { prepareSignature, withSignature } from '#kernel/sign/index.ts';
import { draftLetter, openConsultation, prepareLetter, readLetter, requiredFor, signLetter, writeStatement, type LetterKind } from '#modules/transition/index.ts';

/** The surroundings of a person of the demo on a day, as if that person worked in Khuê then; without a person those of the demo itself. */
export type As = (personId: string | undefined, day: Day) => Promise<Ctx>;

/** Makes `As` of the contexts of past days. */
export function actingAs(ctxOn: (day: Day) => Ctx): As {
  return async (personId, day) => {
    const ctx = { ...ctxOn(day), requestId: newId() };
    if (personId === undefined) return ctx;
    const actor = await findActor(ctx.db, personId, ctx.today);
    if (actor === undefined) throw new Error(`nobody of the demo has the id ${personId}`);
    return { ...ctx, actor, purpose: 'Dữ liệu trình diễn' };
  };
}

/** Takes a step as somebody; one that the law wants in writing is taken by the signatures on its letter, drafted and signed by the people it names. */
export async function take(as: As, personId: string, day: Day, caseId: string, step: string, more: { reason?: string; body?: string } = {}): Promise<void> {
  const ctx = await as(personId, day);
  const whole = await caseRead.run(ctx, { id: caseId });
  const kind = requiredFor(whole.procedure.name, step) ?? (step === 'offer-retraining' ? 'retraining-offer' : undefined);
  if (kind !== undefined) return write(as, personId, day, caseId, kind, step, more.body);
  await perform(caseStep, ctx, { id: caseId, expected: whole.number, step, ...(more.reason !== undefined && { reason: more.reason }) });
}

async function write(as: As, personId: string, day: Day, caseId: string, kind: LetterKind, step: string, body?: string): Promise<void> {
  const first = await prepareLetter.run(await as(undefined, day), { caseId, kind });
  const chosen = Object.fromEntries(
    first.signers.filter(({ party }) => party !== 'worker').map(({ party, options }) => [`${party}Id`, (options.find((one) => one.personId === personId) ?? options[0])?.personId]),
  );
  const { number, place, abstract, recipients } = first;
  const given = { caseId, kind, step, number, place, abstract, recipients, body: body ?? first.body, ...chosen };
  await sign(as, (await perform(draftLetter, await as(undefined, day), given)).id, day);
}

/** Everybody named signs a letter with the test authority, in their order. */
export async function sign(as: As, id: string, day: Day): Promise<void> {
  for (;;) {
    const { content, signing } = await readLetter.run(await as(undefined, day), { id });
    const next = content.signers[signing.lines.filter(({ signedAt }) => signedAt !== null).length];
    if (next === undefined) return;
    const ctx = await as(next.personId, day);
    const ready = await prepareSignature(ctx, signing.documentId, { transport: 'test' }, { reason: '', location: '' });
    await perform(signLetter, withSignature(ctx, ready), { id, documentId: signing.documentId });
  }
}

/** Takes a consultation from its opening to the answered points. */
export async function consult(
  as: As,
  people: { employer: string; union: string },
  initiative: string,
  about: 'impact' | 'plan',
  title: string,
  day: (n: number) => Day,
): Promise<string> {
  const { employer, union } = people;
  const { id } = await perform(openConsultation, await as(employer, day(0)), { initiative, about, title });
  const say = async (who: string, n: number, kind: 'question' | 'answer' | 'minutes' | 'opinion' | 'point' | 'reply', body: string, of?: string) =>
    (await perform(writeStatement, await as(who, day(n)), { id, kind, body, ...(of !== undefined && { about: of }) })).id;
  await take(as, union, day(1), id, 'receive');
  const question = await say(union, 2, 'question', 'Người đào tạo lại có giữ nguyên tiền lương không?');
  await take(as, union, day(2), id, 'ask');
  await say(employer, 4, 'answer', 'Giữ nguyên tiền lương và phụ cấp trong thời gian đào tạo lại.', question);
  await take(as, employer, day(4), id, 'answer');
  await say(employer, 6, 'minutes', 'Hai bên họp, công đoàn đề nghị đào tạo lại trước khi xét thôi việc; hai bên thống nhất.');
  await take(as, employer, day(6), id, 'meet');
  await take(as, union, day(7), id, 'agree-minutes');
  await say(union, 9, 'opinion', 'Công đoàn đồng ý, kèm hai ý kiến.');
  const points = [await say(union, 9, 'point', 'Lớp đào tạo lại mở trong giờ làm việc.'), await say(union, 9, 'point', 'Người có con nhỏ được chọn ca học.')];
  await take(as, union, day(9), id, 'give-opinion');
  for (const point of points) await say(employer, 12, 'reply', 'Đồng ý, đưa vào phương án.', point);
  await take(as, employer, day(12), id, 'answer-opinion');
  return id;
}
