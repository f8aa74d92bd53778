import { parseDay } from '#base/day/index.ts';
import { all, inTransaction, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { joinUnion, openPosts, registerPeople, startPostings } from '#modules/directory/index.ts';
import type { StaffRow } from '#modules/directory/import/columns.ts';

export async function importStaffNow(plain: Ctx, rows: StaffRow[], day: string): Promise<void> {
  await inTransaction(plain.db, async (db) => {
    const ctx = { ...plain, db };
    const codes = new Map((await all(db, sql<{ code: string; unit_id: string }>`select code, unit_id from kernel.unit_code where valid_from <= ${day} and valid_to > ${day} order by system`)).map((r) => [r.code, r.unit_id]));
    const people = rows.map((r) => ({ id: newId(), staffCode: r.staffCode, name: r.name, birthDate: parseDay(r.birthDate) ?? null, sex: r.sex === 'Nữ' ? ('female' as const) : ('male' as const), email: r.email, phone: r.phone, personalId: r.personalId }));
    await registerPeople(ctx, people);
    const kinds = { 'Lãnh đạo': 'leader', 'Công chức, viên chức': 'staff', 'Hợp đồng': 'contract' } as const;
    const posts = rows.map((r) => ({ id: newId(), unitId: codes.get(r.unitCode) ?? '', title: r.title, kind: kinds[r.kind as keyof typeof kinds], validFrom: parseDay(r.from) ?? day }));
    await openPosts(ctx, posts);
    await startPostings(ctx, rows.map((r, i) => ({ id: newId(), postId: posts[i]?.id ?? '', unitId: posts[i]?.unitId ?? '', personId: people[i]?.id ?? '', main: true, coefficient: Number(r.salaryCoefficient.replace(',', '.')) || null, validFrom: parseDay(r.from) ?? day })));
    await joinUnion(ctx, rows.flatMap((r, i) => (r.unionMember === 'Có' ? [{ personId: people[i]?.id ?? '', day: parseDay(r.from) ?? day, consentDay: day }] : [])));
  });
}
