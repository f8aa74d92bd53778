import { redirect, type RequestEvent } from '@sveltejs/kit';

/** The discussion of the lesson that the address names. */
export const blockOf = ({ url }: Pick<RequestEvent, 'url'>): { block?: string } => {
  const block = url.searchParams.get('block');
  return block === null ? {} : { block };
};

/** Leads back to what is read, with more in the address. */
export const back = (event: Pick<RequestEvent, 'url'>, more = '', hash = '') => {
  const { block } = blockOf(event);
  const query = [block === undefined ? '' : `block=${encodeURIComponent(block)}`, more].filter((part) => part !== '').join('&');
  return redirect(303, `${event.url.pathname}${query === '' ? '' : `?${query}`}${hash}`);
};
