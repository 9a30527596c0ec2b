import type { Exchange } from './contract-document.js';

/** What somebody was told of a transaction or of a request, in whichever words his way has for it. */
export interface ContractAnswer {
  readonly id?: string | undefined;
  readonly status?: string;
  readonly moneyMoved: string;
  /** The key was known. */
  readonly replayed?: boolean;
  /** Of a problem. */
  readonly code?: string;
  readonly retry?: string;
}

/** A sale to make: the same order is the same key. */
export interface ContractOrder {
  readonly orderId: string;
  readonly terminalId: string;
  readonly value: number;
  /** CLP unless told. */
  readonly currency?: 'CLP' | 'ARS';
}

/** A method that an address does not have, asked for. */
export interface Refusal {
  readonly status: number;
  readonly allow: string | null;
}

/** One of the ways to the service. A refusal is told, not thrown. */
export interface ContractClient {
  create(order: ContractOrder): Promise<ContractAnswer>;
  read(id: string): Promise<ContractAnswer>;
  waitUntilFinal(id: string): Promise<ContractAnswer>;
  cancel(id: string): Promise<ContractAnswer>;
  /** Gives all of a sale back, at the terminal of the sale. */
  void(refund: {
    readonly refundId: string;
    readonly saleId: string;
    readonly terminalId: string;
  }): Promise<ContractAnswer>;
  /** The events of a transaction up to its end, as `number status`. */
  listEvents(id: string): Promise<readonly string[]>;
  ask(method: string, path: string): Promise<Refusal>;
}

/** Where a way leads, and as whom. */
export interface WayParts {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Told of every exchange. */
  readonly keep: (exchange: Exchange) => void;
}
