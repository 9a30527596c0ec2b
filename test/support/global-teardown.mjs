/** Ends what global-setup.mjs started. */
export default async function globalTeardown() {
  globalThis.testSeats?.close();
  await globalThis.testTemporal?.stop();
}
