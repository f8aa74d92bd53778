// Where a PDF from outside is read: `pdf-process.ts` starts it as a worker with little memory.
import { parentPort } from 'node:worker_threads';
import type { Task } from './pdf-answer.ts';
import { work } from './pdf-task.ts';

parentPort?.on('message', async ({ bytes, task }: { bytes: Uint8Array; task: Task }) => parentPort?.postMessage(await work(bytes, task)));
