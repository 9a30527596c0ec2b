import { bind } from 'jest-each';

export { expect } from 'expect';

/** The part of Jest that the pure tests use: they are collected once, and each may be run again and again. */
export const tests = [];

const newBlock = (name, parent) => ({
  name,
  parent,
  beforeAll: [],
  beforeEach: [],
  afterEach: [],
  afterAll: [],
});
let block;
let file;

/** What is told until the next call belongs to this file. */
export function beginFile(name) {
  file = name;
  block = newBlock('', undefined);
}

export function describe(name, tell) {
  const outer = block;
  block = newBlock(name, outer);
  try {
    tell();
  } finally {
    block = outer;
  }
}
describe.each = bind(describe);

export function it(name, run) {
  const blocks = [];
  for (let each = block; each; each = each.parent) blocks.unshift(each);
  const fullName = [...blocks.map((each) => each.name), name].filter(Boolean).join(' ');
  const same = tests.filter((one) => one.file === file && one.name === fullName).length;
  const id = `${file} ${fullName}${same === 0 ? '' : ` (${same + 1})`}`;
  tests.push({ id, name: fullName, file, blocks, run });
}
it.each = bind(it);

const addHook = (kind) => (run) => void block[kind].push(run);
export const beforeAll = addHook('beforeAll');
export const beforeEach = addHook('beforeEach');
export const afterEach = addHook('afterEach');
export const afterAll = addHook('afterAll');

/** Runs one test. @returns the error it failed with. */
export async function runTest({ blocks, run }, begun) {
  let failure;
  const attempt = async (steps) => {
    for (const step of steps)
      try {
        await step();
      } catch (error) {
        failure ??= error ?? new Error('It threw nothing.');
      }
  };
  const fresh = blocks.filter((one) => !begun.has(one));
  fresh.forEach((one) => begun.add(one));
  await attempt(fresh.flatMap((one) => one.beforeAll));
  await attempt(blocks.flatMap((one) => one.beforeEach));
  if (failure === undefined) await attempt([run]);
  await attempt([...blocks].reverse().flatMap((one) => one.afterEach));
  return failure;
}

export async function endBlocks(begun) {
  for (const one of [...begun].reverse()) for (const end of one.afterAll) await end();
}
