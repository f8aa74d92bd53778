import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { readDocument, saveDocument } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';

/** The entry of a document to be changed. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.prepare');
  const { document, titles, everybody } = await read(event, readDocument, { id: event.params.id });
  const { id, number, kind, issuer, issuedOn, validFrom, validTo, sourceUrl, verified } = document;
  const boxes = { everybody: everybody ? 'on' : '', verified: verified ? 'on' : '' };
  const fields = { number, kind, issuer, title: titles.vi, titleEn: titles.en, issuedOn, validFrom, validTo: validTo ?? '', sourceUrl: sourceUrl ?? '', ...boxes };
  return { id, number, fields, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const { everybody } = await perform(readDocument, locals.ctx, { id: params.id });
    const must = form.get('everybody') === 'on';
    // An audience that the form cannot say stays as it is unless the box was changed.
    const audience = must === everybody ? { keepAudience: true } : must ? { audience: { include: [{}], exclude: [] } } : {};
    const answer = await submit(saveDocument, locals.ctx, form, { id: params.id, ...audience });
    return answer.ok ? redirect(303, `/library/${params.id}`) : answer.failure;
  },
};
