/** A transaction's id without the number of the attempt: `tx_…-2` is the second attempt of `tx_…`. */
export function parseBaseId(customId: string): string {
  return /^(tx_[0-9A-Za-z]+)-\d+$/.exec(customId)?.[1] ?? customId;
}
