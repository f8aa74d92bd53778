import { formatDay } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { listSetsOperation } from '#kernel/set/index.ts';
import { readIndicator } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import { typedOf } from '../../entry.ts';
import { again, check, save } from '../../steps.ts';
import type { Actions, PageServerLoad } from './$types';

/** A new version of an indicator from a day on. */
export const load: PageServerLoad = async (event) => {
  const { versions, indicator } = await run(event, readIndicator, { key: event.params.key });
  const newest = versions[0] ?? indicator;
  return {
    sets: await run(event, listSetsOperation, {}),
    first: typedOf(newest, event.locals.ctx.today, formatDay),
    nameVi: newest.nameVi,
    nameEn: newest.nameEn,
    requestId: newId(),
  };
};

export const actions: Actions = { check, save, again };
