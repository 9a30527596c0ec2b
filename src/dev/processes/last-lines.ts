import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** The last lines a process wrote, at most that many (30 by default). */
export type LastLines = (count?: number) => readonly string[];

/** Keeps the newest lines of a process's output in memory, and tells each one. */
export function keepLastLines(from: ChildProcess, onLine?: (line: string) => void): LastLines {
  const kept: string[] = [];
  for (const stream of [from.stdout, from.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      kept.push(line);
      if (kept.length > 100) kept.shift();
      onLine?.(line);
    });
  }
  return (count = 30) => kept.slice(-count);
}

/** Reads the last lines of a log file; a missing file has none. */
export function readLastLines(file: string): LastLines {
  return (count = 30) => {
    try {
      return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count);
    } catch {
      return [];
    }
  };
}
