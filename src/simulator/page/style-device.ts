/** The terminals: plate, body, keys, card, cord, and the buttons below. The devices look the same in both schemes. */
export const deviceStyle = `
.terminal { background: var(--panel); border: 1px solid var(--line); border-radius: 1.1rem; display: flex; flex-direction: column; gap: .8rem; padding: 1rem; }
.plate { column-gap: .7rem; display: grid; grid-template-columns: auto 1fr; }
.plate h2 { font-size: 1rem; }
.plate code { color: var(--dim); font-size: .86rem; font-weight: 500; margin-left: .3em; }
.plate p { color: var(--dim); font-size: .85rem; grid-column: 2; }
.flag { align-self: center; border-radius: .2rem; box-shadow: 0 0 0 1px #0003; grid-row: span 2; height: 1.7rem; overflow: hidden; position: relative; width: 2.5rem; }
[data-country=CL] .flag { background: linear-gradient(#fff 50%, #d52b1e 50%); }
[data-country=CL] .flag::before { background: #0039a6; content: ''; height: 50%; left: 0; position: absolute; top: 0; width: 34%; }
[data-country=CL] .flag::after { background: #fff; clip-path: polygon(50% 0, 61% 35%, 98% 35%, 68% 57%, 79% 91%, 50% 70%, 21% 91%, 32% 57%, 2% 35%, 39% 35%); content: ''; height: .52rem; left: .17rem; position: absolute; top: .17rem; width: .52rem; }
[data-country=AR] .flag { background: radial-gradient(circle at 50% 50%, #f6b40e 0 .19rem, #fff0 .2rem), linear-gradient(#74acdf 33.4%, #fff 33.4% 66.7%, #74acdf 66.7%); }
.stage { display: grid; justify-items: center; overflow: hidden; padding: .4rem 0 1.5rem; position: relative; }
.device { background: linear-gradient(150deg, #3b424b, #1b2026 45%, #14181d); border-radius: 1.7rem 1.7rem 2.2rem 2.2rem; box-shadow: 0 14px 26px -12px #0009, inset 0 1px 1px #ffffff40, inset 0 -3px 6px #0008; padding: .7rem .8rem 1rem; position: relative; width: min(100%, 17.5rem); z-index: 1; }
.brow { display: flex; gap: .5rem; justify-content: center; padding-bottom: .55rem; }
.brow i { background: #0a0d10; border-radius: 9rem; height: .3rem; transition: background .15s; width: 1.5rem; }
.keys { display: grid; gap: .35rem .45rem; grid-template-columns: repeat(3, 1fr) 1.25fr; padding: .8rem .35rem 0; }
.keys i { background: linear-gradient(#4a525c, #343b44); border-radius: .45rem; box-shadow: 0 2px 2px #0007, inset 0 1px 0 #ffffff2b; color: #e6ebf0; font: 600 .78rem/1.55rem system-ui, sans-serif; text-align: center; }
.keys .red { background: linear-gradient(#d9493f, #ab2a21); color: #fff; }
.keys .yellow { background: linear-gradient(#e8bb3d, #c08f12); color: #2b2000; }
.keys .green { background: linear-gradient(#35a46b, #1d7a49); color: #fff; }
.cord { background: #5b6776; border-radius: 0 0 .3rem .3rem; bottom: 0; height: 1.6rem; left: calc(50% - .2rem); position: absolute; transition: transform .3s, background .3s; width: .4rem; }
.cord::after { background: inherit; border-radius: .25rem; bottom: -.2rem; content: ''; height: .7rem; left: -.45rem; position: absolute; width: 1.3rem; }
[data-offline=true] .cord { background: var(--bad); transform: translate(1.4rem, .35rem) rotate(-28deg); }
.card { background: linear-gradient(135deg, #1f6feb, #6f42c1); border-radius: .6rem; box-shadow: 0 8px 18px #0007; height: 5.1rem; left: calc(50% - 4rem); opacity: 0; position: absolute; top: 100%; width: 8rem; z-index: 2; }
.card::before { background: #ecc94b; border-radius: .2rem; content: ''; height: 1.1rem; left: .8rem; position: absolute; top: 1.4rem; width: 1.5rem; }
.card i { border-bottom: 2px dotted #fff9; bottom: 1rem; left: .8rem; position: absolute; width: 5.4rem; }
[data-input-method=qr] .card { background: #20262d; border: 3px solid #0b0e12; border-radius: 1rem; height: 8rem; left: calc(50% - 2.1rem); width: 4.2rem; }
[data-input-method=qr] .card::before { background: #56c7d3; border-radius: .4rem; bottom: .5rem; height: auto; left: .35rem; right: .35rem; top: .5rem; width: auto; }
[data-input-method=confirm] .card { display: none; }
.names { display: grid; font-size: .86rem; gap: .15rem; }
.names div { display: grid; grid-template-columns: 3.4rem 1fr; min-height: 1.3em; }
.names dt { color: var(--dim); }
.names [data-text=turns] { white-space: pre-line; }
.hands { display: grid; gap: .5rem; grid-template-columns: repeat(6, 1fr); margin-top: auto; }
button { background: transparent; border: 1px solid var(--line); border-radius: .7rem; color: inherit; cursor: pointer; font: 600 .9rem/1.15 system-ui, sans-serif; grid-column: span 2; min-height: 3rem; padding: .3rem .4rem; touch-action: manipulation; }
button:hover:enabled { border-color: var(--dim); }
button:active:enabled { transform: translateY(1px); }
button:disabled { color: var(--dim); cursor: default; opacity: .55; }
button.main { background: #14774a; border-color: #14774a; color: #fff; font-size: 1rem; grid-column: 1 / -1; min-height: 3.3rem; }
button.main:hover:enabled { background: #0f6840; }
button.main:disabled { background: transparent; border-color: var(--line); color: var(--dim); }
button.switch { grid-column: span 3; }
button.wide { grid-column: 1 / -1; }
[data-country=CL] [data-switch=cancel] { display: none; }
@media (max-width: 40rem) {
  .stage { padding: 0 0 1.2rem; }
  .terminal { gap: .6rem; padding: .8rem; }
  .keys { padding-top: .6rem; }
  .keys i { line-height: 1.3rem; }
}
[data-offline=true] [data-switch=plug], [data-callback=lost] [data-switch=callback], [data-cloud=forgot] [data-switch=cloud], [data-cancel=waiting] [data-switch=cancel] { background: #b3261e; border-color: #b3261e; color: #fff; opacity: 1; }
`;
