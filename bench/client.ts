import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

/** What a load gave: times of answer in milliseconds, sorted, and the CPU time of the server for one answer. */
export type Load = { perSecond: number; times: number[]; serverMs: number };

/**
 * Asks for `paths` in turn over `connections` kept-open connections, each one sending as soon as its answer is there. It knows only as much HTTP as the server speaks,
 * since client, server and PostgreSQL share the cores: `fetch` costs as much as a page. Throws on any status but 200.
 */
export async function load(to: { port: number; pid: number | undefined }, paths: string[], cookie: string, seconds: number, connections = 16): Promise<Load> {
  const times: number[] = [];
  const requests = paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: localhost:${to.port}\r\naccept: text/html\r\n${cookie === '' ? '' : `cookie: ${cookie}\r\n`}\r\n`);
  const [begun, cpu] = [performance.now(), cpuOf(to.pid)];
  let turn = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const line = await open(to.port);
      while (performance.now() - begun < seconds * 1000) {
        const at = turn++ % requests.length;
        const asked = performance.now();
        const status = await line.ask(requests[at] ?? '');
        if (status !== 200) throw new Error(`${paths[at] ?? ''} answered ${status}`);
        times.push(performance.now() - asked);
      }
      line.close();
    }),
  );
  const perSecond = times.length / ((performance.now() - begun) / 1000);
  return { perSecond, times: times.sort((a, b) => a - b), serverMs: (cpuOf(to.pid) - cpu) / times.length };
}

/** The cookies of somebody of the bench city, signed in as in the demonstration. */
export async function signIn(port: number, person: string): Promise<string> {
  const origin = `http://localhost:${port}`;
  const body = new URLSearchParams({ person, next: '/' });
  const answer = await fetch(`${origin}/sign-in?/demo`, { method: 'POST', redirect: 'manual', headers: { origin, accept: 'text/html' }, body });
  const cookies = answer.headers.getSetCookie();
  if (answer.status !== 303 || cookies.length === 0) throw new Error(`sign-in answered ${answer.status}`);
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

/** The time below which a share of the answers came, in milliseconds. */
export function within({ times }: Load, share: number): string {
  return (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
}

/** A kept-open connection: sends the text of a request, and gives the status once the whole answer is there. */
export type Line = { ask: (request: string) => Promise<number>; close: () => void };

/** Opens a connection to a port of this machine. */
export async function open(port: number): Promise<Line> {
  const socket = connect({ host: 'localhost', port, noDelay: true });
  await new Promise<void>((resolve, reject) => void socket.once('connect', resolve).once('error', reject));
  let waiting: { resolve: (status: number) => void; reject: (fault: Error) => void } | undefined;
  let [text, end, length] = ['', -1, 0];
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
    if (end < 0) {
      end = text.indexOf('\r\n\r\n') + 4;
      if (end < 4) return void (end = -1);
      length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? NaN);
    }
    // Without a length the answer comes in chunks, of which the last is empty.
    if (Number.isNaN(length) ? !text.endsWith('\r\n0\r\n\r\n') : text.length < end + length) return;
    const status = Number(text.slice(9, 12));
    [text, end] = ['', -1];
    waiting?.resolve(status);
  });
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')));
  const ask = (request: string): Promise<number> =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      socket.write(request);
    });
  return { ask, close: () => void socket.destroy() };
}

/** CPU time that a process has used, in milliseconds (ticks of 10 ms). */
function cpuOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
