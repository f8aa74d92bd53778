import { error, redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { BLOCK_FIELDS, listPackages, readDraftLesson, saveBlock } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { fieldsIn } from '../../../../fields.ts';
import type { Actions, PageServerLoad } from './$types';

/** A block of a lesson of a draft, to be written. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { course, lesson: id, block: blockId } = event.params;
  const { lesson, revision, faults, courseTitle, state, files, pictures } = await read(event, readDraftLesson, { course, lesson: id });
  const { kind, fields } = lesson.blocks.find((one) => one.id === blockId) ?? error(404, { message: event.locals.t('learning-authoring.no-block') });
  const known = [...files, ...pictures.map((name) => ({ name, mediaType: 'image/svg+xml' }))];
  const packages = (kind === 'package' ? await read(event, listPackages, {}) : []).filter(({ usable, retiredAt }) => usable && retiredAt === null);
  const choices = packages.map(({ code, title }) => ({ value: code, label: `${title} (${code})` }));
  const about = { course, id, courseTitle, lessonTitle: lesson.fields['title'] || id, state, revision, requestId: newId() };
  return { ...about, block: blockId, kind, fields, specs: BLOCK_FIELDS[kind], faults: faults.filter((fault) => fault.block === blockId), files: known, packages: choices };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const { course, lesson, block } = params;
    const form = await request.formData();
    const kind = Object.entries(BLOCK_FIELDS).find(([name]) => name === form.get('kind'))?.[1] ?? [];
    const answer = await submit(saveBlock, locals.ctx, form, { course, lesson, block, fields: fieldsIn(form, kind) });
    if (!answer.ok) return answer.failure;
    redirect(303, `/learning/authoring/${course}/${lesson}${form.has('preview') ? '/preview' : '?saved=yes'}#${block}`);
  },
};
