import type { Transport } from '@sveltejs/kit/hooks';
import { Texts } from '#base/text/catalogue.ts';

/**
 * SvelteKit writes down all that a load function returns, also for pages without client JavaScript, where nobody reads it. The sentences of
 * both languages would cost each page several milliseconds: they are written as one word instead.
 */
export const transport: Transport = {
  Texts: { encode: (value) => value instanceof Texts && 'server', decode: () => new Texts({ vi: {}, en: {} }) },
};
