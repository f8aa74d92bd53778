/** Which people are meant, as plain data: for assignments, campaigns and whatever else concerns many. */
export { Audience, isConfidential } from './model.ts';
export { audienceRows, audienceUnits, countAudience, type AudienceConditions } from './query.ts';
export { describeAudience, type Naming } from './words.ts';
