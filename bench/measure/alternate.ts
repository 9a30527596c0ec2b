/** What one contestant does in its turn. */
export type Turn<Name extends string, Measured> = (name: Name, round: number) => Promise<Measured>;

export interface Rounds {
  /** Connections, compiled code and caches make the first rounds slow whoever runs. They do not count. */
  readonly warmUp: number;
  readonly counted: number;
}

/**
 * Lets contestants take turns: A-B-B-A-A-B…, so that a drift of the machine meets both alike.
 *
 * @returns what each measured in each counted round.
 */
export async function alternate<Name extends string, Measured>(
  names: readonly Name[],
  { warmUp, counted }: Rounds,
  turn: Turn<Name, Measured>,
): Promise<readonly Readonly<Record<Name, Measured>>[]> {
  const rounds: Readonly<Record<Name, Measured>>[] = [];
  for (let round = -warmUp; round < counted; round += 1) {
    const order = round % 2 === 0 ? names : names.toReversed();
    const measured = new Map<Name, Measured>();
    for (const name of order) measured.set(name, await turn(name, round));
    if (round >= 0) rounds.push(Object.fromEntries(measured) as Readonly<Record<Name, Measured>>);
  }
  return rounds;
}
