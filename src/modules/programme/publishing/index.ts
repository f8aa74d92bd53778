import { listIndicatorPublications, listPublicReadings, publishIndicator } from './operations.ts';

export { listIndicatorPublications, listPublicReadings, publishIndicator } from './operations.ts';
export type { PublicLine, PublishedLine } from './model.ts';
export { appraisedValues } from './source.ts';

/** The operations of publishing. */
export const publishingOperations = [publishIndicator, listIndicatorPublications, listPublicReadings];
