export { operation, type AnyOperation, type Ctx, type Limit, type Operation, type Trace } from './model.ts';
export { paged, PageNumber, place } from './pages.ts';
export { perform } from './perform.ts';
export { lastWriteOf } from './recent.ts';
export type { Services } from './services.ts';
