import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { expect, test } from 'vitest';
import { limitBody, mostBytes } from './headers.ts';

test.each([
  ['/learning/packages/upload', 320],
  ['/learning/packages/upload?x=1', 320],
  ['/learning/packages/uploads', 64],
  ['/learning/authoring/khoa-hoc-1/files', 320],
  ['/learning/authoring/khoa-hoc-1/files/x', 64],
  ['/learning/authoring/import/upload', 1040],
  ['/learning/authoring/import', 64],
  ['/xapi/statements', 64],
])('%s takes at most %d MB', (url, megabytes) => {
  expect(mostBytes(url)).toBe(megabytes * 1_048_576);
});

/** What the configuration of nginx in the operators' guide lets through at an address, in MB: the location that nginx chooses, else the server. */
function passedOn(path: string): number {
  const guide = readFileSync('docs/operators/install.md', 'utf8');
  const locations = [...guide.matchAll(/location (=|~) (\S+) \{([^}]*)\}/g)];
  const chosen = locations.find(([, how, where = '']) => (how === '=' ? where === path : new RegExp(where).test(path)));
  const size = /client_max_body_size (\d+)m;/;
  return Number((size.exec(chosen?.[3] ?? '') ?? size.exec(guide))?.[1]);
}

test.each([
  '/learning/packages/upload',
  '/learning/authoring/khoa-hoc-1/files',
  '/learning/authoring/import/upload',
  '/learning/authoring/khoa-hoc-1/package',
  '/imports/new',
  '/xapi/statements',
])('the proxy of the guide lets through at %s what is taken in there', (path) => {
  expect(passedOn(path)).toBe(mostBytes(path) / 1_048_576);
});

test('a body that says no size is cut off where it grows too large', async () => {
  const server = createServer((asked, answer) => {
    if (!limitBody(asked)) return;
    asked.on('data', () => undefined).on('end', () => answer.end('taken'));
  });
  await new Promise<void>((ready) => void server.listen(0, () => ready()));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const sent = (megabytes: number) =>
    new Promise<string>((settle) => {
      const asking = request({ port, method: 'POST', path: '/any' }, (answer) => void answer.on('data', (text) => settle(String(text))));
      asking.on('error', () => settle('cut off'));
      let left = megabytes;
      const more = (): void => void (left-- > 0 ? asking.write(Buffer.alloc(1_048_576), more) : asking.end());
      more();
    });
  expect(await sent(2)).toBe('taken');
  expect(await sent(70)).toBe('cut off');
  server.close();
});
