import { listBriefingsOperation, makeBriefing, openBriefing, readBriefing } from './operations.ts';

export { filesOf } from './keep.ts';
export { makeContent } from './content.ts';
export { shortName } from './map.ts';
export type { Briefing, KeptBriefing } from './model.ts';
export { listBriefingsOperation, makeBriefing, openBriefing, readBriefing } from './operations.ts';

/** The operations of the briefing. */
export const briefingOperations = [makeBriefing, listBriefingsOperation, readBriefing, openBriefing];
