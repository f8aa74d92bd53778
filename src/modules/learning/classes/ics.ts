import { ZONE } from '#base/clock/index.ts';
import type { Day } from '#base/day/index.ts';

/** What of a class stands in a calendar. Times are those of the city, HH:MM. */
export type Invitation = {
  title: string;
  about: string;
  place: string;
  url: string;
  cancelled: boolean;
  /** Counts changes: the higher one replaces the lower one. */
  edition: number;
  changedAt: Temporal.Instant;
  sessions: readonly { id: string; day: Day; starts: string; ends: string }[];
};

const MOST_OCTETS = 75;

/** A calendar file (RFC 5545) with one event a session, in UTC; lines end with CRLF and are folded at 75 octets. */
export function calendarFile(invitation: Invitation): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Khue//Learning//VI', ...invitation.sessions.flatMap((session) => eventOf(invitation, session)), 'END:VCALENDAR'];
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

function eventOf(invitation: Invitation, { id, day, starts, ends }: Invitation['sessions'][number]): string[] {
  const { title, about, place, url, cancelled, edition, changedAt } = invitation;
  return [
    'BEGIN:VEVENT',
    `UID:${id}@khue`,
    `DTSTAMP:${utc(changedAt)}`,
    `SEQUENCE:${edition}`,
    `DTSTART:${utc(instantOf(day, starts))}`,
    `DTEND:${utc(instantOf(day, ends))}`,
    `SUMMARY:${escapeText(title)}`,
    ...(about === '' ? [] : [`DESCRIPTION:${escapeText(about)}`]),
    ...(place === '' ? [] : [`LOCATION:${escapeText(place)}`]),
    `URL:${url}`,
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ];
}

/** The moment of a day and time in the city. */
export function instantOf(day: Day, time: string): Temporal.Instant {
  return Temporal.ZonedDateTime.from(`${day}T${time}[${ZONE}]`).toInstant();
}

/** DATE-TIME in UTC (RFC 5545, section 3.3.5, form 2). */
function utc(instant: Temporal.Instant): string {
  return `${instant.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '').replace('Z', '')}Z`;
}

/** TEXT (section 3.3.11): backslash, semicolon, comma and line breaks escaped; other control characters left out. */
export function escapeText(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '');
}

/** Folds a line (section 3.1): no part longer than 75 octets, no letter cut in two; each further part begins with a space. */
export function foldLine(line: string): string {
  const parts: string[] = [];
  let [part, octets] = ['', 0];
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (octets + size > MOST_OCTETS) {
      parts.push(part);
      [part, octets] = [' ', 1];
    }
    part += letter;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}
