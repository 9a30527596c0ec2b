import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @returns the CPU that a process has used so far, in milliseconds. */
export function cpuMs(pid: number): number {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** User and system time, in hundredths of a second; the name in front of them may hold spaces. */
function fromProc(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** `1:02.34` or `1:02:03` */
function fromPs(pid: number): number {
  const parts = execFileSync('ps', ['-o', 'cputime=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(':');
  return parts.reduce((total, part) => total * 60 + Number(part), 0) * 1_000;
}
