import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../docs/support/pages.js';
import { parseCurl, splitWords } from './support/cookbook-curl.js';
import { readRequestsFile, requestsFileText } from './support/cookbook-http.js';
import { readCookbook, withAnswers } from './support/cookbook-page.js';
import { fillVariables } from './support/cookbook-request.js';

describe('curl', () => {
  const command = `curl -sSi $API/v1/x -H "Authorization: Bearer $CL_KEY" -H 'Prefer: wait=20' \\
  -d '{"options": {"operationId": '$VOUCHER'}, "text": "$5 \\\\ it"}'`;

  it('is read as a shell reads it: quotes, variables, lines', () => {
    expect(parseCurl('A title', command)).toEqual({
      title: 'A title',
      method: 'POST',
      url: '{{API}}/v1/x',
      headers: [
        ['Authorization', 'Bearer {{CL_KEY}}'],
        ['Prefer', 'wait=20'],
      ],
      body: '{"options": {"operationId": {{VOUCHER}}}, "text": "$5 \\\\ it"}',
    });
    expect(parseCurl('A title', 'curl -sSi $API/v1/x').method).toBe('GET');
    expect(parseCurl('A title', "curl -sSi -X PATCH $API/v1/x -d '{}'").method).toBe('PATCH');
  });

  it.each([
    "curl -sSi 'open",
    'curl -sSi --data x $API',
    'curl -sSi',
    'wget $API',
    'curl -sSi $API -H nothing',
  ])('%s: refused', (wrong) => {
    expect(() => parseCurl('A title', wrong)).toThrow();
  });

  it('a command of the page is pasted into a shell: curl is given the same words', () => {
    const text = readFileSync(join(root, 'docs/cookbook.md'), 'utf8');
    const commands = [...text.matchAll(/^```sh\n(curl [\s\S]*?)^```$/gm)].map(([, one = '']) => one);
    const names = Object.keys(readCookbook(text).variables);
    const env = Object.fromEntries(names.map((name) => [name, `{{${name}}}`]));
    const told = commands.map((one) =>
      execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${one}`], { env }),
    );
    const words = told.map((args) => args.toString('utf8').split('\0').slice(0, -1));
    expect(words).toEqual(commands.map((one) => splitWords(one).slice(1)));
    expect(words.length).toBeGreaterThan(40);
  });

  it('a variable that nobody has set is named', () => {
    expect(splitWords('"$A_B/c"')).toEqual(['{{A_B}}/c']);
    expect(fillVariables('{{A_B}}/c', { A_B: '1' })).toBe('1/c');
    expect(() => fillVariables('{{A_B}}/c', {})).toThrow('$A_B');
  });
});

describe('the page', () => {
  const asked = '```sh\ncurl -sSi $API/v1/x\n```\n';
  const answered = '```http\nHTTP/1.1 200 OK\n\n{"n": 1}\n```\n';
  const page = `# T\n\n\`\`\`sh\nAPI=http://a   # yours\n\`\`\`\n\n### One\n\n${asked}\n${answered}\n\`\`\`sh\nN=1 # n in the answer above\n\`\`\`\n`;

  it('is taken apart: variables, requests with their headings, answers, what is taken from them', () => {
    const { variables, recipes } = readCookbook(page);
    expect(variables).toEqual({ API: 'http://a', N: '1' });
    expect(recipes).toMatchObject([
      { request: { title: 'One', url: '{{API}}/v1/x' }, answer: { text: 'HTTP/1.1 200 OK\n\n{"n": 1}\n' } },
    ]);
    expect(recipes[0]?.gives).toEqual({ N: 'n' });
  });

  it('an answer is replaced: all else stays as it was', () => {
    const other = withAnswers(page, readCookbook(page), () => 'HTTP/1.1 404 Not Found\n');
    expect(other).toBe(page.replace('HTTP/1.1 200 OK\n\n{"n": 1}\n', 'HTTP/1.1 404 Not Found\n'));
  });

  it.each([
    ['asked and not answered', `### One\n\n${asked}`],
    ['asked and not answered', `### One\n\n${asked}\n### Two\n\n${asked}${answered}`],
    ['answered and not asked', `### One\n\n${answered}`],
  ])('%s: the heading is named', (what, text) => {
    expect(() => readCookbook(text)).toThrow(`"One" is ${what}`);
  });
});

describe('the file for editors', () => {
  const get = parseCurl('One', 'curl -sSi $API/v1/x -H "Authorization: Bearer $CL_KEY"');
  const post = parseCurl('Two: more', `curl -sSi $API/v1/y -H 'A: b: c' -d '{"a": 1,\n "b": 2}'`);
  const file = { variables: { API: 'http://a', CL_KEY: 'key' }, requests: [get, post] };

  it('is read as the requests it was written from', () => {
    expect(readRequestsFile(requestsFileText(file))).toEqual(file);
  });

  it('a request is changed in it: it is not the same', () => {
    const changed = requestsFileText(file).replace('"b": 2', '"b": 3');
    expect(readRequestsFile(changed).requests).not.toEqual(file.requests);
    expect(() => readRequestsFile('### One\nno request\n')).toThrow('"One"');
  });
});
