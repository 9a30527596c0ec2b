import { applyEncoding } from '../http/body-encoding.js';
import type { Reply } from '../http/reply.js';
import { buildScriptedReply } from '../wire/scripted-reply.js';
import { failedWrapper } from '../wire/wrapper.js';
import type { Call } from './call.js';
import { commands, isTerminalCommand } from './commands.js';
import { authenticate, unsupportedReply } from './authenticate.js';
import { login } from './login.js';
import type { CloudPart } from './outage.js';
import { listTriples, posdataPath } from './posdata.js';
import { statusQuery } from './status-query.js';

/** Answers any request below `/api/postxs/`. Both countries, one cloud. Contract §1.1. */
export async function answerCloud(call: Call): Promise<Reply> {
  const { method, path, entry, world } = call;
  if (method === 'POST' && isTerminalCommand(path) && entry.customId)
    world.operations.countReceived(entry.customId);
  const reply =
    replyFromOutage(call) ??
    (await (path === 'auth' && method === 'POST' ? login(call) : answerClient(call)));
  return applyEncoding(reply, world.behaviour.current);
}

async function answerClient(call: Call): Promise<Reply> {
  const admitted = authenticate(call);
  if ('kind' in admitted) return admitted;
  if (call.path === posdataPath) return call.method === 'GET' ? listTriples(admitted) : unsupportedReply;
  if (call.method === 'GET') return statusQuery(admitted);
  const command = call.method === 'POST' ? commands.get(call.path) : undefined;
  return command ? command(admitted) : unsupportedReply;
}

function replyFromOutage(call: Call): Reply | undefined {
  const own = call.world.outage.findReply(findAffectedParts(call));
  if (!own) return undefined;
  call.entry.note = 'outage';
  return buildScriptedReply(own, 'en', JSON.stringify(failedWrapper('ERROR INTERNO')));
}

function findAffectedParts({ method, path }: Call): readonly CloudPart[] {
  if (path === posdataPath) return ['posdata'];
  if (method === 'GET') return ['status'];
  if (path === 'get_transaction') return ['command', 'device'];
  return path === 'auth' ? ['auth'] : ['command'];
}
