import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { Station } from '../terminals/directory.js';
import { languageOf, languageOfCountry } from '../terminals/terminal.js';
import type { TextKey } from '../wire/wording.js';
import { say } from '../wire/wording.js';
import { failed } from '../wire/wrapper.js';
import type { ClientCall } from './call.js';

/**
 * The refusal of a command whose terminal is offline or busy; undefined if nothing is in the way. Contract §7: the
 * long busy text in the extra wait is a guess.
 */
export function inTheWay(call: ClientCall, station: Station): Reply | undefined {
  const refusal = (key: TextKey): Reply => refusalOf(station, key);
  const offline = unreached(station);
  if (offline) return offline;
  const standing = station.device.standing();
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
export function unreached(station: Station): Reply | undefined {
  if (station.terminal.silent) return { kind: 'hanging' };
  return station.terminal.offline ? refusalOf(station, 'offline') : undefined;
}

/** The refusal of a command whose triple belongs to no terminal of the caller. Contract §8, §14.2. */
export function unknownTriple({ world, country }: ClientCall): Reply {
  return json(failed(world.manners.current.wrongIds ?? say('keypos', languageOfCountry(country))));
}

function refusalOf({ terminal }: Station, key: TextKey): Reply {
  return json(failed(say(key, languageOf(terminal))));
}
