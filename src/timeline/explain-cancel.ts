import type { Answer } from './answer.js';
import { apiKeyActor, cloud, worker } from './entry.js';
import type { EventExplanation } from './entry.js';
import { getField, getText } from './history.js';

/** Somebody calls the transaction off, by the API. */
export function explainCancelRequest(argument: unknown): EventExplanation {
  return {
    actor: apiKeyActor(getText(argument, 'keyId')),
    act: 'asked to cancel the transaction',
    why: 'before the command is sent it is not sent; after that the end is what the terminal did',
    atMs: Number(getField(argument, 'at')),
  };
}

const outcomes: Readonly<Record<string, string>> = {
  taken: 'took the request to stop the command',
  declined: 'refused the request to stop the command',
  not_sent: 'did not send the request to stop the command',
  unknown: 'gave no usable answer to the request to stop the command',
};

/** What became of the request to stop a command at its terminal. */
export function explainCancelCommand({ result, failure }: Answer): EventExplanation {
  const kind = getText(result, 'outcome', 'kind') ?? 'unknown';
  return {
    actor: kind === 'not_sent' ? worker : cloud,
    act: outcomes[kind] ?? `answered the request to stop the command: ${kind}`,
    why: 'a cancel request is no proof of how the command ends; that is still searched for',
    evidence: failure?.words ?? getText(result, 'outcome', 'cause'),
    atMs: Number(getField(result, 'at')),
  };
}
