import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Problem } from '#base/problem/index.ts';
import { makeDoor, type Reader } from './pdf-door.ts';
import type { Draft, DraftOrder } from './pdf-draft.ts';
import type { Look } from './pdf-look.ts';
import type { Answer, Task } from './pdf-task.ts';

/** What one file may take. A damaged or made-up PDF can make its reader run without end, and `/verify-document` is open to anybody. */
const LIMITS = { heapMb: 192, outsideHeapMb: 384, ms: 20_000 };
/** Two files are read at the same time, one of them for somebody who is not signed in; of each who waits may have 32 MB in memory. */
const door = makeDoor({ rooms: 2, guests: 1, waiting: { staff: 16, guest: 3 } });
/** A worker that has nothing to do is let go, since it holds memory. */
const IDLE_MS = 60_000;
const PROGRAM = 'src/kernel/sign/pdf-worker.ts';

type Room = { worker: Worker; idle?: NodeJS.Timeout };

const free: Room[] = [];

/** Refuses bytes that are no whole, open PDF: throws `invalid` for those and for what takes too much to read, `limit` when too many wait. */
export async function checkApart(bytes: Uint8Array): Promise<void> {
  await inTurn('staff', bytes, { do: 'check' });
}

/** The signatures of a PDF, each with what became of the document after it. Throws what `checkApart` throws, and `limit` above 30 signatures. */
export async function lookApart(bytes: Uint8Array, reader: Reader): Promise<Look[]> {
  const answer = await inTurn(reader, bytes, { do: 'look' });
  if (answer.did === 'look') return answer.looks;
  throw new Error(`The worker did "${answer.did}" instead of looking.`);
}

/** A PDF with room for a signature. Throws what `checkApart` throws, and `invalid` when it has no such page. */
export async function draftApart(bytes: Uint8Array, order: DraftOrder): Promise<Draft> {
  const answer = await inTurn('staff', bytes, { do: 'draft', order });
  if (answer.did === 'draft') return answer.draft;
  throw new Error(`The worker did "${answer.did}" instead of drafting.`);
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

function enterRoom(): Room {
  const room = free.pop();
  if (room === undefined) return { worker: startWorker() };
  clearTimeout(room.idle);
  room.worker.ref();
  return room;
}

/** It gets neither the environment nor the options of this process. */
function startWorker(): Worker {
  return new Worker(findProgram(), { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: LIMITS.heapMb } });
}

/** This file is run from `src` and bundled in `build`; the worker is always the file in `src`. */
function findProgram(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, PROGRAM);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) throw new Error(`${PROGRAM} was not found above ${import.meta.dirname}.`);
  }
}

/** The answer of the worker; a file that takes too long or too much is told as too complex, and the worker is thrown away. */
async function within(room: Room, bytes: Uint8Array, task: Task): Promise<Answer> {
  const { worker } = room;
  const { promise, resolve, reject } = Promise.withResolvers<Answer | undefined>();
  const end = () => resolve(undefined);
  const time = setTimeout(end, LIMITS.ms);
  const memory = setInterval(() => void outsideHeap(worker).then((mb) => mb > LIMITS.outsideHeapMb && end()), 100);
  const fail = (error: unknown) => (isTooMuch(error) ? end() : reject(error));
  worker.once('message', resolve).once('error', fail).once('exit', end);
  worker.postMessage({ bytes, task });
  const answer = await promise.finally(() => {
    clearTimeout(time);
    clearInterval(memory);
    worker.off('message', resolve).off('error', fail).off('exit', end);
  });
  if (answer !== undefined) leaveRoom(room);
  else {
    // An error that arrives while it ends must not end the server.
    worker.on('error', () => undefined);
    await worker.terminate();
  }
  return answer ?? { did: 'refuse', kind: 'invalid', code: 'sign.too-complex', values: {} };
}

/** Whether the worker ended for want of memory; anything else is a fault of the program. */
function isTooMuch(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** Megabytes that the worker holds beside its heap, where the limit of the heap does not count: unpacked streams. */
async function outsideHeap(worker: Worker): Promise<number> {
  const held = await worker.getHeapStatistics().catch(() => undefined);
  return (held?.external_memory ?? 0) / 1_048_576;
}

function leaveRoom(room: Room): void {
  const { worker } = room;
  worker.unref();
  const leave = () => {
    free.splice(free.indexOf(room), 1);
    void worker.terminate();
  };
  free.push({ worker, idle: setTimeout(leave, IDLE_MS).unref() });
}
