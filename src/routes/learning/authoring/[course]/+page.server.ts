import { mayAnywhere } from '#kernel/org/index.ts';
import { COURSE_FIELDS, listAuthored, readDraft } from '#modules/learning/index.ts';
import { newId } from '#base/id/index.ts';
import { load as read } from '#web/load.ts';
import { error } from '@sveltejs/kit';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../units.ts';
import { draftActions } from './actions.ts';
import type { Actions, PageServerLoad } from './$types';

/** Why a file was not taken. */
const REFUSED = ['needed', 'broken', 'large', 'closed', 'kind', 'forbidden'] as const;

/** A course for its authors: the draft that is written or reviewed, or, without one, what can be done with the published version. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.author');
  const id = event.params.course;
  const all = [...(await read(event, listAuthored, {})), ...(await read(event, listAuthored, { state: 'archived' }))];
  const course = all.find((one) => one.id === id) ?? error(404, { message: event.locals.t('learning.no-course') });
  const draft = course.state === null ? undefined : await read(event, readDraft, { course: id });
  const refused = REFUSED.find((one) => one === event.url.searchParams.get('refused'));
  const mayReview = mayAnywhere(event.locals.ctx.actor, 'learning.review-course');
  return { course, draft, fields: COURSE_FIELDS, mayReview, ...(await unitsWith(event, 'learning.author')), requestId: newId(), refused, did: event.url.searchParams.get('did') };
};

export const actions: Actions = draftActions;
