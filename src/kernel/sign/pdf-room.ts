import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '#base/problem/index.ts';
import { TOO_COMPLEX, type Answer, type Task } from './pdf-answer.ts';
import { makeDoor, type Reader } from './pdf-door.ts';
import type { Draft, DraftOrder } from './pdf-draft.ts';
import type { Look } from './pdf-look.ts';

/** How long one file may take; `pdf-process.ts` limits its memory. A damaged or made-up PDF can make its reader run without end, and `/verify-document` is open to anybody. */
const MOST_MS = 20_000;
/** Two files are read at the same time, one of them for somebody who is not signed in; of each who waits may have 32 MB in memory. */
const door = makeDoor({ rooms: 2, guests: 1, waiting: { staff: 16, guest: 3 } });
/** A process that has nothing to do is let go, since it holds memory. */
const IDLE_MS = 60_000;
const PROGRAM = 'src/kernel/sign/pdf-process.ts';

/** Processes that wait for a file, each with the clock that ends it. */
const free = new Map<ChildProcess, NodeJS.Timeout>();

/** Refuses bytes that are no whole, open PDF: throws `invalid` for those and for what takes too much to read, `limit` when too many wait. */
export async function checkApart(bytes: Uint8Array): Promise<void> {
  await inTurn('staff', bytes, { do: 'check' });
}

/** The signatures of a PDF, each with what became of the document after it. Throws what `checkApart` throws, and `limit` above 30 signatures. */
export async function lookApart(bytes: Uint8Array, reader: Reader): Promise<Look[]> {
  const answer = await inTurn(reader, bytes, { do: 'look' });
  if (answer.did === 'look') return answer.looks;
  throw new Error(`The reader did "${answer.did}" instead of looking.`);
}

/** A PDF with room for a signature. Throws what `checkApart` throws, and `invalid` when it has no such page. */
export async function draftApart(bytes: Uint8Array, order: DraftOrder): Promise<Draft> {
  const answer = await inTurn('staff', bytes, { do: 'draft', order });
  if (answer.did === 'draft') return answer.draft;
  throw new Error(`The reader did "${answer.did}" instead of drafting.`);
}

async function inTurn(reader: Reader, bytes: Uint8Array, task: Task): Promise<Answer> {
  const leave = await door.enter(reader);
  try {
    const answer = await within(enterRoom(), bytes, task);
    if (answer.did === 'refuse') throw new Problem(answer.kind, answer.code, answer.values);
    if (answer.did === 'fail') throw new Error(`A PDF could not be read: ${answer.message}`);
    return answer;
  } finally {
    leave();
  }
}

function enterRoom(): ChildProcess {
  const [waiting] = free;
  if (waiting === undefined) return startProcess();
  const [child, idle] = waiting;
  clearTimeout(idle);
  free.delete(child);
  child.ref();
  child.channel?.ref();
  return child;
}

/** It gets neither the environment (but what Windows needs to start a program) nor the options of this process. */
function startProcess(): ChildProcess {
  const env = { SystemRoot: process.env['SystemRoot'] };
  const child = fork(findProgram(), { env, execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('exit', () => {
    clearTimeout(free.get(child));
    free.delete(child);
  });
  // Whoever waits for an answer hears of it too; without anybody waiting it must not end the server.
  child.on('error', () => undefined);
  return child;
}

/** This file is run from `src` and bundled in `build`; the program is always the file in `src`. */
function findProgram(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, PROGRAM);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) throw new Error(`${PROGRAM} was not found above ${import.meta.dirname}.`);
  }
}

/** The answer of the process; a file that takes too long or too much is told as too complex, and the process is ended. */
async function within(child: ChildProcess, bytes: Uint8Array, task: Task): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const end = () => resolve(TOO_COMPLEX);
  const time = setTimeout(end, MOST_MS);
  // 1 is a fault of the program; whoever is ended by the system for want of memory leaves no code.
  const gone = (code: number | null) => (code === 1 ? reject(new Error(`${PROGRAM} ended by itself.`)) : end());
  child.once('message', resolve).once('error', reject).once('exit', gone);
  child.send({ bytes, task });
  const answer = await promise.finally(() => {
    clearTimeout(time);
    child.off('message', resolve).off('error', reject).off('exit', gone);
  });
  // What a file took or broke is not kept for the next one.
  const isSpoilt = answer.did === 'fail' || (answer.did === 'refuse' && answer.code === TOO_COMPLEX.code);
  if (isSpoilt) child.kill('SIGKILL');
  else leaveRoom(child);
  return answer;
}

function leaveRoom(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  free.set(child, setTimeout(() => child.kill(), IDLE_MS).unref());
}
