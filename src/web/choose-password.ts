import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import type { LinkKind } from '#kernel/account/index.ts';
import { refuse } from './form.ts';
import { visitOf } from './session.ts';

/** What the page of a one-time link shows: whose account it is, or that the link no longer works. */
export async function readLink(
  event: Pick<RequestEvent, 'locals' | 'request' | 'getClientAddress'>,
  kind: LinkKind,
  token: string,
): Promise<{ staffCode: string | undefined; problem: string | undefined }> {
  try {
    const { staffCode } = await event.locals.ctx.services.accounts.lookAtLink(kind, token, visitOf(event));
    return { staffCode, problem: undefined };
  } catch (problem) {
    if (problem instanceof Problem) return { staffCode: undefined, problem: problem.code };
    throw problem;
  }
}

/** The action of that page: the same password twice. It takes a POST, so that a mail scanner that opens links uses none up. */
export function choosePassword(kind: LinkKind): Actions<{ token: string }> {
  return {
    default: async (event) => {
      const form = await event.request.formData();
      const [password, again] = [String(form.get('password') ?? ''), String(form.get('again') ?? '')];
      try {
        if (password !== again) throw new Problem('invalid', 'sign-in.not-the-same', {}, [{ at: '/again', code: 'sign-in.not-the-same' }]);
        const { accounts } = event.locals.ctx.services;
        if (kind === 'invitation') await accounts.acceptInvitation(event.params.token, password, visitOf(event));
        else await accounts.reset(event.params.token, password, visitOf(event));
      } catch (problem) {
        if (problem instanceof Problem) return refuse(problem, form);
        throw problem;
      }
      redirect(303, '/sign-in?done=password');
    },
  };
}
