/** Where the pages of an area lie; whatever is in none of them belongs to `walks.test.ts`. Each file has a city of its own, so that they go on side by side. */
const AREAS = {
  /** `learning.test.ts`: learning and campaigns. */
  learning: ['learning', 'campaigns', 'understand', 'm', 'kiosk', 'attend', 'library', 'completions'],
  /** `register.test.ts`: units, people and their accounts, the calendar, and what is read about the program. */
  register: [
    'units',
    'people',
    'posts',
    'imports',
    'exports',
    'reorganisations',
    'accounts',
    'access',
    'audit',
    'calendar',
    'mail',
    'search',
    'sign-in',
    'purpose',
    'help',
    'api',
    'ui',
  ],
};

const inArea = (path: string, area: keyof typeof AREAS): boolean => AREAS[area].includes(path.split('/')[1] ?? '');

/** Whether an address (or the name of a route) belongs to learning and campaigns. */
export const ofLearning = (path: string): boolean => inArea(path, 'learning');
/** Whether it belongs to the register. */
export const ofRegister = (path: string): boolean => inArea(path, 'register');
/** Whether it belongs to neither. */
export const ofTheRest = (path: string): boolean => !ofLearning(path) && !ofRegister(path);
