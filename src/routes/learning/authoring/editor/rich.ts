import { Editor } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { documentOf, textOf } from './words.ts';

type Command = { word: string; sign?: string; run: (editor: Editor) => void; on?: (editor: Editor) => boolean };

/** Only https addresses: the server takes no others. */
const ADDRESS = /^https:\/\/[^\s/()]+\.[^\s()]+$/;

/** What texts of lessons may hold: paragraphs, lists, strong, emphasis, links; nothing else that the kit brings. */
const KIT = StarterKit.configure({
  heading: false,
  blockquote: false,
  code: false,
  codeBlock: false,
  horizontalRule: false,
  strike: false,
  underline: false,
  trailingNode: false,
  link: { openOnClick: false, autolink: false, protocols: ['https'], isAllowedUri: (url: string) => ADDRESS.test(url), HTMLAttributes: { target: null, rel: null } },
});

/** Takes a text area over: a toolbar and a field that shows the text as it will look. The text area stays what is sent. Does nothing where there is no text area. */
export function enrich(place: HTMLElement, words: DOMStringMap, changed: () => void): void {
  const area = place.querySelector('textarea');
  const label = place.querySelector('label');
  if (area === null || label === null) return;
  label.id = `${area.id}-label`;
  const field = document.createElement('div');
  const editor = new Editor({
    element: field,
    injectCSS: false,
    content: documentOf(area.value),
    extensions: [KIT],
    editorProps: { attributes: attributesOf(area, label) },
    onUpdate: () => {
      area.value = textOf(editor.getJSON());
      changed();
    },
  });
  const bar = toolbar(editor, words, area);
  area.before(bar, field);
  area.hidden = true;
  showSigns(place, false);
  label.addEventListener('click', (event) => {
    if (!area.hidden) return;
    event.preventDefault();
    editor.commands.focus();
  });
  bar.append(asText(place, area, field, editor, words));
}

/** How signs are typed is told only while they are typed. */
function showSigns(place: HTMLElement, shown: boolean): void {
  const hint = place.querySelector<HTMLElement>('.hint');
  if (place.dataset['signs'] !== undefined && hint !== null) hint.hidden = !shown;
}

function attributesOf(area: HTMLTextAreaElement, label: HTMLLabelElement): Record<string, string> {
  const described = area.getAttribute('aria-describedby');
  return { role: 'textbox', 'aria-multiline': 'true', 'aria-labelledby': label.id, lang: 'vi', ...(described === null ? {} : { 'aria-describedby': described }) };
}

const COMMANDS: Command[] = [
  { word: 'bold', sign: 'B', run: (editor) => editor.chain().focus().toggleBold().run(), on: (editor) => editor.isActive('bold') },
  { word: 'italic', sign: 'I', run: (editor) => editor.chain().focus().toggleItalic().run(), on: (editor) => editor.isActive('italic') },
  { word: 'bullets', run: (editor) => editor.chain().focus().toggleBulletList().run(), on: (editor) => editor.isActive('bulletList') },
  { word: 'numbers', run: (editor) => editor.chain().focus().toggleOrderedList().run(), on: (editor) => editor.isActive('orderedList') },
  { word: 'undo', run: (editor) => editor.chain().focus().undo().run() },
  { word: 'redo', run: (editor) => editor.chain().focus().redo().run() },
];

function toolbar(editor: Editor, words: DOMStringMap, area: HTMLTextAreaElement): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'rich-bar';
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', words['toolbar'] ?? '');
  bar.setAttribute('aria-controls', area.id);
  const buttons = COMMANDS.map(({ word, sign, run, on }) => {
    const name = words[word] ?? word;
    const made = button(name, sign ?? name, () => run(editor));
    made.classList.add(word);
    return { made, on };
  });
  const link = linkButton(editor, words);
  bar.append(...buttons.map(({ made }) => made), link);
  const show = () => {
    for (const { made, on } of buttons) if (on !== undefined) made.setAttribute('aria-pressed', String(on(editor)));
    link.setAttribute('aria-pressed', String(editor.isActive('link')));
  };
  editor.on('transaction', show);
  show();
  return bar;
}

function button(name: string, sign: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.title = name;
  made.setAttribute('aria-label', name);
  made.textContent = sign;
  made.addEventListener('click', act);
  return made;
}

function linkButton(editor: Editor, words: DOMStringMap): HTMLButtonElement {
  const name = words['link'] ?? '';
  return button(name, name, () => {
    if (editor.isActive('link')) return void editor.chain().focus().extendMarkRange('link').unsetLink().run();
    const href = window.prompt(words['linkAsk'] ?? '', 'https://')?.trim() ?? '';
    if (href === '' || href === 'https://') return undefined;
    if (!ADDRESS.test(href)) return window.alert(words['linkWrong'] ?? '');
    const chosen = editor.state.selection.empty ? { type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] } : undefined;
    if (chosen === undefined) editor.chain().focus().setLink({ href }).run();
    else editor.chain().focus().insertContent(chosen).run();
    return undefined;
  });
}

/** Whoever would rather type the signs goes over to the text area and back. */
function asText(place: HTMLElement, area: HTMLTextAreaElement, field: HTMLElement, editor: Editor, words: DOMStringMap): HTMLButtonElement {
  const made = button(words['asText'] ?? '', words['asText'] ?? '', () => {
    area.hidden = !area.hidden;
    field.hidden = !area.hidden;
    showSigns(place, !area.hidden);
    if (area.hidden) editor.commands.setContent(documentOf(area.value));
    const name = (area.hidden ? words['asText'] : words['asSet']) ?? '';
    made.textContent = name;
    made.title = name;
    made.setAttribute('aria-label', name);
    if (area.hidden) editor.commands.focus();
    else area.focus();
  });
  return made;
}
