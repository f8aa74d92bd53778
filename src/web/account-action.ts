import type { RequestEvent } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import type { Accounts } from '#kernel/account/index.ts';
import { refuse } from './form.ts';

/** A form action on the own account: what it did, or the refusal with its places. */
export const accountAction =
  <T extends object>(work: (accounts: Accounts, text: (field: string) => string, event: RequestEvent) => Promise<T>) =>
  async (event: RequestEvent) => {
    const form = await event.request.formData();
    try {
      return await work(event.locals.ctx.services.accounts, (field) => String(form.get(field) ?? ''), event);
    } catch (problem) {
      if (problem instanceof Problem) return refuse(problem, form);
      throw problem;
    }
  };
