import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { TemporalFailure } from '@temporalio/common';
import pg from 'pg';
import { errors } from 'undici';
import { z } from 'zod';

function caught(fail: () => unknown): unknown {
  try {
    return fail();
  } catch (error) {
    return error;
  }
}

describe('a spec file is in the realm of Node and of the packages', () => {
  it.each<[string, () => unknown]>([
    ['Node', () => readFileSync('/nowhere')],
    ['a package', () => z.string().parse(1)],
  ])('%s throws: it is an Error here', (_, fail) => {
    expect(caught(fail)).toBeInstanceOf(Error);
  });

  it('a class of a package extends the Error of this file', () => {
    expect(new errors.UndiciError()).toBeInstanceOf(Error);
    expect(new TemporalFailure('failed')).toBeInstanceOf(Error);
  });

  it('another realm has another Error: what is told above is no matter of course', () => {
    expect(runInContext('new Error()', createContext())).not.toBeInstanceOf(Error);
  });
});

describe('a package is loaded once', () => {
  it('imported by one module and required by another: the same', () => {
    expect(createRequire(import.meta.url)('pg')).toBe(pg);
  });
});
