/** The settings cannot be used. Its message is one line that names every fault, fit to be the last thing a process says. */
export class SettingsInvalid extends Error {
  override readonly name = 'SettingsInvalid';

  /** @param faults each one names its setting first, says what is wrong and what would be right, and quotes no secret. */
  constructor(readonly faults: readonly string[]) {
    const count = faults.length === 1 ? '1 setting is wrong' : `${faults.length} settings are wrong`;
    super(`${count}: ${faults.map(onOneLine).join('; ')}`);
  }
}

function onOneLine(fault: string): string {
  return fault.replace(/\s+/g, ' ').trim();
}
