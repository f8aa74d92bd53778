import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { keepDocument, retainDocuments } from '#kernel/document/index.ts';
import { every } from '#kernel/job/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { kindOf } from './shown.ts';
import { dropDrafts, findDraft, putDraft, removeDraft } from './store.ts';
import { filesIn, mustBeOwnFiles } from './submit.ts';
import { errors, next, prune, reachable, resumeAt, wrongForm } from './walk.ts';
import type { Answers, Form, FormField } from './model.ts';

/** A draft is kept for so many days after it was last saved. */
const DRAFT_DAYS = 30;
const MEGABYTES = 10;

const forms = new Map<string, Form>();

/** Makes forms known to this process. Throws (a defect) when something is wrong with one. */
export function declareForms(list: readonly Form[]): void {
  forms.clear();
  for (const form of list) {
    const wrong = wrongForm(form);
    if (wrong.length > 0) throw new Error(`Form ${form.name}: ${wrong.join('; ')}.`);
    forms.set(form.name, form);
  }
}

/** The form of that name as it is used now; throws `missing`. */
function getForm(name: string): Form {
  return found(forms.get(name), 'form.no-form');
}

const closed = { additionalProperties: false } as const;
const which = {
  form: Type.String({ maxLength: 100, description: 'Form, module.name' }),
  about: Type.Optional(Type.String({ maxLength: 100, description: 'What the draft is about, where a person can fill in the form about several matters' })),
};
const answers = Type.Record(Type.String(), Type.Unknown(), { description: 'Answers by the names of their questions' });

