export { createClient, createReader } from './client.js';
export type { OperationRequest } from './client.js';
export { OutcomeUnknown, PaymentError, NewKeyRefused, ServiceProblem } from './errors.js';
export type { EventOptions, PaymentEvent } from './events.js';
export { MemoryKeyStore } from './key-store.js';
export type { KeptKey, KeyStore } from './key-store.js';
export { nameMoneyMoved } from './money-moved.js';
export type { MoneyAnswer, MoneyCases, MoneyMoved } from './money-moved.js';
export type { components, operations, paths } from './openapi.js';
export type { Payment, StartedPayment } from './payment.js';
export type { RefundRequest, UndoKind } from './refunds.js';
export type { SaleRequest } from './sales.js';
export { isFinal, isProvenUncharged, needsPerson } from './schemas.js';
export type { Amount, ProblemBody, Retry, Status, Terminal, Transaction } from './schemas.js';
export type { ClientOptions, ReaderOptions } from './settings.js';
export type { StartOptions } from './start-operation.js';
export type { WaitOptions } from './transactions.js';
export { WebhookRejected } from './webhooks.js';
export type { HeadersLike, VerifyOptions } from './webhooks.js';
export type {
  ReconciliationEvent,
  TerminalQuarantinedEvent,
  TerminalReleasedEvent,
  TestEvent,
  TransactionEvent,
  WebhookEvent,
} from './webhook-event.js';
export type { SequenceUpdate, SequenceRange, SequenceState } from './sequence-tracker.js';
export { webhooks } from './webhooks-entry.js';
