import { Injectable } from '@nestjs/common';
import type { TransactionId } from '../../domain/ids.js';

/** So many ids are remembered; one that was forgotten costs a look at its terminal. */
const MOST_IDS = 20_000;

/** The transactions this process has started or read: for a repeat of their keys the terminal need not be looked at. */
@Injectable()
export class RecentIds {
  private readonly ids = new Set<TransactionId>();

  add(id: TransactionId): void {
    this.ids.delete(id);
    this.ids.add(id);
    const [oldest] = this.ids;
    if (this.ids.size > MOST_IDS && oldest !== undefined) this.ids.delete(oldest);
  }

  has(id: TransactionId): boolean {
    return this.ids.has(id);
  }
}
