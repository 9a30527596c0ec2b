import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { Station } from '../devices/directory.js';
import { getTerminalLanguage, getCountryLanguage } from '../terminals/terminal.js';
import type { TextKey } from '../wire/wording.js';
import { translate } from '../wire/wording.js';
import { failedWrapper } from '../wire/wrapper.js';
import type { ClientCall } from './call.js';

/**
 * The refusal of a command whose terminal is offline or busy; undefined if nothing is in the way. Contract §7: the
 * long busy text in the extra wait is a guess.
 */
export function findObstacle(call: ClientCall, station: Station): Reply | undefined {
  const refusal = (key: TextKey): Reply => buildRefusal(station, key);
  const offline = refuseUnreachable(station);
  if (offline) return offline;
  const standing = station.device.readState();
  switch (standing.kind) {
    case 'idle':
      return undefined;
    case 'elsewhere':
      call.entry.busyWith = 'elsewhere';
      return refusal('busy15s');
    case 'serving':
      call.entry.busyWith = standing.operation.customId ?? String(standing.operation.idPosTxs);
      return refusal(standing.stage === 'window' ? 'busy15s' : 'busy5m');
  }
}

/** What a command gets whose terminal is offline (a refusal) or silent (nothing); undefined if it is reached. */
export function refuseUnreachable(station: Station): Reply | undefined {
  if (station.terminal.silent) return { kind: 'hanging' };
  return station.terminal.offline ? buildRefusal(station, 'offline') : undefined;
}

/** The refusal of a command whose triple belongs to no terminal of the caller. Contract §8, §14.2. */
export function refuseUnknownTriple({ world, country }: ClientCall): Reply {
  return jsonReply(
    failedWrapper(world.behaviour.current.wrongIds ?? translate('keypos', getCountryLanguage(country))),
  );
}

function buildRefusal({ terminal }: Station, key: TextKey): Reply {
  return jsonReply(failedWrapper(translate(key, getTerminalLanguage(terminal))));
}
