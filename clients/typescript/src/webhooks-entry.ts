import { trackSequence } from './sequence-tracker.js';
import { verify } from './webhooks.js';

/** For the receiver of what the service tells. It needs no client. */
export const webhooks = { verify, trackSequence };
