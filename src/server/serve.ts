import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readConfig, type Config } from '#base/config/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { onShutdown, runShutdown } from '#base/shutdown/index.ts';
import { codeOf, printFault, settled, Trouble } from '#base/trouble/index.ts';
import { firstStart } from '#program/first-start.ts';
import { ADAPTER_ENVIRONMENT, admitPrograms, limitBody, settleHeaders } from './headers.ts';

/** How long requests under way may take once the process is asked to end. */
const GRACE_MS = 25_000;

/** A proxy must not send a request on a connection that we are just closing: nginx keeps its own for 60 s. */
const KEEP_ALIVE_MS = 65_000;
/** A course in one file may be on its way for half an hour: 1 GB at 5 Mbit/s. Headers have a minute, as Node sets it. */
const REQUEST_MS = 30 * 60_000;

/** Serves Khuê until SIGTERM or SIGINT: the port first, then PostgreSQL, migrations and the pages. Ends the process with code 1 on a fault. */
export async function serve(): Promise<void> {
  try {
    const config = settled(readConfig);
    const front = frontDoor(process.env['KHUE_TRUST_PROXY'] === '1');
    const port = await listen(front.server, config.port);
    endOnSignal(front.server);
    await prepareDatabase(config);
    Object.assign(process.env, ADAPTER_ENVIRONMENT, { KHUE_ROOT: config.root, KHUE_URL: addressOf(config, port) });
    front.open(await loadPages(config.root));
    console.log(`Khuê is ready at http://localhost:${port}`);
  } catch (error) {
    printFault(error);
    await runShutdown();
    process.exit(1);
  }
}

/** The own PostgreSQL unless DATABASE_URL names one, migrated; leaves the owner's address in DATABASE_URL for the pages. */
async function prepareDatabase(config: Config): Promise<void> {
  let databaseUrl = config.databaseUrl;
  if (databaseUrl === undefined) {
    const own = await startPostgres({ folder: config.dataFolder, onProgress: console.log, onLost: giveUp });
    onShutdown(own.stop);
    databaseUrl = own.url;
  }
  process.env['DATABASE_URL'] = databaseUrl;
  await migrate(databaseUrl, join(config.root, 'migrations'));
  await firstStart({ ...config, databaseUrl }, console.log);
}

/** Without its database the process can do nothing; whoever supervises it starts it anew, and nothing acknowledged is lost. */
function giveUp(): void {
  printFault(new Trouble('PostgreSQL ended unexpectedly; start Khuê again.', 'PostgreSQL đã dừng đột ngột; hãy khởi động lại Khuê.'));
  process.exit(1);
}

function addressOf(config: Config, port: number): string {
  return process.env['KHUE_URL'] ?? config.publicUrl.replace(/:0$/, `:${port}`);
}

/** A server that holds the port from the first moment and answers 503 until the pages are there. */
function frontDoor(trustProxy: boolean): { server: Server; open: (pages: RequestListener) => void } {
  let pages: RequestListener = startingUp;
  const server = createServer((request, response) => {
    const id = settleHeaders(request.headers, request.socket.remoteAddress ?? '', trustProxy);
    admitPrograms(request.headers, request.url ?? '');
    response.setHeader('x-request-id', id);
    if (limitBody(request)) pages(request, response);
    else tooLarge(response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = REQUEST_MS;
  return { server, open: (handler) => (pages = handler) };
}

function startingUp(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2', connection: 'close' });
  response.end('Khuê đang khởi động, xin thử lại sau vài giây. / Khuê is starting, please try again in a few seconds.\n');
}

function tooLarge(response: ServerResponse): void {
  response.writeHead(413, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(
    'Nội dung gửi lên quá lớn. Hãy bấm nút Quay lại của trình duyệt và chọn tệp nhỏ hơn. / What was sent is too large. Go back in your browser and choose a smaller file.\n',
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portTrouble(error, port)));
    server.listen(port, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function portTrouble(error: Error, port: number): Error {
  if (codeOf(error) === 'EADDRINUSE') {
    return new Trouble(
      `Port ${port} is already in use by another program: stop that one, or choose another port, e.g. PORT=${port + 1} npm start.`,
      `Cổng ${port} đang được chương trình khác sử dụng: hãy dừng chương trình đó, hoặc chọn cổng khác, ví dụ PORT=${port + 1} npm start.`,
    );
  }
  if (codeOf(error) !== 'EACCES') return error;
  return new Trouble(
    `This user may not open port ${port}: choose a port from 1024 on with PORT.`,
    `Tài khoản này không được mở cổng ${port}: hãy chọn cổng từ 1024 trở lên bằng PORT.`,
  );
}

async function loadPages(root: string): Promise<RequestListener> {
  const file = join(root, 'build', 'handler.js');
  if (!existsSync(file)) {
    throw new Trouble(
      'The pages are not built: run "npm start", or "npm run build" before "khue serve".',
      'Các trang chưa được dựng: hãy chạy "npm start", hoặc "npm run build" trước "khue serve".',
    );
  }
  const built: unknown = await import(pathToFileURL(file).href);
  if (typeof built === 'object' && built !== null && 'handler' in built && typeof built.handler === 'function') {
    const { handler } = built;
    return (request, response) => void handler(request, response);
  }
  throw new Error('build/handler.js exports no handler');
}

function endOnSignal(server: Server): void {
  let ending = false;
  const end = async (): Promise<void> => {
    // Asked twice: the person does not want to wait. PostgreSQL is interrupted by the exit.
    if (ending) process.exit(1);
    ending = true;
    await closeServer(server);
    const errors = await runShutdown();
    for (const error of errors) printFault(error);
    process.exit(errors.length === 0 ? 0 : 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end());
  // npm passes signals on to the shell between it and us, which ends without passing them on: then we have become an orphan.
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    void end();
  }, 200);
  watch.unref();
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
