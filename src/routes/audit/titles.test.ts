import { expect, test } from 'vitest';
import { catalogues, LOCALES } from '#base/text/index.ts';
import { operations } from '#program/index.ts';

test.each(LOCALES)('whoever reads the audit reads what was done in words (%s)', (locale) => {
  expect(operations.map(({ name }) => name).filter((name) => catalogues()[locale][`audit.op.${name}`] === undefined)).toEqual([]);
});
