/** Which delivery of a merchant. */
export interface DeliveryKey {
  readonly endpoint: string;
  readonly sequence: number;
}

/** The id of a delivery, as the API names it. */
export function buildDeliveryId({ endpoint, sequence }: DeliveryKey): string {
  return `wd_${endpoint}_${sequence}`;
}

const DELIVERY_ID = /^wd_([A-Za-z0-9][A-Za-z0-9._-]{0,63})_([1-9]\d{0,8})$/;

/** The inverse of {@link buildDeliveryId}. @returns undefined for a text that names no delivery. */
export function parseDeliveryId(text: string): DeliveryKey | undefined {
  const [, endpoint, sequence] = DELIVERY_ID.exec(text) ?? [];
  return endpoint === undefined ? undefined : { endpoint, sequence: Number(sequence) };
}
