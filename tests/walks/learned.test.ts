import { walkAsked, walkAskedLater } from '#tests/walks/asked.ts';
import { walkCourse, walkRenewal } from '#tests/walks/course.ts';

// A city of its own, in which time goes on: its server starts anew on later days (`goOnTo`).
walkCourse();
walkAsked();
walkAskedLater();
walkRenewal();
