import { readFileSync } from 'node:fs';

const EVERY_MS = 250;

/** The most memory that a process has had resident, in MB; 0 where the system does not say. */
export interface MemoryWatch {
  readonly mostMb: number;
  stop(): void;
}

/** Watches a process until `stop`. */
export function watchMemory(pid: number): MemoryWatch {
  let mostMb = 0;
  const look = () => {
    mostMb = Math.max(mostMb, readResidentMb(pid));
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    get mostMb() {
      return mostMb;
    },
    stop: () => clearInterval(timer),
  };
}

function readResidentMb(pid: number): number {
  try {
    const [, kB = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kB) / 1_024);
  } catch {
    return 0;
  }
}
