/**
 * Preloaded into the sandbox, whose globals are frozen afterwards. The SDK takes a stack trace for every promise of a workflow
 * and maps it to the sources; without frames that costs next to nothing. Types and messages of failures stay: docs/adr/0018.
 */
Error.stackTraceLimit = 0;

export {};
