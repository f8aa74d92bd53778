import type { Ctx } from '#kernel/operation/index.ts';
import { listRoles } from '#kernel/org/index.ts';
import { listDemoPeople } from '#modules/directory/index.ts';

/** One person for each role, with the role's title, in the order of `content/roles.json`; nobody outside the demonstration. */
export async function demoPeople(ctx: Ctx) {
  if (!ctx.services.demo) return [];
  const people = await listDemoPeople(ctx.db, ctx.today);
  return listRoles().flatMap(({ key, title_vi, title_en }) =>
    people.filter(({ role }) => role === key).map((person) => ({ ...person, roleTitle: ctx.locale === 'vi' ? title_vi : title_en })),
  );
}
