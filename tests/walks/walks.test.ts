import { walkActs } from '#tests/walks/acts.ts';
import { walkAuthoring } from '#tests/walks/authoring.ts';
import { walkCommittee } from '#tests/walks/committee.ts';
import { walkDrillDown } from '#tests/walks/drill-down.ts';
import { walkImport } from '#tests/walks/import.ts';
import { walkIndicators } from '#tests/walks/indicators.ts';
import { walkPackages } from '#tests/walks/packages.ts';
import { walkPages } from '#tests/walks/pages.ts';
import { walkRecord } from '#tests/walks/record.ts';
import { walkReorganisation } from '#tests/walks/reorganisation.ts';
import { walkSignIn } from '#tests/walks/sign-in.ts';
import { walkSitting } from '#tests/walks/sitting.ts';

// One city for all, one after the other; the pages come last, when every kind of record is there.
walkSignIn();
walkDrillDown();
walkRecord();
walkActs();
walkIndicators();
walkCommittee();
walkReorganisation();
walkImport();
walkSitting();
walkAuthoring();
walkPackages();
walkPages();
