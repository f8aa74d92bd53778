import { isId } from '#base/id/index.ts';
import { STATUSES } from '#modules/programme/index.ts';

const SORTS = ['worst', 'due', 'title'] as const;

/** By what the address narrows and orders the targets; what cannot be read is left out. */
export function filtersOf(query: URLSearchParams) {
  const asked = (name: string): string => query.get(name)?.trim() ?? '';
  const status = STATUSES.find((one) => one === asked('status'));
  const sort = SORTS.find((one) => one === asked('sort'));
  const key = (name: string): string | undefined => (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(asked(name)) ? asked(name) : undefined);
  const [plan, indicator] = [key('plan'), key('indicator')];
  return {
    ...(plan !== undefined && { plan }),
    ...(indicator !== undefined && { indicator }),
    ...(/^\d{4}$/.test(asked('year')) && { year: Number(asked('year')) }),
    ...(status !== undefined && { status }),
    ...(isId(asked('unitId')) && { unitId: asked('unitId') }),
    ...(sort !== undefined && { sort }),
  };
}
