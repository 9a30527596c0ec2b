import { setTimeout as pause } from 'node:timers/promises';
import { exitInWords } from '../processes/child.js';
import type { Child } from '../processes/child.js';

const patienceMs = 60_000;

/**
 * Waits until the address answers 200.
 *
 * @throws Error with what the process said, when it ends before or is not ready within a minute.
 */
export async function untilReady(child: Child, url: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  const ended = child.exited.then((exit) => exitInWords(exit));
  let last = 'no answer';
  while (Date.now() < deadline) {
    const seen = await Promise.race([ended.then((how) => ({ how })), answerOf(url)]);
    if (seen === 'ready') return;
    if (typeof seen === 'object')
      throw new Error(withLastLines(`${child.name} ${seen.how} while starting.`, child));
    last = seen;
    await pause(50);
  }
  throw new Error(
    withLastLines(`${child.name} is not ready after ${patienceMs / 1_000} s: ${url} says ${last}.`, child),
  );
}

/** @returns the sentence, and below it the last words of the process. */
export function withLastLines(sentence: string, { lastLines }: Pick<Child, 'lastLines'>): string {
  const lines = lastLines(15).map((line) => `  | ${line}`);
  return lines.length === 0 ? sentence : [`${sentence} Its last lines:`, ...lines].join('\n');
}

async function answerOf(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const body = await response.text();
    return response.status === 200 ? 'ready' : `${response.status} ${body.slice(0, 300)}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}
