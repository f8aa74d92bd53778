import type { CalendarDay, CalendarStatus } from '#kernel/calendar/index.ts';
import type { Tone } from '#ui/types.ts';

/** The sentence of what an entry makes of its day. */
export const KIND_KEYS: Readonly<Record<CalendarDay['kind'] | 'ordinary' | 'removed', string>> = {
  off: 'calendar.kind-off',
  worked: 'calendar.kind-worked',
  ordinary: 'calendar.kind-ordinary',
  removed: 'calendar.kind-removed',
};

/** The sentence of how sure an entry is. */
export const STATUS_KEYS: Readonly<Record<CalendarStatus, string>> = {
  published: 'calendar.status-published',
  law: 'calendar.status-law',
  computed: 'calendar.status-computed',
  'to confirm': 'calendar.status-to-confirm',
};

/** The tone in which a status is shown; only what nobody has confirmed asks for attention. */
export const STATUS_TONES: Readonly<Record<CalendarStatus, Tone>> = {
  published: 'good',
  law: 'good',
  computed: 'info',
  'to confirm': 'caution',
};