/** Saves one page of a draft. */
export const savePage = operation({
  name: 'form.save-page',
  summary: "Save the answers of one page of a form into the asker's own draft; the answer says which page comes next.",
  kind: 'write',
  http: 'PUT /forms/{form}/pages/{page}',
  permission: 'signed-in',
  input: Type.Object(
    {
      ...which,
      page: Type.String({ maxLength: 100, description: 'Page of the form' }),
      answers,
      files: Type.Optional(
        Type.Array(
          Type.Object(
            {
              field: Type.String({ maxLength: 100, description: 'Question that the file answers' }),
              name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
              content: Type.String({ maxLength: Math.ceil((MEGABYTES * 1_048_576 * 4) / 3), description: `The file in base64, at most ${MEGABYTES} MB` }),
            },
            closed,
          ),
          { maxItems: 5, description: 'Files put in on this page; a question of a file that is left out keeps the one it has' },
        ),
      ),
      later: Type.Optional(Type.Boolean({ description: 'Save to go on another day: what is open or wrong is left out instead of refused' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      next: Type.Union([Type.String(), Type.Null()], { description: 'The page that comes next; null: the answers are to be checked' }),
      expiresOn: Type.String({ format: 'date', description: 'Last day on which the draft is kept' }),
    },
    closed,
  ),
  trace: (input) => ({ detail: { form: input.form, page: input.page } }),
  run: async (ctx, { form: name, about = '', page: pageId, answers: given, files = [], later = false }) => {
    const form = getForm(name);
    const key = { form: name, personId: asker(ctx), about };
    const draft = await findDraft(ctx.db, key, ctx.today, true);
    const page = found(
      form.pages.find(({ id }) => id === pageId),
      'form.no-page',
    );
    const expiresOn = addDays(ctx.today, DRAFT_DAYS);
    const put = await keepFiles(ctx, page.fields, files, expiresOn);
    const { own, rest } = parted(form, page.fields, draft?.answers ?? {}, { ...given, ...put });
    const wrong = errors(form, { ...rest, ...own }, pageId);
    if (wrong.length > 0 && !later) throw new Problem('invalid', 'form.page-wrong', {}, wrong);
    const sound = Object.fromEntries(Object.entries(own).filter(([field]) => !wrong.some(({ at }) => at === `/${field}`)));
    const all = { ...rest, ...sound };
    await mustBeOwnFiles(ctx, form, all);
    await putDraft(ctx.db, key, { id: draft?.id ?? newId(), version: form.version, answers: all, expiresOn, savedAt: ctx.now });
    await retainDocuments(ctx.db, [...filesIn(form, all).values()], expiresOn);
    return { next: next(form, all, pageId) ?? null, expiresOn };
  },
});

/** Shows a draft. */
export const readDraft = operation({
  name: 'form.read-draft',
  summary: "The asker's own draft of a form: its answers, the pages that stand with them, and where to go on.",
  kind: 'read',
  http: 'GET /forms/{form}/draft',
  permission: 'signed-in',
  input: Type.Object(which, closed),
  output: Type.Object(
    {
      version: Type.String({ format: 'date', description: 'Version of the form as it is used now' }),
      answers,
      pages: Type.Array(Type.String(), { description: 'Pages that stand with these answers, in order' }),
      resumeAt: Type.Union([Type.String(), Type.Null()], { description: 'First page with something open or wrong; null: complete' }),
      expiresOn: Type.Union([Type.String(), Type.Null()], { description: 'Last day on which the draft is kept; null: nothing is saved yet' }),
    },
    closed,
  ),
  run: async (ctx, { form: name, about = '' }) => {
    const form = getForm(name);
    const draft = await findDraft(ctx.db, { form: name, personId: asker(ctx), about }, ctx.today);
    const saved = draft?.answers ?? {};
    return {
      version: form.version,
      answers: prune(form, saved),
      pages: reachable(form, saved).map(({ page }) => page.id),
      resumeAt: resumeAt(form, saved) ?? null,
      expiresOn: draft?.expiresOn ?? null,
    };
  },
});

/** Deletes a draft. */
export const discardDraft = operation({
  name: 'form.discard-draft',
  summary: "Delete the asker's own draft of a form.",
  kind: 'write',
  http: 'DELETE /forms/{form}/draft',
  permission: 'signed-in',
  input: Type.Object(which, closed),
  output: Type.Object({ form: Type.String({ description: 'Form' }) }, closed),
  run: async (ctx, { form, about = '' }) => {
    if (!(await removeDraft(ctx.db, { form, personId: asker(ctx), about }))) throw new Problem('missing', 'form.no-draft');
    return { form };
  },
});

/** The operations of forms. Submitting is none of them: it is part of the operation of the module that the form is for (`submitDraft`). */
export const formOperations = [savePage, readDraft, discardDraft];

/** Deletes drafts whose time is over, every hour. */
export const dropOldDrafts = every(3600, 'form.drop-drafts', async (ctx) => void (await dropDrafts(ctx.db, ctx.today)));

function asker(ctx: Ctx): string {
  const personId = personOf(ctx.actor);
  if (personId === undefined) throw new Problem('forbidden', 'form.person-only');
  return personId;
}

/** The answers of a page's questions as they are now given (a file not sent again stays), and the answers of all other pages. */
function parted(form: Form, fields: readonly FormField[], earlier: Answers, given: Answers): { own: Answers; rest: Answers } {
  const asks = ([name]: [string, unknown]) => fields.some((field) => field.name === name);
  const files = [...filesIn(form, earlier)].filter(asks);
  return {
    own: Object.fromEntries([...files, ...Object.entries(given).filter(asks)]),
    rest: Object.fromEntries(Object.entries(earlier).filter((entry) => !asks(entry))),
  };
}

async function keepFiles(
  ctx: Ctx,
  fields: readonly FormField[],
  files: readonly { field: string; name: string; content: string }[],
  retainUntil: string,
): Promise<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const { field: name, ...file } of files) {
    const field = fields.find((one) => one.name === name);
    if (field === undefined || kindOf(field) !== 'file') throw new Problem('invalid', 'form.no-file-here', {}, [{ at: `/${name}`, code: 'form.no-file-here' }]);
    kept[name] = (await keepDocument(ctx, { name: file.name, bytes: [Buffer.from(file.content, 'base64')], purpose: 'form.file', retainUntil })).id;
  }
  return kept;
}
