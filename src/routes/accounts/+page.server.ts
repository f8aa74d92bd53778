import { redirect } from '@sveltejs/kit';
import { isId, newId } from '#base/id/index.ts';
import { inviteUnit, listLogins, LOGIN_STATES } from '#kernel/account/index.ts';
import { listUnits, readUnit } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read, pageOf } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who can sign in and who not yet, in one unit and under it; from here they are invited. */
export const load: PageServerLoad = async (event) => {
  const asked = (name: string): string => event.url.searchParams.get(name)?.trim() ?? '';
  const state = LOGIN_STATES.find((one) => one === asked('state'));
  const day = event.locals.ctx.today;
  const roots = await read(event, listUnits, { day });
  const near = await read(event, listUnits, { parentIds: roots.map(({ id }) => id), day });
  const unitId = isId(asked('unit')) ? asked('unit') : (roots[0]?.id ?? '');
  const found = await read(event, listLogins, { unitId, page: pageOf(event), ...(state && { state }), ...(asked('q') && { text: asked('q') }) });
  const unit = await read(event, readUnit, { id: unitId, day });
  const name = (one: { nameVi: string; nameEn: string }): string => (event.locals.ctx.locale === 'vi' ? one.nameVi : one.nameEn);
  const units = [...roots, ...near].map((one) => ({ value: one.id, label: name(one) }));
  return { ...found, q: asked('q'), state, unit: { id: unit.id, name: name(unit.state) }, units, done: asked('done'), requestId: newId() };
};

export const actions: Actions = {
  invite: async ({ request, locals }) => {
    const form = await request.formData();
    const result = await submit(inviteUnit, locals.ctx, form);
    if (!result.ok) return result.failure;
    redirect(303, `/accounts?unit=${String(form.get('unitId'))}&done=${result.output.people}`);
  },
};
