import { expect, jest } from '@jest/globals';

/**
 * Tests of whole processes start, stop and kill them. Every wait inside them is shorter (a minute unless told, two at the longest), so that a failure names what
 * was awaited, also on a machine of half the speed that runs another spec file beside.
 */
const LIMIT_MS = 240_000;

if (/[\\/]test[\\/]e2e[\\/]/.test(expect.getState().testPath ?? '')) jest.setTimeout(LIMIT_MS);
