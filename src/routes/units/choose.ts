import { Problem } from '#base/problem/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { findUnits } from '#modules/directory/index.ts';

/**
 * The id of the one unit that a typed code or name means on a day; undefined when nothing was typed. Throws `invalid` on the field `name`
 * when it means none or several.
 */
export async function unitTyped(ctx: Ctx, form: FormData, name: string, day: string): Promise<string | undefined> {
  const typed = form.get(name);
  const query = typeof typed === 'string' ? typed.trim() : '';
  if (query === '') return undefined;
  const { units } = await perform(findUnits, ctx, { query, day, limit: 20 });
  const exact = units.filter(({ code, nameVi }) => code === query || nameVi.toLocaleLowerCase('vi') === query.toLocaleLowerCase('vi'));
  const [unit, ...others] = exact.length > 0 ? exact : units;
  if (unit !== undefined && others.length === 0) return unit.id;
  throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: `/${name}`, code: 'units.parent-unclear' }]);
}
