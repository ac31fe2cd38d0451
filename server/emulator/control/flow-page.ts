/**
 * The page at `/trace`: one message followed through the service, and the live list of messages. It shows text only as text, keeps
 * a bounded number of rows and loads nothing from elsewhere.
 */
export const FLOW_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Messages through the service</title>
<style>
  :root { color-scheme: light dark; --line: light-dark(#e4e2dc, #34373d); --muted: light-dark(#6b6a66, #9a9ca3);
          --accent: light-dark(#3b5bfd, #8098ff); --well: light-dark(#f6f5f1, #1a1c20); }
  body { font: 13px/1.4 system-ui, sans-serif; margin: 0; color: light-dark(#1d1d1f, #ececee); background: light-dark(#fff, #212327); }
  header { position: sticky; top: 0; padding: 10px 14px; background: inherit; border-bottom: 1px solid var(--line); z-index: 1; }
  h1 { font-size: 15px; margin: 0 0 6px; } h2 { font-size: 13px; margin: 0 0 6px; }
  .filters { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; }
  main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(300px, 400px); gap: 14px; padding: 14px; }
  @media (max-width: 760px) { main { grid-template-columns: minmax(0, 1fr); } #followed { order: -1; } }
  section { min-width: 0; overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; font: 12px/1.5 ui-monospace, monospace; }
  td { padding: 1px 8px; white-space: nowrap; border-bottom: 1px solid var(--line); }
  td.number { text-align: right; }
  #rows tr { cursor: pointer; } #rows tr:hover, #rows tr:focus { background: var(--well); outline: none; }
  #rows tr[aria-current=true] { box-shadow: inset 3px 0 var(--accent); background: var(--well); }
  .muted { color: var(--muted); }
</style>
<header>
  <h1>Messages through the service</h1>
  <div class="filters">
    <label>Type <select id="type"><option value="">all</option></select></label>
    <label>Person or connection <input id="peer" size="24" placeholder="part of an id"></label>
    <label><input type="checkbox" id="pings"> pings</label>
    <button id="pause" aria-pressed="false">Pause</button>
    <a href="/emulator/">troubles</a>
  </div>
</header>
<main>
  <section><h2>The newest first</h2><table aria-label="Messages"><tbody id="rows"></tbody></table></section>
  <section id="followed"><h2>One message followed</h2>
    <p class="muted" id="about">Choose a message: what the service made of it appears here. Without a choice it is the newest that went to several.</p>
    <table aria-label="What became of it"><tbody id="way"></tbody></table></section>
</main>
<script>
  const kept = 1000, shown = 200;
  let all = [], chosen, paused = false, due = false;
  const by = (id) => document.getElementById(id);
  const time = (at) => new Date(at).toISOString().slice(11, 23);
  const types = new Set();
  function isWanted(row) {
    if (row.what === 'ping' && !by('pings').checked) return false;
    if (by('type').value !== '' && row.what !== by('type').value) return false;
    const part = by('peer').value.trim();
    return part === '' || row.peer.includes(part) || row.about.includes(part);
  }
  function line(texts, row) {
    const tr = document.createElement('tr');
    texts.forEach((text, i) => {
      const cell = document.createElement('td');
      cell.textContent = text;
      if (i >= texts.length - 2) cell.className = 'number';
      tr.append(cell);
    });
    if (row) {
      tr.tabIndex = 0;
      tr.setAttribute('aria-current', String(row.n === chosen));
      tr.onclick = () => { chosen = row.n === chosen ? undefined : row.n; draw(); };
      tr.onkeydown = ({ key }) => { if (key === 'Enter') tr.onclick(); };
    }
    return tr;
  }
  const made = (n) => all.filter((row) => row.cause === n);
  function draw() {
    due = false;
    by('rows').replaceChildren(...all.filter(isWanted).slice(-shown).reverse()
      .map((row) => line([time(row.at), row.way, row.peer, row.what, row.about, row.bytes || '', row.units || ''], row)));
    const counts = new Map();
    for (const { cause } of all) if (cause !== undefined) counts.set(cause, (counts.get(cause) ?? 0) + 1);
    const several = all.findLast((row) => (counts.get(row.n) ?? 0) > 1);
    const row = chosen === undefined ? several : all.find(({ n }) => n === chosen);
    by('way').replaceChildren();
    if (row === undefined) return;
    const parts = made(row.n);
    const units = parts.reduce((sum, part) => sum + (part.units ?? 0), 0);
    by('about').textContent = row.what + ' ' + row.about + ', ' + row.bytes + ' bytes, from ' + row.peer + ': ' +
      parts.length + ' messages, ' + units + ' units of 2 KiB are billed';
    by('way').append(line([time(row.at), row.way, row.peer, row.bytes, '']),
      ...parts.map((part) => line(['+' + (part.mono - row.mono).toFixed(1) + ' ms', part.way, part.peer, part.bytes, part.units ?? ''])));
  }
  function drawSoon() {
    if (!due && !paused) { due = true; requestAnimationFrame(draw); }
  }
  new EventSource('/emulator/trace').onmessage = ({ data }) => {
    if (paused) return;
    const row = JSON.parse(data);
    all.push(row);
    if (all.length > kept * 1.2) all = all.slice(-kept);
    if (!types.has(row.what)) {
      types.add(row.what);
      const option = document.createElement('option');
      option.textContent = row.what;
      by('type').append(option);
    }
    drawSoon();
  };
  for (const id of ['type', 'peer', 'pings']) by(id).oninput = draw;
  by('pause').onclick = () => {
    paused = !paused;
    by('pause').textContent = paused ? 'Go on' : 'Pause';
    by('pause').setAttribute('aria-pressed', String(paused));
  };
</script>
</html>
`;
