import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Ends the process when this one dies in a way that leaves no time for it (`kill -9`): a shell that waits for the end
 * of a pipe only we hold.
 *
 * @returns what calls the guard off; call it as soon as the process has ended, before its id can be given to another.
 */
export function startGuard(pid: number, signal: NodeJS.Signals = 'SIGTERM'): () => void {
  const shell = spawn('sh', ['-c', buildGuardScript(pid, signal)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell there is no guard, and everything else works as before.
  shell.on('error', () => undefined);
  shell.unref();
  shell.stdin.on('error', () => undefined);
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return () => void shell.kill('SIGKILL');
}

function buildGuardScript(pid: number, signal: NodeJS.Signals): string {
  const isThere = `kill -0 ${pid} 2>/dev/null || exit`;
  return `read -r _; kill -${signal.replace(/^SIG/, '')} ${pid} 2>/dev/null; for i in 1 2 3 4 5; do ${isThere}; sleep 1; done; kill -KILL ${pid}`;
}
