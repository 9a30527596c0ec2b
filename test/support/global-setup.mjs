import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openSeats } from './seats.mjs';

const bundle = fileURLToPath(new URL('../../dist/workflow-bundle.cjs', import.meta.url));

/** So many spec files that start whole services run at a time: each of them keeps a processor busy. */
const SERVICE_SEATS = 2;

/**
 * A run is deleted only once the server has noted that the tasks of its end are done, which it notes every 30 or 60 s otherwise: stories
 * of what Temporal forgets would wait for each other, for minutes.
 */
const DELETES_SOON = [
  'history.transferProcessorUpdateAckInterval="1s"',
  'history.visibilityProcessorUpdateAckInterval="1s"',
];

/** Starts one Temporal server for all spec files, or uses the one that TEMPORAL_ADDRESS names. */
export default async function globalSetup() {
  if (!existsSync(bundle))
    throw new Error(`${bundle} is missing: run \`npm run build\`, or \`npm test\`, which does.`);
  const { startTemporal } = await import('../../dist/dev/temporal/start.js');
  const say = (line) => process.stderr.write(`${line}\n`);
  const temporal = await startTemporal({
    retentionMs: 30 * 86_400_000,
    dynamicConfig: DELETES_SOON,
    say,
  });
  say(`Tests run on ${temporal.source}`);
  globalThis.testTemporal = temporal;
  const seats = await openSeats(SERVICE_SEATS);
  globalThis.testSeats = seats;
  process.env.TEST_SEATS_PORT = String(seats.port);
  process.env.TEST_TEMPORAL_ADDRESS = temporal.address;
  process.env.TEST_TEMPORAL_NAMESPACE = temporal.namespace;
}
