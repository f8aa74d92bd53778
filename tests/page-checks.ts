import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import type { Page } from 'playwright-core';

/** axe-core as it is sent into each page: the small form of it, which is read in half the time. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const validator = new HtmlValidate(
  new StaticConfigLoader({
    extends: ['html-validate:recommended', 'html-validate:document'],
    rules: {
      'no-inline-style': 'error',
      // Svelte writes `<br/>` and empty attributes; both are valid HTML.
      'void-style': 'off',
      'doctype-style': 'off',
      'attribute-empty-style': 'off',
      'attribute-boolean-style': 'off',
      'no-trailing-whitespace': 'off',
      // Our own files from our own origin.
      'require-sri': 'off',
      'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
      // Vietnamese titles run long, and a phone number is not what "126 xã" is.
      'long-title': 'off',
      'tel-non-breaking': 'off',
    },
  }),
);

/** Rules about colours. */
export const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Rules whose answer can change with the width of a page and with what is hidden at that width. */
export const OF_SIZE = [
  'aria-hidden-focus',
  'button-name',
  'heading-order',
  'label',
  'landmark-one-main',
  'link-name',
  'page-has-heading-one',
  'region',
  'scrollable-region-focusable',
  'target-size',
];

/** In what words stand on a page as it is now: of each text its colour, its ground, its size and weight, of a link also the colour of the words around it. Whatever is alike in these has one contrast. */
export function coloursOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // Down to the first colour that covers what lies under it, and what all of it shines through.
    const ground = (element: Element): string => {
      const parts: string[] = [];
      let covered = false;
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { backgroundColor, backgroundImage, opacity } = getComputedStyle(at);
        if (opacity !== '1') parts.push(opacity);
        if (!covered && backgroundImage !== 'none') parts.push(backgroundImage);
        if (!covered && !/^rgba\(.*, 0\)$/.test(backgroundColor)) parts.push(backgroundColor);
        covered ||= backgroundColor.startsWith('rgb(');
      }
      return parts.join(' ');
    };
    const kinds = new Set<string>();
    for (const element of document.querySelectorAll('body, body *')) {
      const spoken = element.matches('input, select, textarea') || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
      if (!spoken || !element.checkVisibility()) continue;
      const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(element);
      const around = element.matches('a') && element.parentElement !== null ? `${textDecorationLine} ${getComputedStyle(element.parentElement).color}` : '';
      kinds.add([color, ground(element), fontSize, fontWeight, around].join('|'));
    }
    return [...kinds];
  });
}

/** What axe-core finds on the page as it stands (WCAG 2.2 AA and best practice, or only these rules), one line a finding; empty when nothing. */
export async function checkPage(page: Page, rules?: string[], { without = [] }: { without?: string[] } = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  // Style sheets are not read once more: `tests/guards/architecture.test.ts` sees that none turns with the device.
  const runOnly = rules === undefined ? { type: 'tag', values: TAGS } : { type: 'rule', values: rules };
  const options = { runOnly, rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])), preload: false, resultTypes: ['violations'] };
  const violations = await page.evaluate(async (given) => {
    const run: (options: object) => Promise<AxeResults> = Reflect.get(globalThis, 'axe').run;
    return (await run(given)).violations;
  }, options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} — ${String(node.target)} ${(node.failureSummary ?? '').split('\n').slice(1).join(' ').trim()}`),
  );
}

/** Names that a form sends several times because they are lists: the columns of an import. */
const LISTS = /^Duplicate form control name "columns"$/;

/** What is not valid in a whole HTML page, inline styles and scripts among it, one line a finding; empty when nothing. */
export function checkHtml(html: string): string[] {
  const report = validator.validateStringSync(html);
  const findings = report.results.flatMap(({ messages }) =>
    messages.filter(({ message }) => !LISTS.test(message)).map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`),
  );
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>/g)].map(([tag]) => `inline script: ${tag}`);
  return [...findings, ...inline];
}
