import { dressReply } from '../http/dress.js';
import type { Reply } from '../http/reply.js';
import { ownReply } from '../wire/own-reply.js';
import { failed } from '../wire/wrapper.js';
import type { Call } from './call.js';
import { commands, reachesTerminal } from './commands.js';
import { enter, unsupported } from './gate.js';
import { login } from './login.js';
import type { Part } from './outage.js';
import { posdata, posdataPath } from './posdata.js';
import { statusQuery } from './status-query.js';

/** Answers any request below `/api/postxs/`. Both countries, one cloud. Contract §1.1. */
export async function answerCloud(call: Call): Promise<Reply> {
  const { method, path, entry, world } = call;
  if (method === 'POST' && reachesTerminal(path) && entry.customId)
    world.operations.noteReceived(entry.customId);
  const reply =
    outOfOrder(call) ?? (await (path === 'auth' && method === 'POST' ? login(call) : answerClient(call)));
  return dressReply(reply, world.manners.current);
}

async function answerClient(call: Call): Promise<Reply> {
  const admitted = enter(call);
  if ('kind' in admitted) return admitted;
  if (call.path === posdataPath) return call.method === 'GET' ? posdata(admitted) : unsupported;
  if (call.method === 'GET') return statusQuery(admitted);
  const command = call.method === 'POST' ? commands.get(call.path) : undefined;
  return command ? command(admitted) : unsupported;
}

function outOfOrder(call: Call): Reply | undefined {
  const own = call.world.outage.replyTo(partsOf(call));
  if (!own) return undefined;
  call.entry.note = 'outage';
  return ownReply(own, 'en', JSON.stringify(failed('ERROR INTERNO')));
}

function partsOf({ method, path }: Call): readonly Part[] {
  if (path === posdataPath) return ['posdata'];
  if (method === 'GET') return ['status'];
  if (path === 'get_transaction') return ['command', 'device'];
  return path === 'auth' ? ['auth'] : ['command'];
}
