import type { readCampaignTask } from '#modules/campaigns/index.ts';

/** A task as its page shows it. */
export type TaskView = Awaited<ReturnType<typeof readCampaignTask.run>>;
/** The message of a task. */
export type MessageView = NonNullable<TaskView['message']>;
