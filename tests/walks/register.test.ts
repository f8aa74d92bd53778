import { ofRegister } from '#tests/walks/areas.ts';
import { walkDrillDown } from '#tests/walks/drill-down.ts';
import { walkForms } from '#tests/walks/forms.ts';
import { walkImport } from '#tests/walks/import.ts';
import { walkLeft, walkPages } from '#tests/walks/pages.ts';
import { walkRecord } from '#tests/walks/record.ts';
import { walkReorganisation } from '#tests/walks/reorganisation.ts';
import { walkSignIn } from '#tests/walks/sign-in.ts';

// Signing in, the register and its figures, in a city of their own beside that of walks.test.ts.
walkSignIn();
walkDrillDown();
walkRecord();
walkReorganisation();
walkImport();
walkLeft('administrator', '/reorganisations/[id]');
walkPages(ofRegister);
walkForms();
