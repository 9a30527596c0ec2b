/** One thing that is wrong in a merchants file. */
export interface MerchantsFault {
  /** The entries of `merchants` that cannot be used because of it; none: the file as a whole cannot be used. */
  readonly entries: readonly number[];
  /** Names the place first, says what is wrong and what would be right, and quotes no secret. */
  readonly text: string;
}

export function groupFaultsByEntry(
  faults: readonly MerchantsFault[],
): ReadonlyMap<number, readonly MerchantsFault[]> {
  const byEntry = new Map<number, MerchantsFault[]>();
  for (const fault of faults)
    for (const entry of fault.entries) {
      const others = byEntry.get(entry);
      if (others === undefined) byEntry.set(entry, [fault]);
      else others.push(fault);
    }
  return byEntry;
}
