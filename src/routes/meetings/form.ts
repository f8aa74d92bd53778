import { dayFrom, numberFrom, textOf } from '#web/answers.ts';

/** Lines of a text area, without empty ones. */
function linesOf(form: FormData, name: string): string[] {
  return textOf(form, name)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The input of a meeting from its form. */
export function meetingInput(form: FormData): Record<string, unknown> {
  return {
    title: textOf(form, 'title'),
    day: dayFrom(textOf(form, 'day')),
    place: textOf(form, 'place'),
    agenda: linesOf(form, 'agenda'),
    members: linesOf(form, 'members'),
    noticeDays: numberFrom(textOf(form, 'noticeDays')),
  };
}

/** The field at which a fault of the input is said. */
export function fieldOf(at: string): string | undefined {
  return at.split('/')[1];
}
