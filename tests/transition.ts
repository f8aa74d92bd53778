import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { record } from '#kernel/fact/index.ts';
import { caseRead, caseStep } from '#kernel/case/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { addPeople, findActor } from '#kernel/org/index.ts';
import { createSigning, prepareSignature, withSignature } from '#kernel/sign/index.ts';
import { directory, openPosts, startPostings } from '#modules/directory/index.ts';
import { programme } from '#modules/programme/index.ts';
import { actorWith, testCtx } from './ctx.ts';
import { makeTown, type Town } from './town.ts';
import {
  draftLetter,
  openConsultation,
  prepareLetter,
  readLetter,
  requiredFor,
  signLetter,
  transition,
  writeAssessment,
  writePlan,
  writeStatement,
  type LetterKind,
} from '#modules/transition/index.ts';
import { testFolder } from '#tests/folder.ts';

export { closePost, endPosting, startPosting } from '#modules/directory/index.ts';

/** Declares what the tests of this module need. */
export function declareAll(): void {
  declare([directory, programme, transition]);
}

/** The town with an initiative that changes the posts of two clerks in `other`, and whoever acts on it. */
export type Scene = Town & { initiative: string; clerk: string; second: string; posts: [string, string]; postings: [string, string]; ctx: (who: Who, more?: Partial<Ctx>) => Ctx };
/** Who acts: the employer, the union, who decides, the two clerks, somebody with no part. */
export type Who = 'employer' | 'union' | 'decider' | 'clerk' | 'second' | 'stranger';

const ROLES: Record<'employer' | 'union' | 'decider', string> = { employer: 'head-of-unit', union: 'union-officer', decider: 'steering-member' };

