/**
 * Runs a command's main function: what it throws becomes its message on stderr and exit code 1, and nothing that is
 * still open keeps the process.
 */
export async function runMain(main: () => Promise<number>): Promise<never> {
  const code = await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
  return process.exit(code);
}
