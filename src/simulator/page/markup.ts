import { deviceTemplate } from './markup-device.js';

/** The page without its terminals and events, which the script fills in. */
export const body = `
<header class="top">
  <h1>Getnet simulator</h1>
  <p id="link" class="pill" role="status">connecting</p>
  <p id="mode">Virtual terminals</p>
</header>
<div id="alarms" role="alert"></div>
<nav id="jump" aria-label="Go to"><span id="chips"></span><button type="button" class="chip" id="to-feed">On the wire</button></nav>
<main>
  <section aria-label="Terminals"><div id="devices"></div></section>
  <section class="feed" id="feed" aria-labelledby="feed-title">
    <h2 id="feed-title">On the wire <small>newest first</small></h2>
    <ol id="events" tabindex="0" aria-labelledby="feed-title"></ol>
  </section>
</main>
<p id="note" role="status"></p>
${deviceTemplate}
`;
