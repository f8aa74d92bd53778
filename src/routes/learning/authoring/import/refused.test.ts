import { expect, test } from 'vitest';
import { Problem } from '#base/problem/index.ts';
import { reasonOf, refusedAddress, refusedOf } from './refused.ts';

const told = (address: string) => refusedOf(new URL(address, 'http://localhost').searchParams);

test.each([
  ['package-missing', { path: 'quầy & sân.mp4' }],
  ['package-too-large', { megabytes: 1024 }],
  ['package-version', { form: 'khue-course/9' }],
])('what was found in a file comes to the page with its values: %s', (name, values) => {
  const error = { at: '/file', code: `learning-authoring.${name}`, values };
  expect(told(refusedAddress(error, 'u1'))).toMatchObject({ code: error.code, values });
});

test('an address of somebody else says nothing that is no sentence of this page', () => {
  expect(told('/?refused=again')).toMatchObject({ code: 'learning-authoring.import-again' });
  for (const query of ['', '?refused=import-lede', '?refused=package-', '?refused=package-x.y', '?refused=operation.sign-in-first']) expect(told(`/${query}`)).toBeUndefined();
  expect(told(`/?refused=package-missing&path=${'x'.repeat(200)}`)?.values['path']).toHaveLength(80);
});

test.each([
  [new Problem('limit', 'document.too-large', { megabytes: 1024 }), 'learning-authoring.package-too-large'],
  [new Problem('invalid', 'document.empty'), 'learning-authoring.file-needed'],
  [new Problem('conflict', 'operation.request-reused'), 'learning-authoring.import-again'],
  [new Problem('forbidden', 'operation.not-allowed-here'), 'learning-packages.choose-unit'],
  [new Problem('invalid', 'x', {}, [{ at: '/file', code: 'learning-authoring.package-digest', values: { path: 'a.png' } }]), 'learning-authoring.package-digest'],
  [new Problem('invalid', 'something.else'), 'learning-authoring.import-failed'],
])('a refusal is told on the page: %s', (problem, code) => {
  expect(told(refusedAddress(reasonOf(problem), ''))).toMatchObject({ code });
});
