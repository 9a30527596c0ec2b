/** One terminal: a device with its screen, and what the person in front of it can do. */
const deviceTemplate = `
<template id="device">
<article class="terminal">
  <div class="plate">
    <span class="flag" aria-hidden="true"></span>
    <h2><span data-text="country"></span> <code data-text="serialNumber"></code></h2>
    <p data-text="ids"></p>
  </div>
  <div class="stage">
    <div class="device">
      <div class="brow" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
      <div class="screen">
        <div class="bar" aria-hidden="true"><span data-text="clock"></span><span data-text="terminal"></span><span class="signal"><i></i><i></i><i></i></span></div>
        <div class="icon" aria-hidden="true">
          <svg class="tap" viewBox="0 0 64 64"><path d="M20 24q8 8 0 16M29 18q14 14 0 28M38 12q20 20 0 40"/></svg>
          <svg class="code" viewBox="0 0 21 21"><path d="M0 0h7v7h-7zM1 1v5h5v-5zM2 2h3v3h-3zM14 0h7v7h-7zM15 1v5h5v-5zM16 2h3v3h-3zM0 14h7v7h-7zM1 15v5h5v-5zM2 16h3v3h-3zM9 0h2v2h-2zM12 1h1v4h-1zM9 4h1v3h2v1h-3zM0 9h2v1h2v1h-3v1h-1zM5 9h4v2h-1v1h-2v-1h-1zM11 9h1v2h2v-1h2v1h1v2h-2v-1h-3v2h-1zM18 9h3v1h-1v2h-2zM9 13h1v2h2v1h-1v2h-2zM13 14h2v2h-1v1h-1zM16 14h2v1h2v-1h1v3h-2v-1h-1v2h-2v-2h-1v-1h1zM9 19h3v2h-3zM13 18h2v3h-1v-1h-1zM16 19h3v1h2v1h-5z"/></svg>
          <svg class="hand" viewBox="0 0 64 64"><path d="M16 34l11 11 22-26M32 6a26 26 0 1 0 .1 0"/></svg>
          <svg class="good" viewBox="0 0 64 64"><path d="M19 33l9 9 17-19M32 6a26 26 0 1 0 .1 0"/></svg>
          <svg class="bad" viewBox="0 0 64 64"><path d="M23 23l18 18M41 23l-18 18M32 6a26 26 0 1 0 .1 0"/></svg>
          <svg class="plug" viewBox="0 0 64 64"><path d="M25 8v12M39 8v12M18 20h28v8q0 14-14 14t-14-14zM32 42v14M10 54l44-44"/></svg>
          <svg class="busy" viewBox="0 0 64 64"><path d="M32 12v20l12 8M32 6a26 26 0 1 0 .1 0"/></svg>
          <svg class="rest" viewBox="0 0 64 64"><path d="M8 18h48v28h-48zM8 27h48M15 38h10"/></svg>
        </div>
        <div class="display" role="status" aria-live="polite" aria-atomic="true">
          <p class="heading" data-text="heading"></p>
          <p class="amount"><span data-text="amount"></span> <small data-text="currency"></small></p>
          <p class="hint" data-text="hint"></p>
          <p class="prompt" data-text="prompt"></p>
        </div>
        <div class="countdown" role="timer" aria-live="off"><span class="track"><i></i></span><span data-text="left"></span></div>
      </div>
      <div class="keys" aria-hidden="true">
        <i>1</i><i>2</i><i>3</i><i class="red">✕</i>
        <i>4</i><i>5</i><i>6</i><i class="yellow">‹</i>
        <i>7</i><i>8</i><i>9</i><i class="green">◯</i>
      </div>
    </div>
    <div class="card" aria-hidden="true"><i></i></div>
    <div class="cord" aria-hidden="true"></div>
  </div>
  <dl class="names">
    <div><dt>doing</dt><dd data-text="doing"></dd></div>
    <div><dt>last</dt><dd data-text="last"></dd></div>
    <div><dt>turns</dt><dd data-text="turns"></dd></div>
  </dl>
  <div class="hands" role="group">
    <button type="button" class="main" data-action="approve"><span data-text="approve"></span></button>
    <button type="button" data-action="decline">Decline</button>
    <button type="button" data-action="cancel">Cancel</button>
    <button type="button" data-action="walk_away">Walk away</button>
    <button type="button" class="switch" data-switch="callback"><span data-text="callback"></span></button>
    <button type="button" class="switch" data-switch="plug"><span data-text="plug"></span></button>
    <button type="button" class="switch" data-switch="cloud"><span data-text="cloud"></span></button>
    <button type="button" class="switch" data-switch="late">Approve it after all</button>
    <button type="button" class="switch wide" data-switch="cancel"><span data-text="cancel"></span></button>
  </div>
</article>
</template>
`;

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
