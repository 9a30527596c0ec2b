/** What a run had done so far, as far as it explains what follows. It grows while a run's events are read in their order. */
export interface RunContext {
  readonly workflowType: string;
  /** Another merchant's transaction is never named. */
  readonly merchant: string | undefined;
  /** The present attempt was given to a worker. */
  hasDispatched: boolean;
  /** Which hand-out of the command is the latest. */
  handOut: number;
  /** The run id of the lease that the run has. */
  lease: string | undefined;
  /** What woke the run last, before it asked Getnet. */
  wokenBy: 'callback' | 'timer' | undefined;
}

export function openContext(workflowType: string, merchant: string | undefined): RunContext {
  return { workflowType, merchant, hasDispatched: false, handOut: 0, lease: undefined, wokenBy: undefined };
}
