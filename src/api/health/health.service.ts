import { Inject, Injectable } from '@nestjs/common';
import type { Settings } from '../../config/settings.js';
import { searchAttributeKeys } from '../../workflows/search-attributes.messages.js';
import { Problem } from '../problems/problem.js';
import { SETTINGS } from '../settings.module.js';
import { TEMPORAL, within } from '../temporal/temporal.js';
import type { Temporal } from '../temporal/temporal.js';
import { retentionCheck, searchAttributesCheck } from './readiness.js';
import type { Check } from './readiness.js';

/** How long Temporal may take to answer all checks, in milliseconds. */
const CHECK_WITHIN = 1_000;

/** `IndexedValueType` of Temporal's wire format. */
const KEYWORD = 2;

/** Looks whether requests may come. */
@Injectable()
export class Health {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @returns every check, good or bad; never throws for what is wrong outside. */
  async checks(): Promise<readonly Check[]> {
    try {
      const found = await within(this.temporal, CHECK_WITHIN, () =>
        Promise.all([this.retention(), this.searchAttributes()]),
      );
      return [{ name: 'temporal', ok: true, detail: 'answers' }, ...found];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = this.settings.environment;
      const detail = `${TEMPORAL_ADDRESS}, namespace ${TEMPORAL_NAMESPACE}, does not answer within a second`;
      return [{ name: 'temporal', ok: false, detail }];
    }
  }

  private async retention(): Promise<Check> {
    const { TEMPORAL_NAMESPACE: namespace, RETENTION } = this.settings.environment;
    const { config } = await this.temporal.client.workflowService.describeNamespace({ namespace });
    const seconds = config?.workflowExecutionRetentionTtl?.seconds ?? 0;
    return retentionCheck(Number(seconds) * 1_000, RETENTION);
  }

  private async searchAttributes(): Promise<Check> {
    const { TEMPORAL_NAMESPACE: namespace } = this.settings.environment;
    const { customAttributes } = await this.temporal.client.connection.operatorService.listSearchAttributes({
      namespace,
    });
    const keywords = Object.entries(customAttributes ?? {}).filter(([, type]) => Number(type) === KEYWORD);
    return searchAttributesCheck(new Set(keywords.map(([name]) => name)), searchAttributeKeys);
  }
}
