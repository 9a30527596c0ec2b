import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const options = {
  configFile: false,
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
};

const compiled = new Map();

/** `./a.js` is `./a.ts` in a source, what a spec file has of Jest is ours, and a source is loaded anew for each generation (`?g=2`). */
export function resolve(name, context, next) {
  if (name === '@jest/globals') return next(new URL('jest-globals.mjs', import.meta.url).href, context);
  const parent = context.parentURL && new URL(context.parentURL);
  if (name === 'fast-check' && parent?.pathname.endsWith('.ts'))
    return next(new URL('fast-check.mjs', import.meta.url).href, context);
  if (!name.startsWith('.') || !parent?.pathname.endsWith('.ts')) return next(name, context);
  const source = new URL(name.replace(/\.js$/, '.ts'), parent);
  if (!existsSync(source)) return next(name, context);
  source.search = parent.search;
  return { url: source.href, format: 'module', shortCircuit: true };
}

export function load(url, context, next) {
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'file:' || !pathname.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  if (!compiled.has(filename))
    compiled.set(filename, transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code);
  return { format: 'module', source: compiled.get(filename), shortCircuit: true };
}
