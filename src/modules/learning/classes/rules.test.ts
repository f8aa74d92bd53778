import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currentCode, isCurrentCode } from './code.ts';
import { calendarFile, escapeText, foldLine } from './ics.ts';
import { answerBy, toldMean } from './rules.ts';

const key = Buffer.alloc(32, 7);
const at = Temporal.Instant.from('2026-11-23T02:00:10Z');

test('the code of the room changes every 30 seconds and is taken for at most 90', () => {
  const { code, seconds } = currentCode(key, at);
  expect(seconds).toBe(20);
  expect(currentCode(key, at.add({ seconds: 19 })).code).toBe(code);
  expect(currentCode(key, at.add({ seconds: 20 })).code).not.toBe(code);
  expect(isCurrentCode(key, code.toLowerCase(), at.add({ seconds: 79 }))).toBe(true);
  expect(isCurrentCode(key, code, at.add({ seconds: 80 }))).toBe(false);
  expect(isCurrentCode(Buffer.alloc(32, 8), code, at)).toBe(false);
  expect(isCurrentCode(key, code, at.subtract({ seconds: 11 }))).toBe(false);
});

// RFC 5545, section 3.1.
test('a folded line has no part over 75 octets, cuts no letter, and unfolds to itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const line = text.replaceAll(/\r|\n/g, '');
      const folded = foldLine(line);
      expect(folded.replaceAll('\r\n ', '')).toBe(line);
      for (const part of folded.split('\r\n')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
    }),
  );
});

// RFC 5545, section 3.3.11.
test('text is escaped', () => expect(escapeText('a;b,c\\d\r\ne\u0007')).toBe('a\\;b\\,c\\\\d\\ne'));

// RFC 5545, sections 3.3.5, 3.6.1, 3.8.7.4.
test('each session is an event in UTC; a class called off says so under the same id with a higher number', () => {
  const file = calendarFile({
    title: 'Lớp thử',
    about: '',
    place: 'Phòng 2',
    url: 'https://khue.example/learning/classes/1',
    cancelled: true,
    edition: 3,
    changedAt: at,
    sessions: [{ id: 's1', day: '2026-12-01', starts: '08:00', ends: '11:30' }],
  });
  const lines = file.split('\r\n');
  expect(lines).toEqual(
    expect.arrayContaining(['UID:s1@khue', 'SEQUENCE:3', 'DTSTART:20261201T010000Z', 'DTEND:20261201T043000Z', 'DTSTAMP:20261123T020010Z', 'STATUS:CANCELLED']),
  );
  expect(lines.at(-1)).toBe('');
});

test.each([
  ['two working days', '2026-11-23', '2026-12-10', '2026-11-25', '2026-11-25'],
  ['before the next session', '2026-11-23', '2026-11-25', '2026-11-25', '2026-11-24'],
  ['today, where it meets tomorrow or today', '2026-11-23', '2026-11-23', '2026-11-25', '2026-11-23'],
])('an offered place is answered by: %s', (_what, today, next, term, by) => expect(answerBy(today, next, term)).toBe(by));

test('a mean is told to one decimal', () => {
  expect(toldMean(null)).toBe(null);
  expect(toldMean(45 / 11)).toBe(4.1);
});
