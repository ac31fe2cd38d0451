import { API_KEY_USAGE } from './api-key-command-line.ts';
import { DOCTOR_USAGE } from './doctor/doctor-command.ts';
import { LINK_USAGE } from './link-command-line.ts';
import { ROOMS_USAGE } from './rooms/rooms-command-line.ts';
import { SETTINGS, type Setting } from './settings.ts';
import { TRACE_USAGE } from './trace/trace-command-line.ts';

const WIDTH = 96;
const INDENT = ' '.repeat(6);

/** The text of `inkroom --help`, from the same table that the parser enforces. */
export function usage(): string {
  const settings = Object.values<Setting>(SETTINGS).map((setting) => {
    const flag = setting.value === undefined ? `--${setting.flag}` : `--${setting.flag} ${setting.value}`;
    const fallback = setting.fallback === undefined ? '' : ` Default: ${setting.fallback}.`;
    return `  ${flag}  (${setting.variable})\n${wrapped(`${setting.about}${fallback}`)}`;
  });
  return `Inkroom: a hub for whiteboards. It serves the web client and keeps rooms, in memory or in a store.

Usage: inkroom [serve] [flags]
       inkroom emulator [flags]   an emulator of Azure SignalR Service, for development
       inkroom rooms list|fsck|export|import|backup|restore|delete|expire --data FOLDER
       inkroom mcp LINK           an assistant takes part in a room (see inkroom mcp --help)
       inkroom link --room ROOM --link-key FILE
       inkroom api-key make|list|revoke --api-keys FILE
       inkroom trace --room ROOM  the messages of a room of a running hub as they flow
       inkroom doctor [flags]     what keeps a hub with these flags from working

Every flag may also be set by the environment variable beside it; the flag wins.

${settings.join('\n')}
  --help, -h
${INDENT}Print this and end.
  --version, -v
${INDENT}Print the version and end.

${ROOMS_USAGE}
${LINK_USAGE}
${API_KEY_USAGE}
${TRACE_USAGE}
${DOCTOR_USAGE}
The hub prints "Open: LINK" on a line of its own when it is ready, with the link of a new room. Log
lines go to the error output. SIGINT and SIGTERM tell the clients, close their connections and end
with code 0; what cannot be read on the command line ends it with code 2.
`;
}

function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && INDENT.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one) => `${INDENT}${one}`).join('\n');
}
