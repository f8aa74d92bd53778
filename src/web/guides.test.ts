import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { translator } from '#base/text/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { actorWith } from '#tests/ctx.ts';
import { listFiles } from '#tests/guards/sources.ts';
import { findGuides, guideFor, guideHtml, guides } from './guides.ts';
import { FURTHER, MENU, SECTIONS } from './pages.ts';

const entries = [...SECTIONS.flatMap((section) => [section, ...(section.within ?? [])]), ...MENU, ...FURTHER];
const unit = '01a21b2f-d6bc-706c-8fee-176ad4b97b89';

describe('the guides', () => {
  test('every file of docs/users is one, and its role has a name', () => {
    const files = listFiles('docs/users/*.md').filter((path) => !path.endsWith('README.md'));
    expect(files.length).toBeGreaterThan(40);
    expect([...guides().keys()].sort()).toEqual(files.map((path) => path.replace(/^docs\/users\//, '').replace(/\.md$/, '')).sort());
    for (const locale of ['vi', 'en'] as const) for (const { role } of guides().values()) expect(translator(locale)(`help.for-${role}`)).not.toContain('help.for');
  });

  test('every page names a guide that is there', () => {
    expect(entries.filter(({ guide }) => guide !== undefined && !guides().has(guide))).toEqual([]);
  });

  test('links and pictures of a guide lead somewhere in the program', () => {
    const addresses = [...guides().values()].flatMap((guide) => [...guideHtml(guide).matchAll(/(?:href|src)="([^"]+)"/g)].map(([, to]) => to ?? ''));
    const own = addresses.filter((to) => to.startsWith('/'));
    expect(own.length).toBeGreaterThan(5);
    for (const to of own) {
      const there = to.startsWith('/help/images/') ? existsSync(join('docs/images', to.slice('/help/images/'.length))) : guides().has(to.slice('/help/'.length));
      expect(there, to).toBe(true);
    }
    expect(addresses.filter((to) => !to.startsWith('/') && !to.startsWith('https:'))).toEqual([]);
  });

  test('HTML in a guide is text', () => {
    expect(guideHtml({ id: 'x/y', role: 'x', title: 'X', text: 'a <script>alert(1)</script> b\n\n<div onclick="x">c</div>' })).not.toMatch(/<script|<div/);
  });

  test('a page has the guide of the nearest entry above it', () => {
    expect(guideFor('/learning/team')).toBe('head-of-unit/viec-hoc-cua-don-vi');
    expect(guideFor('/learning/chuyen-doi-so/bai-1')).toBe('learner/hoc-tap');
    expect(guideFor('/no-such-page')).toBeUndefined();
  });

  test('the search needs no diacritics; guides of one’s own roles come first', () => {
    expect(findGuides('quen mat khau', ANONYMOUS).flatMap((group) => group.guides.map(({ id }) => id))).toContain('everyone/dang-nhap');
    expect(findGuides('xyzzy', ANONYMOUS)).toEqual([]);
    const roles = findGuides('', actorWith(unit, { role: 'auditor', unitId: unit })).map(({ role }) => role);
    expect(roles.indexOf('auditor')).toBeLessThan(roles.indexOf('administrator'));
    expect(roles.indexOf('auditor')).toBeLessThan(roles.indexOf('training-officer'));
  });
});
