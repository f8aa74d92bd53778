import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The components are shown to those who try Khuê out, not to those who work with it. */
export const load: PageServerLoad = ({ locals }) => {
  if (!locals.ctx.services.demo) error(404);
};
