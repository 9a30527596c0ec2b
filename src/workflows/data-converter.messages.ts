import type { DataConverter } from '@temporalio/common';

/**
 * How payloads are written: shared by client, worker and replay, so that what one wrote all can read. A codec that
 * encrypts goes into `payloadCodecs`; histories written before it stay readable only if it passes them through.
 */
export const dataConverter: DataConverter = { payloadCodecs: [] };
