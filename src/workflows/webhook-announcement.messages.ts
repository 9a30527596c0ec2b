import type { Announcement } from '../domain/webhook-announcement.js';

/** The registered name of the workflow. */
export const webhookAnnouncementWorkflow = 'webhookAnnouncement';

/** What a `webhookAnnouncement` is started with: news that could not be handed to the endpoints at once. */
export interface AnnouncementInput {
  readonly version: 1;
  readonly announcement: Announcement;
}

export function announcementWorkflowId({ merchant, key }: Pick<Announcement, 'merchant' | 'key'>): string {
  return `webhookAnnouncement/${merchant}/${key}`;
}
