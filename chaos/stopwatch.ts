/** How long each phase of a run took, in its order. */
export interface Phase {
  readonly name: string;
  readonly tookMs: number;
}

/** Says each phase when it begins, and remembers how long it took. */
export class Stopwatch {
  readonly phases: Phase[] = [];
  readonly #print: (line: string) => void;
  #current: { readonly name: string; readonly since: number } | undefined;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  begin(name: string): void {
    this.end();
    this.#print(`${name}…`);
    this.#current = { name, since: performance.now() };
  }

  end(): void {
    if (this.#current === undefined) return;
    const { name, since } = this.#current;
    this.phases.push({ name, tookMs: performance.now() - since });
    this.#current = undefined;
  }
}

/** In one line, e.g. `Starting 8 s, selling 95 s`. */
export function describePhases(phases: readonly Phase[]): string {
  return phases.map(({ name, tookMs }) => `${name} ${(tookMs / 1_000).toFixed(0)} s`).join(', ');
}
