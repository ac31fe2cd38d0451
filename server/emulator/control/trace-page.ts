/** The page at `/emulator/`: the flowing messages, and buttons for failures. It shows text only as text. */
export const TRACE_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Azure SignalR Service, emulated by Inkroom</title>
<style>
  body { font: 13px/1.4 system-ui, sans-serif; margin: 0; color: #222; background: #fafafa; }
  header { position: sticky; top: 0; background: #fff; border-bottom: 1px solid #ddd; padding: 8px 12px; }
  header p { margin: 0 0 6px; }
  button { margin: 0 6px 4px 0; }
  table { border-collapse: collapse; width: 100%; font-family: ui-monospace, monospace; font-size: 12px; }
  td { padding: 1px 8px; white-space: nowrap; border-bottom: 1px solid #eee; }
  td:last-child { text-align: right; }
  td.about { max-width: 40vw; overflow: hidden; text-overflow: ellipsis; }
  tr[data-way="note"] { background: #fff4d6; }
  @media (prefers-color-scheme: dark) {
    body { color: #ddd; background: #1b1b1d; } header { background: #242427; border-color: #444; }
    td { border-color: #333; } tr[data-way="note"] { background: #3d3420; }
  }
</style>
<header>
  <p><strong>For development.</strong> An emulator of Azure SignalR Service in Default mode on this machine.
     <a href="/trace">Follow one message</a>.
     <span id="stats" role="status"></span></p>
  <div>
    <button data-do="drop-server-connections">Drop server connections</button>
    <button data-do="drop-server-connections?count=1">Drop one</button>
    <button data-do="drop-clients">Drop clients</button>
    <button data-do="offline">Go offline</button>
    <button data-do="online">Go online</button>
    <button data-do="delay-acks?ms=12000">Delay acks by 12 s</button>
    <button data-do="delay-acks?ms=0">Acks at once</button>
    <button data-do="silence">Fall silent</button>
    <button data-do="speak">Speak</button>
    <button data-do="ask-for-connection">Ask for a connection</button>
    <button data-do="fail-server-connections">Give connections up</button>
    <label><input type="checkbox" id="pings"> pings</label>
    <label><input type="checkbox" id="hold"> hold</label>
  </div>
</header>
<table aria-label="Messages"><tbody id="rows"></tbody></table>
<script>
  const rows = document.getElementById('rows');
  const shown = 500;
  function add(row) {
    if (document.getElementById('hold').checked) return;
    if (row.what === 'ping' && !document.getElementById('pings').checked) return;
    const line = document.createElement('tr');
    line.dataset.way = row.way;
    const time = new Date(row.at).toISOString().slice(11, 23);
    for (const text of [time, row.hub, row.way, row.peer, row.what, row.about, row.bytes || '']) {
      const cell = document.createElement('td');
      cell.textContent = text;
      line.append(cell);
    }
    line.children[5].className = 'about';
    rows.prepend(line);
    while (rows.childElementCount > shown) rows.lastElementChild.remove();
  }
  new EventSource('/emulator/trace').onmessage = ({ data }) => add(JSON.parse(data));
  for (const button of document.querySelectorAll('button'))
    button.onclick = () => fetch('/emulator/chaos/' + button.dataset.do, { method: 'POST' });
  async function count() {
    const stats = await (await fetch('/emulator/stats')).json();
    document.getElementById('stats').textContent =
      stats.serverConnections + ' server connections, ' + stats.clients + ' clients, ' +
      stats.toClients + ' messages to clients, ' + stats.toServers + ' to servers, ' + stats.billedUnits + ' units of 2 KB';
  }
  setInterval(() => count().catch(() => {}), 1000);
</script>
</html>
`;
