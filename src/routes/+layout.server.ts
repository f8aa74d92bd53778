import { catalogues, type Locale } from '#base/text/index.ts';
import type { ShellData } from '#ui/shell.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ url, cookies }) => {
  const locale: Locale = cookies.get('locale') === 'en' ? 'en' : 'vi';
  const shell: ShellData = { demo: true, locale, path: url.pathname, here: url.pathname + url.search, nav: [] };
  return { locale, texts: catalogues(), shell };
};
