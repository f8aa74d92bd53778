import { beforeAll, describe, expect } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testDatabase } from '#tests/database.ts';
import { announce, declareAll, go, makeScene, type Scene, type Who } from '#tests/transition.ts';
import { answerAid, askAid, lodgeAppeal, openPersonCases, readOwnCases, transition } from '../index.ts';

const { rolledBack } = await testDatabase();
beforeAll(declareAll);

const SIDES = ['employer', 'union', 'decider', 'clerk'] as const;
const OURS = /^transition-(cases|union)\./;

/** What stands on the Today of somebody of appeals and requests for aid. */
async function today(scene: Scene, who: Who): Promise<string[]> {
  const tasks = await listAwaiting(scene.ctx(who), [transition]);
  return tasks.filter(({ key }) => OURS.test(key)).map(({ key, values, href, due }) => [key, ...Object.values(values ?? {}), href, due].join(' '));
}

describe('Today', () => {
  rolledBack('has an appeal for the employer until it is answered, then for the union until it is conciliated, each with its day', async (db) => {
    const scene = await makeScene(db);
    await announce(scene);
    await perform(openPersonCases, scene.ctx('employer'), { initiative: scene.initiative, title: 'Đăng ký tự động' });
    const [own] = await perform(readOwnCases, scene.ctx('second'), {});
    const { id } = await perform(lodgeAppeal, scene.ctx('second'), { id: own?.id ?? '', body: 'Thời gian công tác tính thiếu hai năm.' });
    const all = async () => Promise.all(SIDES.map((who) => today(scene, who)));
    expect(await all()).toEqual([[expect.stringMatching(`^transition-cases.awaits-appeal Đăng ký tự động · \\d /transition/appeals/${id} 2026-`)], [], [], []]);
    await go(scene.ctx('employer'), id, 'refuse', 'Đã tính theo sổ bảo hiểm');
    expect(await all()).toEqual([[], [], [], []]);
    await go(scene.ctx('second'), id, 'go-to-union');
    expect(await all()).toEqual([[], [expect.stringMatching(`^transition-cases.awaits-conciliation Đăng ký tự động · \\d /transition/appeals/${id} 2026-`)], [], []]);
    await go(scene.ctx('union'), id, 'settle', 'Cộng thêm 24 tháng, tính lại');
    expect(await all()).toEqual([[], [], [], []]);
  });

  rolledBack('has the number of unanswered requests for aid for the union of their askers only', async (db) => {
    const scene = await makeScene(db);
    const { id } = await perform(askAid, scene.ctx('clerk'), { kind: 'hardship', body: 'Nhà đông con, xin hỗ trợ' });
    await perform(askAid, scene.ctx('second'), { kind: 'legal', body: 'Hỏi về hợp đồng' });
    for (const who of ['employer', 'decider', 'clerk'] as const) expect(await today(scene, who)).toEqual([]);
    const line = (n: number) => [`transition-union.awaits-aid ${n} /transition/union `];
    expect(await today(scene, 'union')).toEqual(line(2));
    await perform(answerAid, scene.ctx('union'), { id, answer: 'Công đoàn hỗ trợ từ quỹ xã hội' });
    expect(await today(scene, 'union')).toEqual(line(1));
  });
});
