/** Where learning and campaigns have their pages: `learning.test.ts` walks through them, `walks.test.ts` through all others, each in a city of its own. */
const LEARNING = ['learning', 'campaigns', 'understand', 'm', 'kiosk', 'attend', 'library', 'completions'];

/** Whether an address (or the name of a route) belongs to learning and campaigns. */
export const ofLearning = (path: string): boolean => LEARNING.includes(path.split('/')[1] ?? '');
