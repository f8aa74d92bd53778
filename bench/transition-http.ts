// Forms of a transition and a letter within its step, over HTTP in the demonstration: the page of a form, a form sent, a letter drafted (PDF kept), signed and its step taken (PDF signed, checked, kept),
// steps without a letter. One reader alone. Run: node bench/transition-http.ts [turns]   (an own PostgreSQL in a temporary folder, durable as in production; pages must be built)
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { all, connect, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { signIn } from './client.ts';
import { withServer } from './server.ts';

const [turns = 40] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
chmodSync(folder, 0o755);
const postgres = await startPostgres({ folder, onProgress: () => undefined });
let origin = '';
const times = new Map<string, number[]>();
const FACTS = {
  day: '20/06/2025',
  kind: 'contract',
  reason: 'reorganisation',
  coefficient: '4,65',
  insuredMonths: '264',
  workedMonths: '264',
  birthDate: '01/01/1970',
  sex: 'male',
};

try {
  await migrate(postgres.url, 'migrations');
  await withServer(
    postgres.url,
    folder,
    async ({ port }) => {
      origin = `http://localhost:${port}`;
      const db = connect(postgres.url, { max: 1 });
      await measure(db, port).finally(() => db.destroy());
    },
    { KHUE_DEMO: '1' },
  );
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(db: Db, port: number): Promise<void> {
  const held = await one(
    db,
    sql<{ caseId: string; worker: string; head: string }>`
    select held.case_id as "caseId", held.person_id as worker, granted.person_id as head
    from transition.person_case as held
    join kernel.case_file as file on file.id = held.case_id
    join kernel.role_grant as granted
      on granted.unit_id = file.unit_id
      and granted.role = 'head-of-unit'
    where file.state = 'opened'
    limit 1`,
  );
  if (held === undefined) throw new Error('the demonstration has no case that was just opened');
  const [worker, head] = [await signIn(port, held.worker), await signIn(port, held.head)];
  for (let turn = 0; turn < turns + 3; turn += 1) {
    if (turn === 3) times.clear();
    await forms(worker);
    await round(db, held.caseId, worker, head);
  }
  console.log(`${turns} turns`.padEnd(64), 'p50 ms'.padStart(8), 'p95 ms'.padStart(8));
  for (const [what, list] of times) {
    const sorted = list.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
    console.log(what.padEnd(64), at(0.5).padStart(8), at(0.95).padStart(8));
  }
}

/** The calculator, shown and sent: the longest form there is. */
async function forms(cookie: string): Promise<void> {
  await timed('floor: /healthz', () => get('/healthz', cookie));
  await timed('page of a form: the calculator (goal p95 60 ms)', () => get('/transition/calculator', cookie));
  await timed('the form sent, all regimes, ways and picture', () => post('/transition/calculator', cookie, FACTS, 200));
}

/** Retraining is offered by a signed letter, taken up, work given, and the way back taken: the case stands where it stood. */
async function round(db: Db, id: string, worker: string, head: string): Promise<void> {
  const letter = `/transition/letters/new?case=${id}&kind=retraining-offer`;
  const page = await timed('page of a form: a letter filled from its case (goal p95 60 ms)', () => get(letter, head));
  const fields = { number: '1/CV', place: 'Hà Nội', abstract: 'đề nghị đào tạo lại', body: 'Cơ quan đề nghị đào tạo lại.', recipients: '', employerId: optionOf(page) };
  const both = performance.now();
  await timed('  letter drafted: typeset, kept, signers planned', () => post(letter, head, fields, 303));
  const { letterId = '', documentId = '' } =
    (await one(
      db,
      sql<{ letterId: string; documentId: string }>`
      select letter.id as "letterId", letter.document_id as "documentId"
      from transition.letter
      where letter.case_id = ${id}
      order by letter.id desc
      limit 1`,
    )) ?? {};
  await timed('  signed within its step: signed, checked, kept, step taken', () =>
    post(`/transition/letters/${letterId}?/sign&version=${documentId}`, head, { transport: 'test' }, 303),
  );
  note('letter with PDF and signature within its step (goal 300 ms)', performance.now() - both);
  await step(db, id, worker, 'accept-retraining');
  await step(db, id, head, 'redeploy', 'Quản trị hồ sơ điện tử');
  await timed('page of a case', () => get(`/transition/cases/${id}`, worker));
  await step(db, id, worker, 'come-back', 'Đo thời gian');
}

/** The head of the unit among those who may sign. */
function optionOf(page: string): string {
  return /name="employerId"[\s\S]*?<option value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? '';
}

async function step(db: Db, id: string, cookie: string, name: string, reason = ''): Promise<void> {
  const [file] = await all(db, sql<{ number: number }>`select file.number from kernel.case_file as file where file.id = ${id}`);
  await timed('a step without a letter', () => post(`/transition/cases/${id}?/step`, cookie, { expected: String(file?.number ?? 0), step: name, reason }, 303));
}

function note(what: string, ms: number): void {
  times.set(what, [...(times.get(what) ?? []), ms]);
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const answer = await work();
  note(what, performance.now() - begun);
  return answer;
}

async function get(path: string, cookie: string): Promise<string> {
  const answer = await fetch(origin + path, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return answer.text();
}

async function post(path: string, cookie: string, fields: Record<string, string>, status: number): Promise<string> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...fields, _request: newId() })) body.set(name, value);
  const answer = await fetch(origin + path, { method: 'POST', headers: { cookie, accept: 'text/html', origin }, body, redirect: 'manual' });
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${/class="summary"[\s\S]{0,600}/.exec(text)?.[0] ?? ''}`);
  return text;
}
