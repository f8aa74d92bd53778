// The one page that runs a program in the browser (docs/decisions/0029): texts of authors set as they look, and saved by themselves. Without it the form works as it is.
import { autosave } from './autosave.ts';
import { enrich } from './rich.ts';

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-author]')) {
  const changed = autosave(form);
  for (const place of form.querySelectorAll<HTMLElement>('[data-rich]')) enrich(place, form.dataset, changed);
}
