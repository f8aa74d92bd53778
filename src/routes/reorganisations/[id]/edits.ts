import { newId } from '#base/id/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { CODE_SYSTEMS, UNIT_KINDS, type Draft, type FreshUnit } from '#modules/directory/index.ts';

/** How the forms of the page change a draft, by the name of the form's action. Each is pure. */
export const edits = {
  addUnit: (draft: Draft, form: FormData): Draft => ({ ...draft, units: added(draft.units, text(form, 'unit')), into: without(draft.into, text(form, 'unit')) }),
  removeUnit: (draft: Draft, form: FormData): Draft => ({ ...draft, units: without(draft.units, text(form, 'unit')) }),
  addInto: (draft: Draft, form: FormData): Draft => ({ ...draft, into: added(draft.into, text(form, 'unit')), units: without(draft.units, text(form, 'unit')) }),
  setAbove: (draft: Draft, form: FormData): Draft => ({ ...draft, into: added([], text(form, 'unit')) }),
  removeInto: (draft: Draft, form: FormData): Draft => ({ ...draft, into: without(draft.into, text(form, 'unit')) }),
  addFresh: (draft: Draft, form: FormData): Draft => ({ ...draft, fresh: [...draft.fresh, freshUnit(form)] }),
  removeFresh: (draft: Draft, form: FormData): Draft => ({ ...draft, fresh: draft.fresh.filter(({ id }) => id !== text(form, 'unit')) }),
  name: (draft: Draft, form: FormData): Draft => ({ ...draft, nameVi: text(form, 'nameVi') || null, nameEn: text(form, 'nameEn') || null }),
  roles: (draft: Draft, form: FormData): Draft => ({ ...draft, roles: text(form, 'roles') === 'follow' ? 'follow' : 'end' }),
  place: (draft: Draft, form: FormData): Draft => {
    const chosen = [...form.keys()].filter((name) => name.startsWith('to-') && text(form, name) !== '').map((name) => [name.slice(3), text(form, name)] as const);
    return { ...draft, rest: text(form, 'rest') || null, placed: Object.fromEntries(chosen) };
  },
};

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

function added(ids: string[], id: string): string[] {
  return id === '' ? ids : [...new Set([...ids, id])];
}

function without(ids: string[], id: string): string[] {
  return ids.filter((one) => one !== id);
}

function freshUnit(form: FormData): FreshUnit {
  const errors: InputError[] = ['nameVi', 'nameEn', 'parentId'].filter((name) => text(form, name) === '').map((name) => ({ at: `/${name}`, code: 'operation.input.required' }));
  const kind = UNIT_KINDS.find((one) => one === text(form, 'kind'));
  const code = text(form, 'code');
  if (kind === undefined) errors.push({ at: '/kind', code: 'operation.input.required' });
  if (/\s/.test(code) || code.length > 40) errors.push({ at: '/code', code: 'operation.input.pattern' });
  if (kind === undefined || errors.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, errors);
  const system = CODE_SYSTEMS.find((one) => one === text(form, 'system')) ?? 'internal';
  return { id: newId(), kind, nameVi: text(form, 'nameVi'), nameEn: text(form, 'nameEn'), parentId: text(form, 'parentId'), system, code: code === '' ? null : code };
}
