// The process in which PDFs from outside are read, one at a time: `pdf-room.ts` starts it, and ends it when a file takes too much. What it held goes back to the
// system with it. The file is read in a worker, so that this thread stays free to watch.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { TOO_COMPLEX, type Answer } from './pdf-answer.ts';

/** Memory for the objects of a file, and for the whole process with the unpacked streams beside them. */
const LIMITS = { heapMb: 192, residentMb: 512 };
const EVERY_MS = 25;

// It gets neither the environment nor the options of this process.
const worker = new Worker(join(import.meta.dirname, 'pdf-worker.ts'), { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: LIMITS.heapMb } });
let watch: NodeJS.Timeout | undefined;

process.on('message', (asked) => {
  watch = setInterval(() => process.memoryUsage.rss() > LIMITS.residentMb * 1_048_576 && tell(TOO_COMPLEX), EVERY_MS);
  worker.postMessage(asked);
});
// Nobody is left to answer to.
process.on('disconnect', () => process.exit());
worker.on('message', tell);
worker.on('error', (error: Error) => tell('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? TOO_COMPLEX : { did: 'fail', message: error.stack ?? error.message }));

function tell(answer: Answer): void {
  clearInterval(watch);
  process.send?.(answer);
}
