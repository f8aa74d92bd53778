import type { Manifest } from '#kernel/manifest/index.ts';
import { campaigns } from '#modules/campaigns/index.ts';
import { directory } from '#modules/directory/index.ts';
import { learning } from '#modules/learning/index.ts';
import { programme } from '#modules/programme/index.ts';
import { skills } from '#modules/skills/index.ts';
import { transition } from '#modules/transition/index.ts';

/** The modules, in the order of the architecture. */
export const modules: Manifest[] = [directory, skills, learning, campaigns, transition, programme];
