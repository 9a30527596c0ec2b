/** The ground of the page: colours of both schemes, the header, the list of events. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #eef1f5; --panel: #ffffff; --ink: #17202b; --dim: #5b6776; --line: #d5dbe3;
  --good: #14774a; --bad: #b3261e; --busy: #8a5a00; --accent: #0b6a75; --focus: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1217; --panel: #171d25; --ink: #e8edf3; --dim: #9aa7b6; --line: #2b3541;
    --good: #4cc38a; --bad: #ff8a80; --busy: #e3b341; --accent: #56c7d3; --focus: #8ab4f8;
  }
}
* { box-sizing: border-box; }
body { background: var(--ground); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; margin: 0; overflow-wrap: anywhere; }
h1, h2, p, ol, dl, dd { margin: 0; padding: 0; }
code, time, .facts { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.top { align-items: center; display: grid; gap: .2rem 1rem; grid-template-columns: 1fr auto; margin: 0 auto; max-width: 100rem; padding: 1.1rem 1.25rem .9rem; }
h1 { font-size: 1.3rem; letter-spacing: -.01em; }
#mode { color: var(--dim); grid-column: 1 / -1; max-width: 110ch; }
.pill { border: 1px solid var(--line); border-radius: 9rem; color: var(--good); flex: none; font-size: .82rem; font-weight: 600; padding: .2rem .8rem .2rem .65rem; }
.pill::before { background: currentColor; border-radius: 50%; content: ''; display: inline-block; height: .55em; margin-right: .5em; width: .55em; }
.down .pill { color: var(--bad); }
.down main { filter: grayscale(.7); opacity: .6; }
main { align-items: start; display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr) minmax(20rem, 27rem); margin: 0 auto; max-width: 100rem; padding: 0 1.25rem 2rem; }
#devices { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(20.5rem, 100%), 1fr)); }
#alarms { display: grid; gap: .5rem; margin: 0 auto; max-width: 100rem; padding: 0 1.25rem; }
#alarms:not(:empty) { margin-bottom: 1rem; }
.alarm { background: #b3261e; border-radius: .7rem; color: #fff; padding: .65rem .95rem; }
.alarm b { display: block; }
.alarm b::first-letter { text-transform: uppercase; }
.feed { background: var(--panel); border: 1px solid var(--line); border-radius: 1.1rem; display: flex; flex-direction: column; max-height: calc(100vh - 2rem); min-width: 0; position: sticky; top: 1rem; }
.feed h2 { border-bottom: 1px solid var(--line); font-size: 1rem; padding: .8rem 1rem .7rem; }
.feed small { color: var(--dim); font-weight: 400; margin-left: .4em; }
#events { list-style: none; min-height: 6rem; overflow-y: auto; }
#events:empty::before { color: var(--dim); content: 'Nothing yet. Send a sale to one of these terminals.'; display: block; padding: 1rem; }
#events li { border-bottom: 1px solid var(--line); border-left: 3px solid var(--accent); padding: .45rem .9rem .5rem .8rem; }
#events [data-kind=terminal] { border-left-color: var(--busy); }
#events [data-kind=callback] { border-left-color: #8250df; }
#events li:last-child { border-bottom: 0; }
.what { align-items: baseline; display: flex; flex-wrap: wrap; gap: 0 .5rem; }
.what b { font-weight: 600; }
.what .mark { color: var(--dim); }
.what .kind { color: var(--dim); font-size: .8rem; }
.what time { color: var(--dim); font-size: .78rem; margin-left: auto; }
.facts { color: var(--dim); font-size: .78rem; }
b.approved { color: var(--good); }
b.declined, b.cancelled, b.timed_out, b.lifecycle_over, b.bad { color: var(--bad); }
b.extra_wait { color: var(--busy); }
#note { background: var(--ink); border-radius: .8rem; bottom: 1rem; color: var(--ground); left: 50%; max-width: min(36rem, calc(100vw - 2rem)); padding: .7rem 1.1rem; position: fixed; transform: translateX(-50%); width: max-content; z-index: 9; }
#note:empty { display: none; }
#jump { display: none; }
.chip { background: var(--panel); border: 1px solid var(--line); border-radius: 9rem; color: inherit; cursor: pointer; flex: none; font: 600 .82rem/1 system-ui, sans-serif; min-height: 2.75rem; padding: 0 .7rem; }
.chip[data-tone]::before { background: var(--dim); border-radius: 50%; content: ''; display: inline-block; height: .55em; margin-right: .5em; width: .55em; }
.chip[data-tone=asking]::before, .chip[data-tone=waiting]::before, .chip[data-tone=elsewhere]::before { background: #d99000; }
.chip[data-tone=approved]::before { background: #1f9d61; }
.chip[data-tone=refused]::before, .chip[data-alarm=true]::before { background: #d9493f; }
.terminal, .feed { scroll-margin-top: 4rem; }
@media (max-width: 60rem) {
  #jump { background: var(--ground); display: flex; gap: .4rem; overflow-x: auto; padding: .35rem .75rem; position: sticky; scrollbar-width: none; top: 0; z-index: 5; }
  #chips { display: contents; }
  main { grid-template-columns: minmax(0, 1fr); }
  .feed { max-height: none; position: static; }
  #events { overflow: visible; }
}
@media (max-width: 40rem) {
  .top, main, #alarms { padding-left: .75rem; padding-right: .75rem; }
  .top { padding-top: .8rem; }
}
`;
