import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listAnchors } from './support/anchors.js';
import { allPages, page, root, seenFrom } from './support/pages.js';
import type { Page } from './support/pages.js';

interface Link {
  readonly from: Page;
  readonly target: string;
}

const links: readonly Link[] = allPages().flatMap((from) => {
  const prose = from.prose.replace(/`[^`\n]*`/g, '');
  const inline = [...prose.matchAll(/\]\(([^)\s]+)\)/g)];
  const references = [...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  return [...inline, ...references].map(([, target = '']) => ({ from, target }));
});
const local = links.filter(({ target }) => !/^[a-z]+:/.test(target));

describe('links in the documents', () => {
  it('a file is renamed: no link leads to its old name', () => {
    const dead = local.filter(({ from, target }) => !existsSync(join(root, resolveTarget(from, target))));
    expect(dead.map(inWords)).toEqual([]);
    expect(local.length).toBeGreaterThan(50);
  });

  it('a heading is reworded: no link leads to its old anchor', () => {
    const anchored = local.filter(({ target }) => target.includes('#'));
    const dead = anchored.filter(({ from, target }) => {
      const [, anchor = ''] = target.split('#');
      return !listAnchors(page(resolveTarget(from, target))).has(anchor);
    });
    expect(dead.map(inWords)).toEqual([]);
    expect(anchored.length).toBeGreaterThan(5);
  });

  it('a link leads out of the project: it is encrypted', () => {
    expect(links.map(({ target }) => target).filter((target) => target.startsWith('http:'))).toEqual([]);
  });
});

describe('anchors', () => {
  it.each([
    ['## A transaction needs attention', 'a-transaction-needs-attention'],
    ['### `TerminalBusy`', 'terminalbusy'],
    ['## What happens when …', 'what-happens-when-'],
    ['## Undo, cancel: [both](x.md)', 'undo-cancel-both'],
  ])('%s', (prose, anchor) => {
    expect([...listAnchors({ prose })]).toEqual([anchor]);
  });

  it('two headings of one name: the second is numbered', () => {
    expect([...listAnchors({ prose: '# A\n# A' })]).toEqual(['a', 'a-1']);
  });
});

function resolveTarget(from: Page, target: string): string {
  const [file = ''] = target.split('#');
  return file === '' ? from.path : seenFrom(from, file);
}

function inWords({ from, target }: Link): string {
  return `${from.path}: ${target}`;
}
