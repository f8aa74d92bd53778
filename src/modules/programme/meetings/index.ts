import { concludeMeeting, readConclusionEvidence, stepConclusion } from './conclusions.ts';
import { arrangeMeeting, changeMeeting, listMeetings, readMeeting } from './operations.ts';

export { meetingsAwaiting } from './awaiting.ts';
export { concludeMeeting, readConclusionEvidence, stepConclusion } from './conclusions.ts';
export { meetingFacts, type Conclusion, type Meeting, type MeetingLine } from './model.ts';
export { noticeTask, sendNotices } from './notice.ts';
export { arrangeMeeting, changeMeeting, listMeetings, readMeeting } from './operations.ts';

/** The operations of meetings. */
export const meetingOperations = [listMeetings, readMeeting, arrangeMeeting, changeMeeting, concludeMeeting, stepConclusion, readConclusionEvidence];

/** Permissions that they ask for. */
export const meetingPermissions = ['programme.run-meetings', 'programme.see-meetings'];
