import { createHash } from 'node:crypto';
import type { Reply } from '../http/reply.js';
import { body } from './markup.js';
import { deviceScript } from './script-device.js';
import { eventScript } from './script-events.js';
import { script as loop } from './script.js';
import { deviceStyle } from './style-device.js';
import { screenStyle } from './style-screen.js';
import { style as ground } from './style.js';

const style = [ground, deviceStyle, screenStyle].join('');
const script = [deviceScript, eventScript, loop].join('');

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

// Should what a caller sent ever get into the page as markup, the browser runs none of it and fetches nothing for it.
const policy = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "connect-src 'self'",
  `style-src ${hashSource(style)}`,
  `script-src ${hashSource(script)}`,
].join('; ');

const html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Getnet simulator: virtual terminals</title>
<style>${style}</style>
</head>
<body>${body}<script>${script}</script></body>
</html>`;

/** The virtual terminal: one file, nothing to build, nothing fetched from elsewhere. */
export const page: Reply = {
  kind: 'body',
  status: 200,
  contentType: 'text/html; charset=utf-8',
  body: html,
  summary: 'page',
};
