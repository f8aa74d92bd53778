import { walkForms } from '#tests/walks/forms.ts';

// In a city of its own, beside the other walks.
walkForms();
