import { setTimeout as pause } from 'node:timers/promises';
import { describeExit } from '../processes/child.js';
import type { Child } from '../processes/child.js';

const readyTimeoutMs = 60_000;

/**
 * Waits until the address answers 200.
 *
 * @throws Error with what the process said, when it ends before or is not ready within a minute.
 */
export async function waitUntilReady(child: Child, url: string): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  const ended = child.exited.then((exit) => describeExit(exit));
  let last = 'no answer';
  while (Date.now() < deadline) {
    const seen = await Promise.race([ended.then((how) => ({ how })), probe(url)]);
    if (seen === 'ready') return;
    if (typeof seen === 'object')
      throw new Error(appendLastLines(`${child.name} ${seen.how} while starting.`, child));
    last = seen;
    await pause(50);
  }
  throw new Error(
    appendLastLines(
      `${child.name} is not ready after ${readyTimeoutMs / 1_000} s: ${url} says ${last}.`,
      child,
    ),
  );
}

/** The sentence, and below it the last words of the process. */
export function appendLastLines(sentence: string, { lastLines }: Pick<Child, 'lastLines'>): string {
  const lines = lastLines(15).map((line) => `  | ${line}`);
  return lines.length === 0 ? sentence : [`${sentence} Its last lines:`, ...lines].join('\n');
}

async function probe(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const body = await response.text();
    return response.status === 200 ? 'ready' : `${response.status} ${body.slice(0, 300)}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}