/** Makes the scene. */
export async function makeScene(db: Db): Promise<Scene> {
  const town = await makeTown(db);
  const [initiative, clerk, second] = [newId(), newId(), newId()];
  const posts: [string, string] = [newId(), newId()];
  const postings: [string, string] = [newId(), newId()];
  await addPeople(db, [
    { id: clerk, staffCode: 'HN-0101', name: 'Phạm Thị Lan', birthDate: '1992-03-04', sex: 'female' },
    { id: second, staffCode: 'HN-0102', name: 'Vũ Văn Nam', birthDate: '1968-06-07', sex: 'male' },
  ]);
  const system = testCtx(db);
  await openPosts(
    system,
    posts.map((id) => ({ id, unitId: town.other, title: 'Văn thư viên', kind: 'staff', validFrom: '2020-01-01' })),
  );
  await startPostings(
    system,
    [clerk, second].map((personId, n) => ({ id: postings[n] ?? '', postId: posts[n] ?? '', unitId: town.other, personId, main: true, coefficient: 3.33, validFrom: '2022-01-01' })),
  );
  await record(system, [{ kind: 'programme.initiative-changed', subject: initiative, unitId: town.other, day: '2026-10-01', data: { number: 1, changesPosts: true } }]);
  for (const [role, person] of [
    ['head-of-unit', town.hanh],
    ['union-officer', town.binh],
    ['steering-member', town.dung],
  ] as const)
    await all(db, sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from) values (${newId()}, ${person}, ${role}, ${town.city}, '2025-07-01')`);
  const people: Record<Who, string> = { employer: town.hanh, union: town.binh, decider: town.dung, clerk, second, stranger: town.gone };
  const ctx: Scene['ctx'] = (who, more = {}) =>
    testCtx(db, {
      actor: who in ROLES ? actorWith(people[who], { role: ROLES[who === 'employer' || who === 'union' ? who : 'decider'], unitId: town.city }) : actorWith(people[who]),
      ...more,
    });
  return { ...town, initiative, clerk, second, posts, postings, ctx };
}

const signing = createSigning({ dataFolder: testFolder('letters'), demo: true, env: {} });

/** The surroundings of somebody who signs with the test authority. */
export const asSigner = (ctx: Ctx, more: Partial<Ctx> = {}): Ctx => ({ ...ctx, ...more, requestId: newId(), services: { ...ctx.services, signing } });

/** Takes a step of a case as it stands, whatever its number; a step that the law wants in writing is taken by the signatures on its letter. */
export async function go(ctx: Ctx, id: string, step: string, reason?: string): Promise<{ state: string; closed: boolean }> {
  const whole = await caseRead.run(testCtx(ctx.db), { id });
  const kind = requiredFor(whole.procedure.name, step);
  const mine = (await caseRead.run(ctx, { id })).next.some((one) => one.name === step && one.mine);
  if (kind === undefined || !mine) return perform(caseStep, ctx, { id, expected: whole.number, step, ...(reason === undefined ? {} : { reason }) });
  await signBy(ctx, await draft(ctx, id, kind, step, reason));
  const after = await caseRead.run(testCtx(ctx.db), { id });
  return { state: after.state.name, closed: after.closedOn !== null };
}

/** Drafts a letter of a case with the signers suggested, whoever acts among them. */
export async function draft(ctx: Ctx, caseId: string, kind: LetterKind, step?: string, abstract?: string): Promise<string> {
  const own = ctx.actor.kind === 'person' ? ctx.actor.personId : undefined;
  const first = await prepareLetter.run(testCtx(ctx.db, { today: ctx.today, now: ctx.now }), { caseId, kind });
  const chosen = Object.fromEntries(
    first.signers.filter(({ party }) => party !== 'worker').map(({ party, options }) => [`${party}Id`, (options.find(({ personId }) => personId === own) ?? options[0])?.personId]),
  );
  const { number, place, recipients } = first;
  const body = first.body.replaceAll(/\[[^\]]+\]/g, 'như đã trao đổi');
  const given = { caseId, kind, number, place, body, recipients, abstract: abstract ?? first.abstract, ...(step !== undefined && { step }), ...chosen };
  return (await perform(draftLetter, testCtx(ctx.db, { today: ctx.today, now: ctx.now }), given)).id;
}

/** Lets everybody sign a letter in their order; where the actor of `last` is a signer, in those surroundings. Answers the newest version of the PDF. */
export async function signBy(last: Ctx, id: string): Promise<string> {
  const system = testCtx(last.db, { today: last.today, now: last.now });
  const { content } = await readLetter.run(system, { id });
  let documentId = '';
  for (const { personId } of content.signers) {
    const own = last.actor.kind === 'person' && last.actor.personId === personId;
    const ctx = asSigner(own ? last : { ...system, actor: (await findActor(last.db, personId, last.today)) ?? system.actor });
    const { signing: shown } = await readLetter.run(system, { id });
    const ready = await prepareSignature(ctx, shown.documentId, { transport: 'test' }, { reason: '', location: '' });
    documentId = (await perform(signLetter, withSignature(ctx, ready), { id, documentId: shown.documentId })).documentId;
  }
  return documentId;
}

/** An assessment that fits the scene. */
export const assessment = (scene: Scene, more: object = {}) => ({
  initiative: scene.initiative,
  about: 'Văn bản đến và đi được đăng ký tự động.',
  posts: scene.posts.map((id, n) => ({ id, effect: n === 0 ? ('changes' as const) : ('goes' as const) })),
  tasks: [
    { title: 'Đăng ký văn bản đến', effect: 'goes' as const, hoursBefore: 30, hoursAfter: 0 },
    { title: 'Hướng dẫn đồng nghiệp', effect: 'appears' as const, hoursBefore: 0, hoursAfter: 12 },
  ],
  alternatives: [{ title: 'Giữ hai vị trí, giảm giờ', why: 'Đủ việc cho một vị trí rưỡi' }],
  newPosts: [{ title: 'Quản trị hồ sơ điện tử', number: 1, needs: 'Quản lý hồ sơ số ở mức trung cấp' }],
  reason: 'Đánh giá lần đầu',
  seen: 0,
  ...more,
});

/** Takes a consultation from its opening to the answered opinion. */
export async function consult(scene: Scene, about: 'impact' | 'plan', more: Partial<Ctx> = {}): Promise<string> {
  const employer = () => scene.ctx('employer', more);
  const union = () => scene.ctx('union', more);
  const { id } = await perform(openConsultation, employer(), { initiative: scene.initiative, about, title: 'Đăng ký văn bản tự động' });
  await go(union(), id, 'receive');
  await perform(writeStatement, employer(), { id, kind: 'minutes', body: 'Họp ngày 20/11, hai bên thống nhất đào tạo lại trước.' });
  await go(employer(), id, 'meet');
  await go(union(), id, 'agree-minutes');
  await perform(writeStatement, union(), { id, kind: 'opinion', body: 'Công đoàn đồng ý với hai ý kiến kèm theo.' });
  const point = await perform(writeStatement, union(), { id, kind: 'point', body: 'Giữ nguyên lương khi đào tạo lại.' });
  await go(union(), id, 'give-opinion');
  await perform(writeStatement, employer(), { id, kind: 'reply', about: point.id, body: 'Đồng ý.' });
  await go(employer(), id, 'answer-opinion');
  return id;
}

/** Assessment, consultation, plan, consultation, adoption, announcement. */
export async function announce(scene: Scene, lists?: { personId: string; list: 'kept' | 'retrained' | 'ended' }[]): Promise<void> {
  await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
  await go(scene.ctx('union'), await consult(scene, 'impact'), 'conclude');
  await perform(writePlan, scene.ctx('employer'), plan(scene, lists));
  const id = await consult(scene, 'plan');
  await go(scene.ctx('union'), id, 'conclude');
  await go(scene.ctx('decider'), id, 'adopt');
  await go(scene.ctx('employer'), id, 'announce');
}

/** A plan that fits the scene. */
export const plan = (
  scene: Scene,
  lists: { personId: string; list: 'kept' | 'retrained' | 'ended' }[] = [
    { personId: scene.clerk, list: 'retrained' },
    { personId: scene.second, list: 'ended' },
  ],
) => ({
  initiative: scene.initiative,
  lists,
  rights: 'Người đào tạo lại giữ nguyên lương; người thôi việc hưởng đủ trợ cấp.',
  measures: 'Mở lớp quản lý hồ sơ số trong ba tháng.',
  money: 250_000_000,
  moneySource: 'Dự toán chi thường xuyên năm 2027',
  reason: 'Lập lần đầu',
  seen: 0,
});
