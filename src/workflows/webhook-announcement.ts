import { announcementProxy } from './webhook-proxies.js';
import type { AnnouncementInput } from './webhook-announcement.messages.js';

/** An event that could not be handed to the endpoints when it happened: its transaction goes on, and this does not give up. */
export async function webhookAnnouncement({ announcement }: AnnouncementInput): Promise<void> {
  await announcementProxy.announceEvent(announcement);
}
