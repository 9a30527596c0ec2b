import { TypedSearchAttributes } from '@temporalio/common';
import { defineUpdate } from '@temporalio/workflow';
import type { UnknownOutcome } from '../domain/quarantine.js';
import type { Device } from '../domain/terminal.js';
import type { EpochMs } from '../domain/time.js';
import { merchantKey, terminalKey } from './search-attributes.messages.js';

/** The registered name of the workflow. */
export const terminalQuarantineWorkflow = 'terminalQuarantine';

/** What a `terminalQuarantine` is started with. */
export interface QuarantineInput {
  readonly version: 1;
  readonly device: Device;
  readonly merchant: string;
  readonly terminalId: string;
  /** The outcomes in a row that stayed unknown. */
  readonly unknown: readonly UnknownOutcome[];
  /** ISO 8601. */
  readonly since: string;
  /** An earlier run of this quarantine began it, and has told of it. */
  readonly isTold?: true;
}

/** What `describe` tells of a quarantine, running or over. */
export type QuarantineMemo = Pick<
  QuarantineInput,
  'version' | 'merchant' | 'terminalId' | 'unknown' | 'since'
>;

/** Who or what ends a quarantine: a poll that the terminal completed, or an operator. */
export type QuarantineEnd = {
  readonly version: 1;
  readonly at: EpochMs;
} & (
  | { readonly kind: 'polled'; readonly transactionId: string }
  /** `actor` is the API key; `proof` what allowed the release. */
  | { readonly kind: 'released'; readonly actor: string; readonly reason: string; readonly proof: string }
);

/** How a quarantine ended. */
export interface QuarantineResult {
  readonly version: 1;
  readonly end: QuarantineEnd;
}

/** Ends the quarantine; answers when the terminal takes payments again. */
export const quarantineEndedUpdate = defineUpdate<QuarantineResult, [QuarantineEnd]>('quarantineEnded');

/** The workflow runs exactly while the terminal takes no new payment. */
export function quarantineWorkflowId({ country, serialNumber }: Device): string {
  return `terminalQuarantine/${country}/${serialNumber}`;
}

/** The start options: a terminal that is quarantined already stays so. */
export function buildQuarantineStart(input: QuarantineInput, taskQueue: string) {
  const { device, merchant, terminalId, unknown, since } = input;
  const { country, serialNumber } = device;
  const memo: QuarantineMemo = { version: 1, merchant, terminalId, unknown, since };
  return {
    workflowId: quarantineWorkflowId(device),
    taskQueue,
    args: [input] as [QuarantineInput],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowTaskTimeout: '5s' as const,
    memo: { ...memo },
    staticSummary: `${country}/${serialNumber} takes no new payment: ${summarize(unknown)}`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: merchantKey, value: merchant },
      { key: terminalKey, value: terminalId },
    ]),
  };
}

function summarize(unknown: readonly UnknownOutcome[]): string {
  const isSilence = unknown.some(({ isSilent }) => isSilent);
  return isSilence ? 'nothing was heard of a payment' : `${unknown.length} outcomes in a row are unknown`;
}
