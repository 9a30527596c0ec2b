import { Inject, Injectable } from '@nestjs/common';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { searchAttributeKeys } from '../../workflows/search-attributes.messages.js';
import { TEMPORAL } from '../store/temporal.js';
import type { Temporal } from '../store/temporal.js';
import { Namespace } from '../store/namespace.js';
import type { NamespaceFacts } from '../store/namespace.js';
import { checkReplication, checkRetention, checkSearchAttributes, checkTemporal } from './readiness.js';
import type { Check } from './readiness.js';

/** How long Temporal may take to answer each question. */
const CHECK_WITHIN_MS = 1_000;

/** Looks whether requests may come: it tries what requests do, and says what it could not check. */
@Injectable()
export class Health {
  private readonly namespace: Namespace;

  constructor(
    @Inject(TEMPORAL) temporal: Temporal,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {
    this.namespace = new Namespace(temporal, CHECK_WITHIN_MS);
  }

  /** Every check, good or bad. Never throws: an outage is a failed check. */
  async runChecks(): Promise<readonly Check[]> {
    const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, RETENTION, ALLOW_REPLICATED_NAMESPACE } = this.environment;
    const [refusal, facts] = await Promise.all([this.namespace.findRefusal(), this.namespace.readFacts()]);
    if (refusal !== undefined)
      return [checkTemporal(`${TEMPORAL_ADDRESS}, namespace ${TEMPORAL_NAMESPACE}: ${refusal}`)];
    return [
      checkTemporal(undefined),
      checkRetention(facts, RETENTION),
      checkReplication(facts, ALLOW_REPLICATED_NAMESPACE),
      checkSearchAttributes(await this.readKeywords(facts), searchAttributeKeys),
    ];
  }

  /** The namespace itself names them on most servers; only where it names too few an operator's right is needed. */
  private async readKeywords(facts: NamespaceFacts | undefined): Promise<ReadonlySet<string> | undefined> {
    const named = facts?.keywords ?? new Set<string>();
    if (searchAttributeKeys.every(({ name }) => named.has(name))) return named;
    return (await this.namespace.readKeywords()) ?? (named.size > 0 ? named : undefined);
  }
}
