import { describe, expect, it } from '@jest/globals';
import { isFinal, needsPerson } from '../../../clients/typescript/src/index.js';
import { isFinal as isFinalInService, statuses } from '../../../src/domain/status.js';

describe('the statuses that a client knows', () => {
  it.each(statuses)('%s: final for the client where it is final for the service', (status) => {
    expect(isFinal({ status })).toBe(isFinalInService(status));
  });

  it.each(statuses.filter(isFinalInService))('%s: final, so that it waits for nobody', (status) => {
    expect(needsPerson({ status })).toBe(false);
  });
});
