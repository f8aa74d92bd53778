import { ofLearning } from '#tests/walks/areas.ts';
import { walkAuthoring } from '#tests/walks/authoring.ts';
import { walkCampaignChanges } from '#tests/walks/campaign-changes.ts';
import { walkCampaignStart } from '#tests/walks/campaign-start.ts';
import { walkCampaigns } from '#tests/walks/campaigns.ts';
import { walkChannels } from '#tests/walks/channels.ts';
import { walkClasses } from '#tests/walks/classes.ts';
import { walkForms } from '#tests/walks/forms.ts';
import { walkLearning } from '#tests/walks/learning.ts';
import { walkMeasuring } from '#tests/walks/measuring.ts';
import { walkPackages } from '#tests/walks/packages.ts';
import { walkPages } from '#tests/walks/pages.ts';
import { walkRetraining } from '#tests/walks/retraining.ts';
import { walkUnderstanding } from '#tests/walks/understanding.ts';

// Learning and campaigns, in a city of their own beside that of walks.test.ts.
walkLearning();
walkAuthoring();
walkRetraining();
walkChannels();
walkCampaigns();
walkCampaignStart();
walkUnderstanding();
walkCampaignChanges();
walkMeasuring();
walkPackages();
walkClasses();
walkPages(ofLearning);
walkForms();
