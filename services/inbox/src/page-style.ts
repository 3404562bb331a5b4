/** The look of the pages: plain, both colour schemes, no request to anywhere. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #fff; --ink: #1b2330; --soft: #566173; --line: #d8dde5; --accent: #1d5fbf; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161d; --card: #1b212b; --ink: #e8ecf2; --soft: #a3aebf; --line: #354053; --accent: #8ab6ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; }
header strong { font-size: 1.1rem; margin-right: auto; }
a { color: var(--accent); } h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; } p { margin: .25rem 0 .75rem; } .soft { color: var(--soft); }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0; }
code, pre { font: .9em ui-monospace, monospace; } code { overflow-wrap: anywhere; } pre { overflow-x: auto; margin: 0; }
iframe { display: block; width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: .4rem; background: #fff; color-scheme: normal; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 0; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; } th { text-align: left; color: var(--soft); font-weight: 600; } th, td { padding: .5rem 1rem .5rem 0;
  border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; } thead th { border: 0; }
@media (min-width: 40rem) { td[data-label=Received] { white-space: nowrap; } }
@media (max-width: 40rem) { thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; } table, tbody { display: block; }
  tr { display: block; border-top: 1px solid var(--line); padding: .5rem 0; } td, tbody th { display: flex; gap: 1rem; justify-content: space-between;
  border: 0; padding: .2rem 0; } td::before { content: attr(data-label); color: var(--soft); } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
`
