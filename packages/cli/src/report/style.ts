/** How many colours there are for series: `--series-1` and so on. */
export const seriesColors = 8;

/** The style of the page: light and dark by the reader's setting, narrow and wide, on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f7f8fa; --card: #ffffff; --ink: #1b1f24; --muted: #57606a; --line: #dfe3e8; --grid: #e8ebef;
  --accent: #1f5fbf; --good: #1a7f4b; --good-soft: #e3f4ea; --fair: #8a5a00; --fair-soft: #fdf1d8; --bad: #b42323; --bad-soft: #fce8e6;
  --series-1: #1f6fc5; --series-2: #d9730d; --series-3: #2b8a57; --series-4: #b83280;
  --series-5: #6f56c9; --series-6: #a8790a; --series-7: #0b8a94; --series-8: #6b7280;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #111418; --card: #191d23; --ink: #e7eaee; --muted: #9da7b3; --line: #313841; --grid: #262c34;
    --accent: #79b0ff; --good: #62cf94; --good-soft: #15301f; --fair: #e9bb5c; --fair-soft: #33280f; --bad: #ff8f86; --bad-soft: #3a1a1a;
    --series-1: #6aaeff; --series-2: #ff9f55; --series-3: #5fcb8f; --series-4: #f08cc4;
    --series-5: #ae9bff; --series-6: #e3bd4e; --series-7: #4fcbd4; --series-8: #a3adb9;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 70rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; max-width: 48rem; }
.quiet { color: var(--muted); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1.5rem; margin: 1rem 0; }
.card > :first-child { margin-top: 0; }
.card > :last-child { margin-bottom: 0; }
.headline { display: flex; flex-wrap: wrap; align-items: baseline; gap: .5rem .9rem; }
.headline h2 { margin: 0; overflow-wrap: anywhere; }
.status { font-size: .8rem; font-weight: 600; padding: .1rem .6rem; border-radius: 999px; white-space: nowrap; }
.status.good { color: var(--good); background: var(--good-soft); }
.status.fair { color: var(--fair); background: var(--fair-soft); }
.status.bad { color: var(--bad); background: var(--bad-soft); }
.value { font-size: 1.9rem; font-weight: 650; line-height: 1.2; margin: .75rem 0 .25rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.value small { font-size: .9rem; font-weight: 400; color: var(--muted); }
dl.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: .9rem 1.5rem; margin: 1.25rem 0 0; }
dl.facts dt { color: var(--muted); font-size: .82rem; }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 2.5rem; align-items: start; }
.columns > * { min-width: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; color: var(--muted); padding: 0 0 .35rem; font-size: .85rem; }
th, td { text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--muted); font-size: .82rem; }
tr:last-child td { border-bottom: 0; }
td.number, th.number { text-align: right; padding-left: .9rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number:last-child, th.number:last-child { padding-right: 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem 2rem; margin-top: 1.5rem; }
figure { margin: 1rem 0; min-width: 0; }
.figures figure { margin: 0; }
figure svg { display: block; width: 100%; height: auto; max-width: 40rem; --plot-background: transparent; color: var(--ink); font-family: inherit; }
figcaption { font-size: .9rem; margin-bottom: .5rem; }
figcaption strong { font-weight: 600; }
figcaption span { color: var(--muted); }
.legend { display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; font-size: .85rem; margin: 0 0 .35rem; padding: 0; list-style: none; }
.legend i { display: inline-block; width: 1.1rem; height: 3px; border-radius: 2px; margin-right: .4rem; vertical-align: middle; background: var(--swatch); }
.legend i.dot { width: .6rem; height: .6rem; border-radius: 50%; }
.images { display: grid; grid-template-columns: repeat(auto-fill, minmax(5rem, 1fr)); gap: .9rem; }
.images div { font-size: .78rem; color: var(--muted); line-height: 1.3; }
.images svg { border: 1px solid var(--line); border-radius: 4px; margin-bottom: .25rem; }
details { margin-top: .5rem; }
summary { color: var(--accent); cursor: pointer; font-size: .9rem; }
footer { margin-top: 3rem; color: var(--muted); font-size: .85rem; }
@media print {
  :root { --page: #fff; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  .card { border-color: #ccc; break-inside: auto; }
  figure, table, .headline { break-inside: avoid; }
}
`;
