import { Problem } from '#base/problem/index.ts';
import { refuse } from '#web/form.ts';
import { visitOf } from '#web/session.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const login = String(form.get('login') ?? '').trim();
    if (login === '') return refuse(new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/login', code: 'operation.input.required' }]), form);
    try {
      await event.locals.ctx.services.accounts.requestReset(login, visitOf(event));
    } catch (problem) {
      if (problem instanceof Problem) return refuse(problem, form);
      throw problem;
    }
    return { asked: true };
  },
};
