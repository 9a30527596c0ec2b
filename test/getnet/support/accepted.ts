import type { CustomId, TransactionId } from '../../../src/domain/ids.js';
import type { Policy } from '../../../src/domain/policy.js';
import type { Accepted } from '../../../src/domain/transaction.js';

export function buildAcceptedSale(over: Partial<Accepted> = {}): Accepted {
  return {
    transactionId: 'tx_0123456789abcdefghi' as TransactionId,
    attempt: 1,
    customId: 'tx_0123456789abcdefghi' as CustomId,
    requestHash: 'hash',
    merchant: 'demo-cl',
    terminal: {
      id: 'cl-till-1',
      country: 'CL',
      idTerminal: '70000001',
      idSucursal: '10001',
      serialNumber: 'SN0000000001',
    },
    type: 'sale',
    amount: { value: 5990, currency: 'CLP' },
    reference: 'ORD-1001',
    options: {},
    createdAt: new Date().toISOString(),
    dispatchBy: Date.now() + 20_000,
    ...over,
  };
}

export function buildArgentineSale(over: Partial<Accepted> = {}): Accepted {
  return buildAcceptedSale({
    merchant: 'demo-ar',
    terminal: {
      id: 'ar-till-1',
      country: 'AR',
      idTerminal: 'TST00001',
      idSucursal: '100001',
      serialNumber: 'SN0000000001',
    },
    amount: { value: 120_000, currency: 'ARS' },
    ...over,
  });
}

export function buildPolicy(
  over: Partial<Omit<Policy, 'limits'>> & { limits?: Partial<Policy['limits']> } = {},
): Policy {
  return {
    mode: 'async',
    offlineMeans: 'not_sent',
    deviceQuery: true,
    ...over,
    limits: {
      dispatchWithin: 20_000,
      getnetTimeout: 3_000,
      lifecycleWindow: 90_000,
      lifecycleLimit: 300_000,
      attentionAfter: 900_000,
      retryWithin: 86_400_000,
      callbackValidFor: 86_400_000,
      ...over.limits,
    },
  };
}
