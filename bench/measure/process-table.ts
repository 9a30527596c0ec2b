import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const isLinux = process.platform === 'linux';

/** @returns the CPU that a process has used so far: user and system time of all its threads. */
export function cpuMs(pid: number): number {
  return isLinux ? readCpuFromProc(pid) : readCpuFromPs(pid);
}

/** @returns the resident memory of a process, in megabytes. */
export function residentMb(pid: number): number {
  const kilobytes = isLinux
    ? Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    : Number(askPs(pid, 'rss'));
  return kilobytes / 1_024;
}

/** In hundredths of a second; the name in front of them may hold spaces. */
function readCpuFromProc(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** `1:02.34` or `1:02:03` */
function readCpuFromPs(pid: number): number {
  const parts = askPs(pid, 'cputime').split(':');
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000;
}

function askPs(pid: number, column: string): string {
  return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
}
