import { SettingsInvalid } from '../../src/config/environment/settings-invalid.js';

/** @returns the faults that reading settings ends with; none when it succeeds. */
export function listFaults(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof SettingsInvalid) return error.faults;
    throw error;
  }
}
