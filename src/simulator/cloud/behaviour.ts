import type { BodyEncoding } from '../http/body-encoding.js';

/** Words for the body of `GET /api/posdata`, which no source shows. Contract §14.1. */
export const posdataVariants = ['wrapper', 'nested', 'upper_case', 'lower_case', 'padded'] as const;
export type PosdataVariant = (typeof posdataVariants)[number];

/** What of the whole cloud may be otherwise; what is left out is as usual. */
export interface CloudBehaviour extends BodyEncoding {
  /** Each login ends the client's former tokens. Contract §12 Q15: not known. */
  readonly oneToken?: boolean;
  /** Said of a wrong triple instead of `KEYPOS NOT FOUND`. Contract §14.2. */
  readonly wrongIds?: string;
  readonly posdata?: readonly PosdataVariant[];
}

/** How the cloud behaves at the moment. */
export interface BehaviourStore {
  readonly current: CloudBehaviour;
  change(change: CloudBehaviour): void;
  clear(): void;
}

/** The default behaviour. */
export function createBehaviourStore(): BehaviourStore {
  let current: CloudBehaviour = {};
  return {
    get current() {
      return current;
    },
    change: (manner) => void (current = { ...current, ...manner }),
    clear: () => void (current = {}),
  };
}
