import { expect, test } from 'vitest';
import { admitPrograms, settleHeaders } from './headers.ts';

const forged = () => ({ 'x-forwarded-proto': 'https', 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'evil.example', 'x-request-id': 'chosen-by-client' });

test('without a trusted proxy the headers of a client are replaced', () => {
  const headers: Record<string, string> = forged();
  const id = settleHeaders(headers, '10.0.0.9', false);
  expect(headers).toEqual({ 'x-forwarded-proto': 'http', 'x-forwarded-for': '10.0.0.9', 'x-request-id': id });
  expect(id).not.toBe('chosen-by-client');
});

test('behind a trusted proxy its protocol, address and request id are taken, its host never', () => {
  const headers: Record<string, string> = forged();
  expect(settleHeaders(headers, '10.0.0.9', true)).toBe('chosen-by-client');
  expect(headers).toEqual({ 'x-forwarded-proto': 'https', 'x-forwarded-for': '1.2.3.4', 'x-request-id': 'chosen-by-client' });
});

test.each([
  [undefined, 'http'],
  ['https,http', 'https'],
  ['http', 'http'],
  ['httpsx', 'http'],
  ['javascript:', 'http'],
])('the protocol header %s of a trusted proxy is read as %s', (sent, read) => {
  const headers = sent === undefined ? {} : { 'x-forwarded-proto': sent };
  settleHeaders(headers, '10.0.0.9', true);
  expect(headers).toMatchObject({ 'x-forwarded-proto': read, 'x-forwarded-for': '10.0.0.9' });
});

test('a request id that could break a log line is replaced even from a proxy', () => {
  const headers = { 'x-request-id': 'a\nb c' };
  expect(settleHeaders(headers, '', true)).toMatch(/^[0-9a-f-]{36}$/);
});

test('only requests to the learning record store pass as ones of the own site', () => {
  const headers = { host: 'khue.example', origin: 'https://other.example', 'x-forwarded-proto': 'https' };
  admitPrograms(headers, '/learning/records');
  admitPrograms(headers, '/xapi');
  expect(headers.origin).toBe('https://other.example');
  admitPrograms(headers, '/xapi/activities/state?stateId=x');
  expect(headers.origin).toBe('https://khue.example');
});
