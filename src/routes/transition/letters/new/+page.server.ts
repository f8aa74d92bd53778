import { error, redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { draftLetter, isLetterKind } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { prepared } from '../prepare.ts';
import { placeOf } from '../../under.ts';
import type { Actions, PageServerLoad } from './$types';

/** A letter before it is drafted, filled from its case; or why it cannot be drafted now. */
export const load: PageServerLoad = async (event) => {
  const { case: caseId = '', kind = '' } = Object.fromEntries(event.url.searchParams);
  if (!isLetterKind(kind)) error(404, { message: event.locals.t('transition-letters.none') });
  return { ...(await prepared(event, { caseId, kind })), menuEntry: placeOf(event.locals.ctx), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const result = await submit(draftLetter, locals.ctx, await request.formData(), { caseId: url.searchParams.get('case'), kind: url.searchParams.get('kind') });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/letters/${result.output.id}?done=saved`);
  },
};
