/** How many minor units of the currency make one unit on the wire: 1 where they are the same, 100 for whole pesos of two. */
export type MinorPerWireUnit = 1 | 100;

/** Minor units as a whole number of the wire's unit; undefined where that would need a fraction. */
export function toWireAmount(minorUnits: number, minorPerUnit: MinorPerWireUnit): number | undefined {
  const amount = minorUnits / minorPerUnit;
  return Number.isSafeInteger(minorUnits) && Number.isInteger(amount) ? amount : undefined;
}

/** The inverse of {@link toWireAmount}. @returns undefined for anything but a whole number of minor units. */
export function fromWireAmount(amount: number, minorPerUnit: MinorPerWireUnit): number | undefined {
  const minorUnits = Math.round(amount * minorPerUnit * 100) / 100;
  return Number.isSafeInteger(minorUnits) ? minorUnits : undefined;
}
