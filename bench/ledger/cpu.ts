import { readFileSync, readdirSync } from 'node:fs';

/** CPU time by the name of a part. */
export type CpuMs = Readonly<Record<string, number>>;

/** @returns what each part has used so far, with the processes that it started. Linux only. */
export function readCpu(pids: Readonly<Record<string, number | undefined>>): CpuMs {
  const processes = readProcesses();
  return Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => [name, pid === undefined ? 0 : sumTree(pid, processes)]),
  );
}

/** @returns what each part has used in between, for each of so many; nothing of one that was started anew meanwhile. */
export function shareCpu(before: CpuMs, after: CpuMs, count: number): CpuMs {
  const used = Object.entries(after).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / count] as const);
  return Object.fromEntries(used.filter(([, ms]) => ms >= 0));
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ms: number;
  /** Of its children that have ended. */
  readonly endedMs: number;
}

function sumTree(pid: number, processes: readonly Process[]): number {
  const own = processes.find((one) => one.pid === pid);
  const children = processes.filter(({ parent }) => parent === pid);
  return (own?.ms ?? 0) + (own?.endedMs ?? 0) + children.reduce((sum, { ms }) => sum + ms, 0);
}

function readProcesses(): readonly Process[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readProcess(name) ?? []) : []));
}

/** In hundredths of a second; the name in front of them may hold spaces. */
function readProcess(pid: string): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const readCpuAt = (place: number) => fields[place] ?? 0;
    const [ms, endedMs] = [(readCpuAt(11) + readCpuAt(12)) * 10, (readCpuAt(13) + readCpuAt(14)) * 10];
    return { pid: Number(pid), parent: readCpuAt(1), ms, endedMs };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
