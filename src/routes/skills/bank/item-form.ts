import { fail, type ActionFailure } from '@sveltejs/kit';
import { Problem, type InputError } from '#base/problem/index.ts';
import { checkedItem, fieldOf, itemFromFields, publicItem, saveItem, type ItemFields, type PublicItem, type ShippedItem } from '#modules/skills/index.ts';
import { refuse, submit, type Refusal } from '#web/form.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/** What a preview shows, with everything that was typed. */
export type PreviewAnswer = { preview: { item: ShippedItem; vi: PublicItem; en: PublicItem | null }; typed: Record<string, string> };

/** Shows a typed item as learners would see it, or says what is wrong with it; keeps nothing. */
export function previewOf(form: FormData): PreviewAnswer | ActionFailure<Refusal> {
  try {
    const item = checkedItem(itemFromFields(fieldsIn(form)));
    return { preview: { item, vi: publicItem(item, 'vi'), en: item.text.en === undefined ? null : publicItem(item, 'en') }, typed: fieldsIn(form) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refuse(new Problem(error.kind, error.code, error.values, atFields(error.errors)), form);
  }
}

/** Keeps a typed item as a draft; answers its id, or what is wrong at the fields where it is mended. */
export async function keepTyped(ctx: Ctx, form: FormData): Promise<{ id: string } | ActionFailure<Refusal>> {
  const answer = await submit(saveItem, ctx, form, { item: itemFromFields(fieldsIn(form)) });
  if (answer.ok) return { id: answer.output.id };
  const { data, status } = answer.failure;
  return fail(status, { ...data, errors: atFields(data.errors) });
}

function fieldsIn(form: FormData): ItemFields {
  return Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

/** The faults at the fields where they are mended, the first one of each. */
function atFields(errors: readonly InputError[]): InputError[] {
  const placed = errors.map(({ at, ...error }) => ({ at: at.startsWith('/item') ? `/${fieldOf(at.slice('/item'.length))}` : at, ...error }));
  return [...Map.groupBy(placed, ({ at }) => at).values()].flatMap((group) => group.slice(0, 1));
}
