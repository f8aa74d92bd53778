import { NOTHING, type Worker } from '../model.ts';
export const postsWorker: Worker = { begin: async () => ({ add: () => undefined, flush: async () => undefined }), check: async () => NOTHING, preview: async () => undefined, apply: async () => undefined };
