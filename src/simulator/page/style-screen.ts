/** What is behind the glass of a terminal, and what moves. */
export const screenStyle = `
.screen { background: #f6f9fb; border-radius: .7rem; box-shadow: 0 0 0 .3rem #05070a, inset 0 2px 8px #0002; color: #14202b; display: grid; gap: .15rem; grid-template-rows: auto auto 1fr auto; height: 15rem; overflow: hidden; padding: .45rem .7rem .6rem; text-align: center; transition: background .2s, color .2s; }
.bar { align-items: center; display: flex; font: 500 .72rem/1.3 ui-monospace, monospace; justify-content: space-between; opacity: .75; }
.signal { align-items: end; display: flex; gap: 2px; height: .7rem; }
.signal i { background: currentColor; border-radius: 1px; width: 3px; }
.signal i:nth-child(1) { height: 40%; } .signal i:nth-child(2) { height: 70%; } .signal i:nth-child(3) { height: 100%; }
[data-offline=true] .signal i { opacity: .2; }
.icon { display: grid; height: 5rem; place-items: center; }
.icon svg { display: none; fill: none; height: 3.9rem; stroke: currentColor; stroke-linecap: round; stroke-linejoin: round; stroke-width: 4; width: 3.9rem; }
.icon .code { fill: currentColor; height: 4.4rem; stroke: none; width: 4.4rem; }
[data-tone=idle] .rest, [data-tone=elsewhere] .busy, [data-tone=off] .plug, [data-tone=approved] .good, [data-tone=refused] .bad { display: block; }
[data-tone=asking][data-input-method=card] .tap, [data-tone=waiting][data-input-method=card] .tap { display: block; transform: translateY(.4rem) rotate(-90deg); }
[data-tone=asking][data-input-method=qr] .code, [data-tone=waiting][data-input-method=qr] .code { display: block; fill-rule: evenodd; }
[data-tone=asking][data-input-method=confirm] .hand, [data-tone=waiting][data-input-method=confirm] .hand { display: block; }
[data-tone=asking][data-input-method=none] .busy, [data-tone=waiting][data-input-method=none] .busy { display: block; }
.display { align-content: start; display: grid; gap: .1rem; }
.display p:empty { display: none; }
.heading { font-size: 1.02rem; font-weight: 650; line-height: 1.2; }
.amount { font-size: 1.75rem; font-variant-numeric: tabular-nums; font-weight: 700; letter-spacing: -.02em; line-height: 1.15; white-space: nowrap; }
.amount:not(:has(span:not(:empty))) { display: none; }
[data-long=true] .amount { font-size: 1.35rem; }
.amount small { font-size: .8rem; font-weight: 600; letter-spacing: 0; opacity: .7; }
.amount small:empty { display: none; }
.hint { font-size: .74rem; opacity: .75; }
.prompt { font-size: .86rem; line-height: 1.25; opacity: .85; text-wrap: balance; }
.countdown { align-items: center; display: grid; font: 600 .78rem/1 ui-monospace, monospace; gap: .5rem; grid-template-columns: 1fr auto; min-height: .9rem; }
.track { background: #0000001c; border-radius: 9rem; height: .3rem; overflow: hidden; }
.track i { background: #0b6a75; display: block; height: 100%; transform: scaleX(0); transform-origin: left; transition: transform .25s linear; }
[data-tone=idle] .track, [data-tone=off] .track, [data-tone=approved] .track, [data-tone=refused] .track, [data-tone=elsewhere] .track { visibility: hidden; }
[data-tone=idle] .icon, [data-tone=idle] .prompt { color: #4a5a6a; }
[data-tone=asking] .icon { color: #0b6a75; }
[data-tone=asking] .brow i:first-child, [data-tone=waiting] .brow i:first-child { background: #3ddc97; box-shadow: 0 0 8px #3ddc97; }
[data-tone=waiting] .screen { background: #fff4d6; }
[data-tone=waiting] .icon { color: #8a5a00; }
[data-tone=waiting] .track i { background: #b57700; }
[data-tone=elsewhere] .screen { background: #e6ebf1; }
[data-tone=off] .screen { background: #23282e; color: #c5ced8; }
[data-tone=approved] .screen { background: #14774a; color: #fff; }
[data-tone=approved] .brow i { background: #3ddc97; box-shadow: 0 0 8px #3ddc97; }
[data-tone=refused] .screen { background: #b3261e; color: #fff; }
[data-tone=refused] .brow i { background: #ff6b5e; box-shadow: 0 0 8px #ff6b5e; }
@keyframes wave { 0%, 100% { opacity: .35; } 50% { opacity: 1; } }
@keyframes present { 0% { opacity: 0; transform: translateY(0); } 30%, 75% { opacity: 1; transform: translateY(-15.5rem); } 100% { opacity: 0; transform: translateY(-14rem); } }
@keyframes lights { 0%, 20% { background: #0a0d10; } 40%, 100% { background: #3ddc97; box-shadow: 0 0 8px #3ddc97; } }
@media (prefers-reduced-motion: no-preference) {
  [data-tone=asking] .tap, [data-tone=waiting] .tap { animation: wave 1.4s ease-in-out infinite; }
  .presenting .card { animation: present .75s ease-in-out both; }
  .presenting .brow i { animation: lights .5s both; }
  .presenting .brow i:nth-child(2) { animation-delay: .1s; }
  .presenting .brow i:nth-child(3) { animation-delay: .2s; }
  .presenting .brow i:nth-child(4) { animation-delay: .3s; }
}
@media (max-width: 40rem) {
  .screen { height: 12.9rem; }
  .icon { height: 3.5rem; }
  .icon svg { height: 3.2rem; width: 3.2rem; }
  .icon .code { height: 3.4rem; width: 3.4rem; }
  .amount { font-size: 1.6rem; }
  [data-long=true] .amount { font-size: 1.25rem; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`;
