const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Settles at the first request to end, with the signal's name, and keeps the process up until then. Later requests are
 * ignored, because npm passes on a Ctrl-C that the terminal has delivered already.
 */
export function waitForEndSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const up = setInterval(() => undefined, 3_600_000);
    for (const signal of endSignals) {
      process.on(signal, () => {
        clearInterval(up);
        resolve(signal);
      });
    }
  });
}
