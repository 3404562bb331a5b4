/** The look of the pages: plain, both colour schemes, no request to anywhere. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #fff; --ink: #1b2330; --soft: #566173; --line: #d8dde5; --accent: #1d5fbf;
  --accent-ink: #fff; --good: #17693a; --good-ground: #e0f3e7; --warn: #7a4b00; --warn-ground: #fdf0d5; --bad: #a3202c; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161d; --card: #1b212b; --ink: #e8ecf2; --soft: #a3aebf; --line: #354053;
  --accent: #8ab6ff; --accent-ink: #0d1726; --good: #8fe0ae; --good-ground: #163323; --warn: #f5cd84; --warn-ground: #3a2c10; --bad: #ff9da5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; }
header strong { font-size: 1.1rem; margin-right: auto; }
a { color: var(--accent); } h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; } p { margin: .25rem 0 .75rem; } .soft { color: var(--soft); }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0; }
code, pre { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; } pre { white-space: pre-wrap; margin: 0 0 .75rem; }
form { margin: 0; } .row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; } .fields { display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); margin-bottom: 1rem; } .fields label, .row label.grow { display: grid; gap: .2rem; }
.row label.grow { flex: 1 1 10rem; } form.row { flex: 1 1 16rem; } .row + table, .row + p { margin-top: 1rem; } input, select { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--soft);
  border-radius: .4rem; padding: .45rem .6rem; min-width: 0; width: 100%; } input[type=checkbox] { width: 1.2rem; height: 1.2rem; vertical-align: -.2rem; }
button { font: inherit; border: 1px solid var(--accent); border-radius: .4rem; padding: .45rem .9rem; min-height: 2.6rem; white-space: nowrap; background: var(--card);
  color: var(--accent); cursor: pointer; } button.main { background: var(--accent); color: var(--accent-ink); } button.danger { border-color: var(--bad); color: var(--bad); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.tag { display: inline-block; border-radius: 1rem; padding: 0 .6rem; background: var(--line); white-space: nowrap; } .tag.good { background: var(--good-ground);
  color: var(--good); } .tag.warn { background: var(--warn-ground); color: var(--warn); } dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem;
  margin: 0 0 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } summary { cursor: pointer; padding: .4rem 0; color: var(--bad); }
table { width: 100%; border-collapse: collapse; } th { text-align: left; color: var(--soft); font-weight: 600; } th, td { padding: .5rem 1rem .5rem 0;
  border-top: 1px solid var(--line); vertical-align: middle; } tbody th { color: var(--ink); overflow-wrap: anywhere; } table code { overflow-wrap: break-word; } thead th { border: 0; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
@media (min-width: 62rem) { td code, td[data-label^=Last] { white-space: nowrap; } }
@media (max-width: 40rem) { header strong { flex-basis: 100%; } thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; } table, tbody { display: block; }
  tr { display: block; border-top: 1px solid var(--line); padding: .5rem 0; } td, tbody th, td.number { display: flex; gap: 1rem; justify-content: space-between;
  align-items: center; text-align: left; border: 0; padding: .2rem 0; } td::before { content: attr(data-label); color: var(--soft); }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
`
