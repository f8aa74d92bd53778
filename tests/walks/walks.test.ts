import { walkActs } from '#tests/walks/acts.ts';
import { ofTheRest } from '#tests/walks/areas.ts';
import { walkCalculator } from '#tests/walks/calculator.ts';
import { walkCertification } from '#tests/walks/certification.ts';
import { walkCommittee } from '#tests/walks/committee.ts';
import { walkForms } from '#tests/walks/forms.ts';
import { walkIndicators } from '#tests/walks/indicators.ts';
import { walkLeaving } from '#tests/walks/leaving.ts';
import { walkPages } from '#tests/walks/pages.ts';
import { walkPool } from '#tests/walks/pool.ts';
import { walkRefusals } from '#tests/walks/refusals.ts';
import { walkSitting } from '#tests/walks/sitting.ts';
import { walkTransition } from '#tests/walks/transition.ts';
import { walkWorkAgain } from '#tests/walks/work-again.ts';

// One city for all of this file, one after the other; the pages come last, when every kind of record is there, and their forms.
walkActs();
walkIndicators();
walkCommittee();
walkRefusals();
walkSitting();
walkCertification();
walkTransition();
walkCalculator();
walkWorkAgain();
walkLeaving();
walkPool();
walkPages(ofTheRest);
walkForms();
