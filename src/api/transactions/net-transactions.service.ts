import { Injectable } from '@nestjs/common';
import type { NetSale } from '../../domain/net-sale.js';
import { RememberedUndos } from '../undos/remembered-undos.service.js';
import type { StartRequest } from './start-request.js';
import { Transactions } from './transactions.service.js';
import type { ReadRequest, Started } from './transactions.service.js';

/** What a request to start came to, with what was undone of it since. */
export interface NetStarted extends Started {
  readonly net: NetSale;
}

/** Starts and reads transactions, and lays over a sale what was undone of it. */
@Injectable()
export class NetTransactions {
  constructor(
    private readonly transactions: Transactions,
    private readonly undos: RememberedUndos,
  ) {}

  /** @throws Problem */
  async start(request: StartRequest): Promise<NetStarted> {
    const started = await this.transactions.start(request);
    const { snapshot, replayed } = started;
    // Nobody can have undone what this very request started.
    const net = replayed ? await this.undos.netOf(snapshot) : { snapshot, undos: [] };
    return { ...started, net };
  }

  /** @throws Problem `not-found`, for another merchant's transaction too; `orchestrator-unavailable` */
  async read(request: ReadRequest): Promise<NetSale> {
    return this.undos.netOf(await this.transactions.read(request));
  }
}
