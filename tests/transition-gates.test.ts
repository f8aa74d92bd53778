import { beforeAll, describe, expect } from 'vitest';
import { Problem } from '#base/problem/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { listMissingAmong } from '#kernel/gate/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { applyReorganisation, imports, readReorganisation, startReorganisation } from '#modules/directory/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { announce, assessment, declareAll, go, makeScene, type Scene } from '#tests/transition.ts';
import { openPersonCases, readOwnCases, writeAssessment } from '#modules/transition/index.ts';

const { rolledBack } = await testDatabase();
beforeAll(declareAll);

const EMPTY = { units: [], into: [], fresh: [], nameVi: null, nameEn: null, placed: {}, rest: null, roles: 'end' as const };
const merge = (scene: Scene) => ({
  kind: 'merge' as const,
  day: '2026-12-01',
  number: '12/QĐ-UBND',
  issued: '2026-11-20',
  issuer: 'Ủy ban nhân dân thành phố',
  draft: { ...EMPTY, units: [scene.other], into: [scene.ward], rest: scene.ward },
});

async function codeUnits(db: Db, scene: Scene): Promise<void> {
  await all(db, sql`insert into kernel.unit_code (unit_id, system, code, valid_from) values (${scene.other}, 'khue', 'DD', '2020-01-01')`);
}

const HEAD = 'Mã cán bộ;Họ và tên;Ngày sinh;Giới tính;Mã đơn vị;Vị trí việc làm;Loại;Từ ngày;Đến ngày';
const rows = (to = '', title = 'Văn thư viên', from = '01/01/2022') => [
  `HN-0101;Phạm Thị Lan;04/03/1992;Nữ;DD;Văn thư viên;Công chức;01/01/2022;${to}`,
  ...(title === 'Văn thư viên' ? [] : [`HN-0101;Phạm Thị Lan;04/03/1992;Nữ;DD;${title};Công chức;${from};`]),
];
const give = (db: Db, lines: string[], kind: 'staff' | 'posts' = 'staff', head = HEAD) =>
  imports.importFile(testCtx(db), { kind, name: 'a.csv', bytes: new TextEncoder().encode([head, ...lines].join('\r\n')) });

describe('lists and reorganisations ask the gate too', () => {
  rolledBack('a reorganisation that closes a post under assessment is refused: each post with what is missing and by which article', async (db) => {
    const scene = await makeScene(db);
    const { id } = await perform(startReorganisation, testCtx(db), merge(scene));
    expect((await perform(readReorganisation, testCtx(db), { id })).blocks).toEqual([]);
    await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
    const { blocks } = await perform(readReorganisation, testCtx(db), { id });
    expect(blocks.map(({ code, values }) => [code, values['post']])).toContainEqual(['gate', 'Văn thư viên']);
    expect(blocks.map(({ values }) => String(values['why'])).join(' ')).toContain('Điều 44');
    const refused: unknown = await perform(applyReorganisation, testCtx(db), { id }).catch((error: unknown) => error);
    expect(refused instanceof Problem && [refused.code, refused.errors.length === blocks.length]).toEqual(['reorganisation.blocked', true]);
  });

  rolledBack('a list that ends the holding of such a post is refused at its line, and goes through once the case allows it', async (db) => {
    const scene = await makeScene(db);
    await codeUnits(db, scene);
    await announce(scene);
    const ended = await give(db, rows('30/11/2026'));
    expect([ended.item.state, ended.errors.map(({ line, code, shown }) => [line, code, shown['who']])]).toEqual(['refused', [[2, 'import.error.gate', 'Phạm Thị Lan (HN-0101)']]]);
    expect(ended.errors[0]?.shown['why']).toContain('Điều 44');
    await perform(openPersonCases, scene.ctx('employer'), { initiative: scene.initiative, title: 'Đăng ký tự động' });
    const caseId = (await perform(readOwnCases, scene.ctx('clerk'), {}))[0]?.id ?? '';
    expect((await give(db, rows('30/11/2026', 'Quản trị hồ sơ', '01/12/2026'))).item.state).toBe('refused');
    await go(scene.ctx('employer'), caseId, 'redeploy', 'Quản trị hồ sơ điện tử');
    expect((await give(db, rows('30/11/2026'))).errors[0]?.shown['why']).toContain('vị trí mới');
    expect((await give(db, rows('30/11/2026', 'Quản trị hồ sơ', '01/12/2026'))).item.state).toBe('done');
  });

  rolledBack('acts that are no business of a module are picked out in one go, and nothing is missing for them', async (db) => {
    const scene = await makeScene(db);
    await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
    const acts = [
      { what: 'close-post' as const, postId: scene.vacant.ward, day: '2026-12-01' },
      { what: 'end-posting' as const, postingId: scene.postings[0], day: '2026-12-01' },
      { what: 'end-posting' as const, postingId: newId(), day: '2026-12-01' },
      { what: 'close-post' as const, postId: scene.posts[1], day: '2026-12-01' },
    ];
    const held = await listMissingAmong(scene.ctx('employer'), acts);
    expect(held.map(({ at, missing }) => [at, missing[0]?.code])).toEqual([
      [1, 'transition-cases.no-case-yet'],
      [3, 'transition-cases.needs-consultation'],
    ]);
  });
});
