import { globSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { catalogues, LOCALES } from '#base/text/index.ts';

/**
 * Beginnings of keys that code completes at run time, `t(`ui.error-${kind}-title`)`, or by adding to a key it was given:
 * `${title}.${value}` of `directory.by-kind`. Each must stand so in a source.
 */
const DYNAMIC_PREFIXES = [
  'learning-who.offline',
  'learning-classes.offline-marks',
  'help.for-',
  'account.state-',
  'account.invite',
  'account.open',
  'account.close',
  'account.second',
  'account.done-',
  'account.mail.',
  'audience.area-',
  'audience.level-',
  'audience.post-',
  'audit.op.',
  'briefing.col-',
  'briefing.part-',
  'campaigns-board.reason-',
  'campaigns-board.send-',
  'campaigns-board.step-',
  'campaigns-contact.do-',
  'campaigns-contact.help-',
  'campaigns-contact.note-',
  'campaigns-contact.why-',
  'campaigns-effect.kind-',
  'campaigns-effect.difference-',
  'campaigns-effect.rests-',
  'campaigns-effect.scale-',
  'campaigns-gathering.done-',
  'campaigns-gathering.present-',
  'campaigns-library.field-',
  'campaigns-library.kind-',
  'campaigns-message.fault-',
  'campaigns-message.field-',
  'campaigns-message.file-',
  'campaigns-message.hint-',
  'campaigns-message.item-',
  'campaigns-message.language-',
  'campaigns-message.level-',
  'campaigns-message.state-',
  'campaigns-wizard.field-',
  'campaigns.campaign-',
  'campaigns.channel-',
  'campaigns.page-',
  'campaigns.set.',
  'campaigns.state-',
  'city.fact-',
  'constraint.',
  'directory.by-',
  'figures.measure-',
  'figures.period-',
  'import.count.',
  'import.help.',
  'import.kind.',
  'import.phase.',
  'import.state.',
  'indicators.',
  'learning-assignment.filter-',
  'learning-assignment.state-',
  'learning-authoring.choice-',
  'learning-authoring.did-',
  'learning-authoring.editor-',
  'learning-authoring.event-',
  'learning-authoring.fault-',
  'learning-authoring.field-',
  'learning-authoring.file-refused-',
  'learning-authoring.filter-',
  'learning-authoring.hint-',
  'learning-authoring.kind-',
  'learning-authoring.learners-',
  'learning-authoring.package-',
  'learning-authoring.reading-',
  'learning-authoring.text-',
  'learning-authoring.title-',
  'learning-handins.did-',
  'learning-handins.event-',
  'learning-handins.level-',
  'learning-handins.state-',
  'learning-packages.fault-',
  'learning-packages.standard-',
  'learning-pool.by-',
  'learning-pool.col-',
  'learning-pool.did-',
  'learning-pool.do-',
  'learning-pool.done-',
  'learning-pool.done-need-',
  'learning-pool.event-',
  'learning-pool.fits-',
  'learning-pool.hours-',
  'learning-pool.kind-',
  'learning-pool.mark-',
  'learning-pool.need-',
  'learning-pool.needs-',
  'learning-pool.next-',
  'learning-pool.not-now-',
  'learning-pool.own-unit-',
  'learning-pool.reason-',
  'learning-pool.requests-',
  'learning-pool.side-',
  'learning-pool.state-',
  'learning-pool.told-unit-',
  'learning-pool.unit-',
  'learning-records.at-',
  'learning-records.scope-',
  'learning-records.signature-',
  'learning-assignment.count-',
  'learning-classes.awaiting-',
  'learning-classes.done-',
  'learning-classes.evaluate-',
  'learning-classes.kind-',
  'learning-classes.mark-',
  'learning-classes.member-',
  'learning-classes.mode-',
  'learning-classes.own-',
  'learning-classes.ratio.',
  'learning-classes.set.costs-',
  'learning-classes.sheet-',
  'learning-classes.stage-',
  'learning-classes.way-',
  'learning-classes.which-',
  'learning-who.badge-criteria-',
  'learning-who.effect-',
  'learning-who.held-',
  'learning-who.need-',
  'learning-who.outside-',
  'learning-who.part-',
  'learning-who.part-how-',
  'learning-who.post-',
  'learning-who.rate-',
  'learning-who.renewal-',
  'learning-who.source-',
  'learning-who.told-',
  'learning.again-',
  'learning.block-',
  'learning.exercise-',
  'learning.open-',
  'learning.progress-',
  'learning.situation-',
  'mail.channel-',
  'meetings.state-',
  'operation.input.',
  'people.purpose-',
  'plans.awaiting-',
  'plans.because-',
  'plans.direction-',
  'plans.field-',
  'plans.method-',
  'plans.next-',
  'plans.period-',
  'plans.projection-',
  'plans.rule-',
  'plans.saved-',
  'plans.sort-',
  'plans.status-',
  'plans.value-not-',
  'programme.value-',
  'proof.change-',
  'proof.log-',
  'proof.reason-',
  'public.better-',
  'reorganisation.count.',
  'reorganisation.kind-hint.',
  'reorganisation.kind.',
  'reorganisation.note.',
  'reorganisation.state.',
  'reports.due-',
  'reports.hint-',
  'reports.outcome-',
  'reports.state-',
  'roadmap.cannot-',
  'roadmap.go-',
  'roadmap.gravity-',
  'roadmap.late-',
  'roadmap.scale-',
  'roadmap.state-',
  'roadmap.told-',
  'rule.unit-',
  'scorecards.because.',
  'scorecards.col.',
  'scorecards.did.',
  'scorecards.error.',
  'scorecards.field.',
  'scorecards.help.',
  'scorecards.hint.',
  'scorecards.level.',
  'scorecards.rule.',
  'scorecards.state.',
  'security.',
  'sign-in.done-',
  'sign.check.',
  'sign.level-',
  'sign.one-',
  'sign.outcome-',
  'sign.transport-',
  'sign.verdict-',
  'skills-awareness.area-',
  'skills-awareness.next-',
  'skills-awareness.verdict-',
  'skills-bank.band-',
  'skills-bank.event-',
  'skills-bank.fault-',
  'skills-bank.field-',
  'skills-bank.hint-',
  'skills-bank.kind-',
  'skills-bank.life-',
  'skills-bank.move-',
  'skills-bank.qti-',
  'skills-bank.reading-',
  'skills-bank.review-',
  'skills-bank.source-',
  'skills-bank.state-',
  'skills-bank.words-',
  'skills-calibration.group-',
  'skills-calibration.model-',
  'skills-calibration.state-',
  'skills-certificates.about-',
  'skills-certificates.areas-note-',
  'skills-certificates.certainty-',
  'skills-certificates.certifiable-',
  'skills-certificates.check-',
  'skills-certificates.check-says-',
  'skills-certificates.criteria-',
  'skills-certificates.done-',
  'skills-certificates.exactness-',
  'skills-certificates.fading-',
  'skills-certificates.finding-',
  'skills-certificates.kind-',
  'skills-certificates.level-',
  'skills-certificates.note-',
  'skills-certificates.state-',
  'skills-certificates.state-text-',
  'skills-certificates.statement-',
  'skills-certificates.validity-',
  'skills-contests.done-',
  'skills-contests.state-',
  'skills-frameworks.case-',
  'skills-frameworks.done-',
  'skills-frameworks.post-',
  'skills-frameworks.relation-',
  'skills-groups.by-area.',
  'skills-groups.by-part.',
  'skills-groups.col-',
  'skills-groups.ratio.',
  'skills-groups.set.',
  'skills-sessions.done-',
  'skills-sessions.log-',
  'skills-sessions.sitting-',
  'skills-sessions.state-',
  'skills-sittings.ended-',
  'skills-sittings.level-',
  'skills-sittings.open-',
  'skills-sittings.short-',
  'skills.open-',
  'skills.tool-',
  'today.called-',
  'today.you-',
  'transition-balance.line.',
  'transition-balance.set.',
  'transition-balance.told-',
  'transition-cases.ground-',
  'transition-consultation.kind-',
  'transition-entitlement.because-',
  'transition-entitlement.need-',
  'transition-entitlement.part-',
  'transition-entitlement.protected-',
  'transition-entitlement.regime-',
  'transition-entitlement.words-',
  'transition-entitlement.wrong-',
  'transition-impact.consult-',
  'transition-impact.effect-',
  'transition-impact.group-',
  'transition-letters.done-',
  'transition-letters.needs-',
  'transition-letters.signer-',
  'transition-letters.state-',
  'transition-pay.by-',
  'transition-pay.field-',
  'transition-pay.group-',
  'transition-pay.measure-',
  'transition-pay.outcome-',
  'transition-pay.post-',
  'transition-pay.said-',
  'transition-pay.side-',
  'transition-plan.list-',
  'transition-union.aid-',
  'transition-work.agree-',
  'transition-work.because-',
  'transition-work.fit-',
  'transition-work.follow-',
  'transition-work.import-',
  'transition-work.kind-',
  'transition-work.state-',
  'transition.circumstance-',
  'transition.field-',
  'transition.kind-',
  'transition.reason-',
  'transition.sex-',
  'transition.standing-',
  'transition.way-',
  'ui.error-',
  'units.basis.',
  'units.kind.',
  'units.system.',
];

/** Where a key stands as such; what is found here must exist. */
const KEY_PATTERNS = [
  /\bt\(\s*['"]([^'"]+)['"]/g,
  /\btranslate\(\s*['"]([^'"]+)['"]/g,
  /\bnew Problem\(\s*['"]\w+['"],\s*['"]([^'"]+)['"]/g,
  /\bfound\([^;]*?,\s*['"]([a-z][\w-]*\.[\w.-]+)['"]/g,
  /\bcode:\s*['"]([a-z][\w-]*\.[\w.-]+)['"]/g,
  /\b\w*[kK]ey:\s*['"]([a-z][\w-]*\.[\w.-]+)['"]/g,
];

const texts = catalogues();
const keys = Object.keys(texts.vi);
const sources = globSync(['src/**/*.{ts,svelte}', 'bin/*', 'demo/**/*.ts'])
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** The arguments of a message with their kind, `n:6` for a plural by `n`. */
function argumentsOf(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    const own = 'value' in element && element.type !== 0 ? [`${element.value}:${element.type}`] : [];
    const inner = 'options' in element ? Object.values(element.options).flatMap((option) => argumentsOf(option.value)) : [];
    return [...own, ...inner];
  });
}

function argumentSet(message: string, locale: string): string[] {
  const ast = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst();
  return [...new Set(argumentsOf(ast).map((argument) => argument.split(':')[0] ?? ''))].sort();
}

test('both languages have the same keys', () => {
  expect(keys.length).toBeGreaterThan(40);
  expect(Object.keys(texts.en).sort()).toEqual(keys.toSorted());
});

test('every message parses, and asks for the same values in both languages', () => {
  const wrong = keys.flatMap((key) => {
    const [vi, en] = LOCALES.map((locale) => argumentSet(texts[locale][key] ?? '', locale).join(' '));
    return vi === en ? [] : [`${key}: vi {${vi}} en {${en}}`];
  });
  expect(wrong).toEqual([]);
});

test('the comparison of values sees plurals, and values inside them', () => {
  expect(argumentSet('{n, plural, one {{name} một} other {{n, number}}}', 'en')).toEqual(['n', 'name']);
});

test('no message is empty, unfinished or in the wrong language', () => {
  const wrong = LOCALES.flatMap((locale) => Object.entries(texts[locale]).filter(([, message]) => message.trim() === '' || /\b(TODO|TBD|coming soon|lorem)\b/i.test(message)));
  expect(wrong).toEqual([]);
});

test('every key in the code has its sentence', () => {
  const used = sources.flatMap(({ path, text }) => KEY_PATTERNS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, key]) => ({ path, key: key ?? '' }))));
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter(({ key }) => texts.vi[key] === undefined)).toEqual([]);
});

test('every sentence is used', () => {
  const literals = new Set(sources.flatMap(({ text }) => [...text.matchAll(/['"`]([a-z][\w-]*\.[\w.-]+)['"`]/g)].map(([, key]) => key)));
  const unused = keys.filter((key) => !literals.has(key) && !DYNAMIC_PREFIXES.some((prefix) => key.startsWith(prefix)));
  expect(unused).toEqual([]);
});

test('every declared beginning stands in the code', () => {
  const stands = (prefix: string) => sources.some(({ text }) => text.includes(`\`${prefix}\${`) || text.includes(`'${prefix}`));
  expect(DYNAMIC_PREFIXES.filter((prefix) => !stands(prefix))).toEqual([]);
});
