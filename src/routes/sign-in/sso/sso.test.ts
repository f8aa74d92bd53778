import { expect, test } from 'vitest';
import { GET } from './+server.ts';

test('the single sign-on of the city is another site: the browser is sent there, with the cookie of its state', async () => {
  const location = 'https://sso.hanoi.example/authorize?client_id=khue&state=x';
  const kept: string[] = [];
  const event = {
    url: new URL('http://localhost:3000/sign-in/sso?next=%2Fme'),
    request: new Request('http://localhost:3000/sign-in/sso'),
    cookies: { set: (name: string) => void kept.push(name) },
    getClientAddress: () => '127.0.0.1',
    locals: {
      t: (key: string) => key,
      ctx: {
        requestId: 'r',
        services: { accounts: { startSso: async (next: string) => ({ location: `${location}&next=${next}`, cookies: [{ name: 'state', value: 'x', options: { path: '/' } }] }) } },
      },
    },
  };
  await expect(Reflect.apply(GET, undefined, [event])).rejects.toMatchObject({ status: 303, location: `${location}&next=/me` });
  expect(kept).toEqual(['state']);
});
