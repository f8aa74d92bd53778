// The room in which PDFs from outside are read: `pdf-room.ts` starts it as a worker with little memory, and ends it when a file takes too much.
import { parentPort } from 'node:worker_threads';
import { work, type Task } from './pdf-task.ts';

parentPort?.on('message', async ({ bytes, task }: { bytes: Uint8Array; task: Task }) => parentPort?.postMessage(await work(bytes, task)));
