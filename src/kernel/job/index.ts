export { enqueue, job, type AnyJob, type EnqueueOptions, type Job } from './job.ts';
export { every, type Task } from './task.ts';
export { startJobs, stopJobs, type MakeCtx } from './work.ts';
