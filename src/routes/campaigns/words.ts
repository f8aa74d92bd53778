import type { Translate } from '#base/text/catalogue.ts';
import type { Status } from '#ui/types.ts';

const LINE = { invited: 'none', reached: 'info', read: 'info', checked: 'info', 'needs-help': 'caution', understood: 'good', excused: 'none', left: 'none' } as const;
const CAMPAIGN = { draft: 'none', submitted: 'caution', approved: 'info', running: 'info', ended: 'good' } as const;
const VERSION = { draft: 'none', submitted: 'caution', approved: 'good', superseded: 'none' } as const;

/** How a person stands, as a tag. */
export function lineTag(state: keyof typeof LINE, t: Translate): Status {
  return { tone: LINE[state], text: t(`campaigns.state-${state}`) };
}

/** How a campaign stands, as a tag. */
export function campaignTag(state: keyof typeof CAMPAIGN, t: Translate): Status {
  return { tone: CAMPAIGN[state], text: t(`campaigns.campaign-${state}`) };
}

/** How a version of a message stands, as a tag. */
export function versionTag(state: keyof typeof VERSION, t: Translate): Status {
  return { tone: VERSION[state], text: t(`campaigns-message.state-${state}`) };
}
