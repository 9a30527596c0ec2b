/**
 * The body of a command as it goes over the wire (contract §4.0): the triple, the function code, and what the command
 * adds under Getnet's own names. With `webhook` the command runs in async mode, without it in sync mode.
 */
export interface WireCommandBody {
  readonly idTerminal: string;
  readonly idSucursal: number | string;
  readonly serialNumber: string;
  readonly command: number;
  readonly customId: string;
  /** In the country's wire unit: see the country's pack. */
  readonly amount?: number;
  readonly webhook?: string;
  readonly [option: string]: WireValue | undefined;
}

/** A value under one of Getnet's names; nested only in a document to print (contract §4.8). */
export type WireValue =
  string | number | boolean | readonly WireValue[] | { readonly [name: string]: WireValue };

/** Stops whatever a terminal works on (contract §4.6): never a `webhook`. */
export interface WireCancel {
  readonly idTerminal: string;
  readonly idSucursal: number | string;
  readonly serialNumber: string;
  readonly command: number;
  /** Its own, not that of the command it stops. */
  readonly customId: string;
}

/** Asks a terminal for the result of an earlier command (contract §5.2): never a `webhook`. */
export interface WireDeviceQuery {
  readonly idTerminal: string;
  readonly idSucursal: number | string;
  readonly serialNumber: string;
  readonly command: number;
  /** A text only where a number would lose digits. */
  readonly idPosTxs: number | string;
  /** That of the command that is asked about. */
  readonly customId: string;
}
