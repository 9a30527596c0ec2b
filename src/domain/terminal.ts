/** Countries with evidence for Getnet Cloud-to-Cloud (contract, head). */
export const countries = ['CL', 'AR'] as const;
export type Country = (typeof countries)[number];

/** A terminal of a merchant: our name for it and Getnet's triple, opaque texts (contract §4.0). */
export interface Terminal {
  readonly id: string;
  readonly country: Country;
  readonly idTerminal: string;
  readonly idSucursal: string;
  readonly serialNumber: string;
}

/** The physical device, whatever a merchant calls it: what can hold only one operation at a time. */
export interface Device {
  readonly country: Country;
  /** Trimmed and upper-cased, so that two spellings cannot be two devices. */
  readonly serialNumber: string;
}

export function toDevice({ country, serialNumber }: Pick<Terminal, 'country' | 'serialNumber'>): Device {
  return { country, serialNumber: serialNumber.trim().toUpperCase() };
}
