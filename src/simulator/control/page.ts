import type { Reply } from '../http/reply.js';
import { script } from './page-script.js';

const style = `
  :root { color-scheme: light dark; --line: #8883; --dim: #8a8a8a; --good: #1a7f4b; --bad: #c0362c; --busy: #b7791f; }
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1.25rem; }
  h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
  p { color: var(--dim); margin: .2rem 0 0; } code { font-size: .9em; }
  .cards { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); }
  .card { border: 1px solid var(--line); border-left: 4px solid var(--good); border-radius: .5rem; padding: .7rem .9rem; }
  .card.window, .card.extra_wait, .card.elsewhere { border-left-color: var(--busy); }
  .card.offline { border-left-color: var(--bad); opacity: .75; }
  .card b { display: block; } .card span { color: var(--dim); font-size: .88rem; display: block; }
  .alarm { background: var(--bad); border-radius: .5rem; color: #fff; margin-top: 1rem; padding: .6rem .9rem; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; font-size: .88rem; width: 100%; }
  th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; white-space: nowrap; }
  th { color: var(--dim); font-weight: 500; } td:last-child { white-space: normal; }
  .approved { color: var(--good); } .declined, .cancelled, .timed_out, .lifecycle_over, .bad { color: var(--bad); }
`;

const body = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Getnet simulator</title>
<style>${style}</style></head>
<body>
<h1>Getnet simulator</h1>
<p>Terminals and the latest events, refreshed every second. Amounts ending in 01 are declined, 02 cancelled by the
customer, 03 left alone until the terminal gives up, 04 paid late; all others are approved.</p>
<div id="alarms"></div>
<h2>Terminals</h2><div class="cards" id="terminals"></div>
<h2>Latest events</h2><div class="scroll"><table>
<thead><tr><th>Time</th><th>What</th><th>Terminal</th><th>customId</th><th>idPosTxs</th><th>Amount</th><th>Detail</th></tr></thead>
<tbody id="events"></tbody></table></div>
<script>${script}</script>
</body></html>`;

/** The control page: one file, nothing to build, nothing fetched from elsewhere. */
export const page: Reply = {
  kind: 'body',
  status: 200,
  contentType: 'text/html; charset=utf-8',
  body,
  summary: 'page',
};
