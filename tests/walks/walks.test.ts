import { walkPages } from '#tests/walks/pages.ts';
import { walkSignIn } from '#tests/walks/sign-in.ts';

walkSignIn();
walkPages();
