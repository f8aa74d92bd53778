import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { openBrowser } from '#tests/browser.ts';
import { testDatabase } from '#tests/database.ts';
import { PASSWORD, setting, visit } from './testing.ts';

// The script in a real browser, with an authenticator that the browser plays, against a server of two pages.
const server = createServer((request, response) => void serve(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://localhost:${(server.address() as { port: number }).port}`;
const { accounts, member } = setting(await testDatabase(), { publicUrl: origin });
const browser = await openBrowser();
afterAll(async () => {
  await accounts.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const page = (what: string) => `<!doctype html><title>${what}</title><script type="module" src="/passkey.js"></script>
<p hidden data-passkey="${what}" data-next="/done" data-refused="Refused."><input value="Máy của tôi"><button>Go</button> <span role="status"></span></p>`;

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  if (path.startsWith('/api/auth/')) {
    const body: Buffer[] = [];
    for await (const part of request) body.push(Buffer.from(part));
    const headers = new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]));
    const post = request.method === 'POST' ? { method: 'POST', body: Buffer.concat(body) } : {};
    const answer = await accounts.handler(new Request(`${origin}${path}`, { ...post, headers }), visit());
    response.writeHead(answer.status, { 'content-type': 'application/json', 'set-cookie': answer.headers.getSetCookie() });
    response.end(Buffer.from(await answer.arrayBuffer()));
  } else if (path === '/passkey.js') {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync('static/passkey.js'));
  } else {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'" });
    response.end(page(path.slice(1)));
  }
}

test('a person adds a passkey and signs in with it; a browser without one is told', async () => {
  const { id, code } = await member();
  const context = await browser.newContext();
  const tab = await context.newPage();
  const cdp = await context.newCDPSession(tab);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  const { cookies } = await accounts.signIn({ login: code, password: PASSWORD }, visit());
  await context.addCookies(cookies.map(({ name, value }) => ({ name, value: encodeURIComponent(value), url: origin })));
  await tab.goto(`${origin}/add`);
  await tab.getByRole('button').click();
  await tab.waitForURL('**/done');
  expect(await accounts.listPasskeys(id)).toMatchObject([{ name: 'Máy của tôi' }]);

  await context.clearCookies();
  await tab.goto(`${origin}/sign-in`);
  await tab.getByRole('button').click();
  await tab.waitForURL('**/done');
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  expect(await accounts.sessionOf(new Headers({ cookie }))).toMatchObject({ personId: id });

  const [mine] = await accounts.listPasskeys(id);
  await accounts.removePasskey(new Headers({ cookie }), mine?.id ?? '', visit());
  await tab.goto(`${origin}/sign-in`);
  await tab.getByRole('button').click();
  await expect.poll(() => tab.getByRole('status').textContent()).toBe('Refused.');
  await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
  await context.close();
});

test('without JavaScript nothing is offered', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(`${origin}/sign-in`);
  expect(await tab.getByRole('button').count()).toBe(0);
  await context.close();
});
