import type { Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { record } from '#kernel/fact/index.ts';
import { caseRead, caseStep } from '#kernel/case/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { addPeople } from '#kernel/org/index.ts';
import { directory, openPosts, startPostings } from '#modules/directory/index.ts';
import { programme } from '#modules/programme/index.ts';
import { actorWith, testCtx } from './ctx.ts';
import { makeTown, type Town } from './town.ts';
import { openConsultation, transition, writeAssessment, writePlan, writeStatement } from '#modules/transition/index.ts';

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
  const people: Record<Who, string> = { employer: town.hanh, union: town.binh, decider: town.dung, clerk, second, stranger: town.gone };
  const ctx: Scene['ctx'] = (who, more = {}) =>
    testCtx(db, {
      actor: who in ROLES ? actorWith(people[who], { role: ROLES[who === 'employer' || who === 'union' ? who : 'decider'], unitId: town.city }) : actorWith(people[who]),
      ...more,
    });
  return { ...town, initiative, clerk, second, posts, postings, ctx };
}

/** Takes a step of a case as it stands, whatever its number. */
export async function go(ctx: Ctx, id: string, step: string, reason?: string): Promise<{ state: string; closed: boolean }> {
  const { number } = await caseRead.run({ ...testCtx(ctx.db) }, { id });
  return perform(caseStep, ctx, { id, expected: number, step, ...(reason === undefined ? {} : { reason }) });
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
