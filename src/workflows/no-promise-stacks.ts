/**
 * Preloaded into the sandbox after all workflows; its globals are frozen then. The SDK remembers for every promise of a workflow where it
 * began, for the query `__stack_trace`: it makes an error without a message for its frames, and maps these to the sources. That is a large
 * part of what a workflow costs. Here such an error has no frames; any other has them. docs/adr/0032.
 */
const errorOfTheEngine = globalThis.Error;

const withoutPromiseStacks: ErrorConstructor = new Proxy(errorOfTheEngine, {
  construct(target, args, newTarget) {
    if (newTarget !== withoutPromiseStacks) return Reflect.construct(target, args, newTarget) as Error;
    return args.length === 0 ? {} : (Reflect.construct(target, args) as Error);
  },
});

globalThis.Error = withoutPromiseStacks;

export {};
