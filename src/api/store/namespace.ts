import { isGrpcServiceError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { Problem } from '../problems/problem.js';
import { undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';

/** `IndexedValueType` of Temporal's wire format. */
const KEYWORD = 2;

/** The fields behind search attributes of type Keyword: `Keyword01`, not `KeywordList01`. */
const KEYWORD_FIELD = /^Keyword\d/;

/** A workflow id that is never used. */
const NOBODY = 'transaction/readiness';

const PERMISSION_DENIED = 7;

/** What is known of the namespace. */
export interface NamespaceFacts {
  readonly retentionMs: number;
  /** The clusters it lives on. */
  readonly clusters: readonly string[];
  /** Search attributes of type Keyword that the namespace itself names; empty where it names none at all. */
  readonly keywords: ReadonlySet<string>;
}

/** Asks Temporal about the namespace, and never its index. `limitMs` bounds each question. */
export class Namespace {
  constructor(
    private readonly temporal: Temporal,
    private readonly limitMs: number,
  ) {}

  /** Describes a run, as every request does. @returns what is wrong; undefined when Temporal says that there is no such run. */
  async findRefusal(): Promise<string | undefined> {
    let said: unknown;
    const run = this.temporal.client.workflow.getHandle(NOBODY);
    const describe = () => run.describe().catch((failure: unknown) => Promise.reject((said = failure)));
    try {
      await callTemporal(this.temporal, this.limitMs, describe);
      return undefined;
    } catch (failure) {
      if (failure instanceof Problem) return describeFailure(said);
      return undefinedWhenNotFound(failure);
    }
  }

  /** @returns undefined where this account may not look. */
  async readFacts(): Promise<NamespaceFacts | undefined> {
    const { workflowService, options } = this.temporal.client;
    const answer = await this.askOptional(() =>
      workflowService.describeNamespace({ namespace: options.namespace }),
    );
    if (answer === undefined) return undefined;
    const { config, replicationConfig } = answer;
    const aliases = Object.entries(config?.customSearchAttributeAliases ?? {});
    return {
      retentionMs: Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * 1_000,
      clusters: (replicationConfig?.clusters ?? []).map(({ clusterName }) => clusterName ?? '?'),
      keywords: new Set(aliases.filter(([field]) => KEYWORD_FIELD.test(field)).map(([, alias]) => alias)),
    };
  }

  /** The search attributes of type Keyword; undefined where this account may not look: it takes an operator's right. */
  async readKeywords(): Promise<ReadonlySet<string> | undefined> {
    const { connection, options } = this.temporal.client;
    const { operatorService } = connection;
    const answer = await this.askOptional(() =>
      operatorService.listSearchAttributes({ namespace: options.namespace }),
    );
    if (answer === undefined) return undefined;
    const attributes = Object.entries(answer.customAttributes ?? {});
    return new Set(attributes.filter(([, type]) => Number(type) === KEYWORD).map(([name]) => name));
  }

  /** A question whose answer selling does not depend on. */
  private async askOptional<T>(call: () => Promise<T>): Promise<T | undefined> {
    return callTemporal(this.temporal, this.limitMs, call).catch((failure: unknown) => {
      if (failure instanceof Problem) return undefined;
      throw failure;
    });
  }
}

function describeFailure(failure: unknown): string {
  if (failure instanceof NamespaceNotFoundError) return 'there is no such namespace';
  return isPermissionDenied(failure)
    ? 'this account may not describe workflows'
    : 'does not answer within a second';
}

function isPermissionDenied(failure: unknown): boolean {
  const cause = failure instanceof Error && failure.cause !== undefined ? failure.cause : failure;
  return isGrpcServiceError(cause) && Number(cause.code) === PERMISSION_DENIED;
}
