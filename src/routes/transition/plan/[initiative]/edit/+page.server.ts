import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listToPlace, readPlan, writePlan } from '#modules/transition/index.ts';
import { carryOut, numberFrom, textOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';
import { initiativeOf, orNull } from '../../../initiative.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form of a labour-use plan: each person on one list, then the texts and the money. */
export const load: PageServerLoad = async (event) => {
  const initiative = await initiativeOf(event);
  const people = await run(event, listToPlace, { initiative: initiative.id });
  return { initiative, people, plan: await orNull(event, readPlan, { initiative: initiative.id }), requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const { id, key } = await initiativeOf(event);
    const form = await event.request.formData();
    const lists = [...form].flatMap(([name, list]) => (name.startsWith('list-') && list !== '' ? [{ personId: name.slice(5), list }] : []));
    const texts = Object.fromEntries(['rights', 'measures', 'moneySource', 'reason'].map((name) => [name, textOf(form, name)]));
    const numbers = { money: numberFrom(textOf(form, 'money')), seen: numberFrom(textOf(form, 'seen')) };
    const fieldOf = (at: string) => {
      const [, row, missing] = /^\/lists\/(?:(\d+)|-\/(.+))/.exec(at) ?? [];
      return row === undefined && missing === undefined ? undefined : `list-${missing ?? lists[Number(row)]?.personId ?? ''}`;
    };
    const result = await carryOut(writePlan, event.locals.ctx, form, { initiative: id, lists, ...texts, ...numbers }, fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/transition/plan/${key}`);
  },
};
