import { ITEM_KINDS } from '#content/skills/item.ts';
import { listItems, readFramework } from '#modules/skills/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

const STATES = ['draft', 'reviewed', 'pilot', 'live', 'retired'] as const;

/** The bank, as the address asks. */
export const load: PageServerLoad = async (event) => {
  const asked = (name: string): string => event.url.searchParams.get(name)?.trim() ?? '';
  const [query, competence, family, after] = [asked('q').slice(0, 200), asked('competence'), asked('family').slice(0, 120), asked('after').slice(0, 120)];
  const band = ['1', '2', '3'].includes(asked('band')) ? Number(asked('band')) : undefined;
  const kind = ITEM_KINDS.find((one) => one === asked('kind'));
  const state = STATES.find((one) => one === asked('state'));
  const found = await read(event, listItems, {
    ...(query && { query }),
    ...(/^[1-5](\.[1-6])?$/.test(competence) && { competence }),
    ...(band && { band }),
    ...(kind && { kind }),
    ...(state && { state }),
    ...(family && { family }),
    ...(after && { after }),
  });
  const { framework } = await read(event, readFramework, { id: 'digcomp-2-2' });
  const parts = framework.parts.toSorted((a, b) => a.code.localeCompare(b.code)).map(({ code, name_vi, name_en }) => ({ code, vi: name_vi, en: name_en }));
  return { ...found, query, competence, family, band: asked('band'), kind: kind ?? '', state: state ?? '', paged: after !== '', parts, kinds: ITEM_KINDS, states: STATES };
};
