/** What the service promises whatever crashes, hangs, lies, repeats or arrives late: docs/proof.md says each in a line. */
export const guarantees = [
  ...(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8'] as const),
  ...(['I9', 'I10', 'I11', 'I12', 'I13', 'I14', 'I15'] as const),
  ...([
    'operators',
    'queue',
    'quarantine',
    'streams',
    'webhooks',
    'ledger',
    'reconciliation',
    'API',
  ] as const),
] as const;

export type Guarantee = (typeof guarantees)[number];

/** One small mistake that somebody could make in the service. */
export interface Mutant {
  /** Its name on the command line. */
  readonly name: string;
  readonly breaks: readonly [Guarantee, ...Guarantee[]];
  /** Why somebody would write it, and what it would cost. */
  readonly why: string;
  /** From the root. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly caughtBy: CatchingTest;
}

/** The narrowest test that has to fail. */
export interface CatchingTest {
  /** From the root. */
  readonly spec: string;
  /** A part of its name, as the spec file writes it. */
  readonly test: string;
}
