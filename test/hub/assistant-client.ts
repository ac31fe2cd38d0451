import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { onTestFinished } from 'vitest';
import { HUB_COMMAND } from '../hub-command.ts';

type Arguments = Readonly<Record<string, unknown>>;

export interface Assistant {
  /** Gives the result, or `{ refused: code }`. */
  use(tool: string, args?: Arguments): Promise<Arguments>;
  text(tool: string, args?: Arguments): Promise<string>;
  /** The bytes of a picture of pixels. */
  picture(args?: Arguments): Promise<Uint8Array>;
  readonly client: Client;
}

/** The SDK's own client, with `inkroom mcp` as its child. */
export function assistant(link: string, ...flags: readonly string[]): Promise<Assistant> {
  const args = [HUB_COMMAND, 'mcp', link, ...flags];
  // The SDK gives its child a few variables of its own choice.
  const { NODE_COMPILE_CACHE: cache } = process.env;
  const env = { ...getDefaultEnvironment(), ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }) };
  return assistantOver(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }));
}

/** The SDK's own client, at the door of `inkroom mcp --http`. */
export function assistantAt(address: string, token: string): Promise<Assistant> {
  const headers = { authorization: `Bearer ${token}` };
  // Its optional members are not typed for our flags.
  return assistantOver(new StreamableHTTPClientTransport(new URL(address), { requestInit: { headers } }) as unknown as Transport);
}

async function assistantOver(transport: Transport): Promise<Assistant> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  onTestFinished(() => client.close());
  interface Part {
    readonly type: string;
    readonly text?: string;
    readonly data?: string;
    readonly mimeType?: string;
  }
  const call = async (name: string, args: Arguments = {}): Promise<{ isError: boolean; first: Part }> => {
    const { isError, content } = await client.callTool({ name, arguments: args });
    const [first = { type: 'none' }] = content as readonly Part[];
    return { isError: isError === true, first };
  };
  return {
    client,
    text: async (tool, args) => (await call(tool, args)).first.text ?? '',
    async picture(args) {
      const { type, mimeType, data = '' } = (await call('picture', args)).first;
      if (type !== 'image' || mimeType !== 'image/png') throw new Error(`${type} ${mimeType}`);
      return Buffer.from(data, 'base64');
    },
    async use(tool, args) {
      const { isError, first } = await call(tool, args);
      return isError ? { refused: first.text?.split(':')[0] } : (JSON.parse(first.text ?? '') as Arguments);
    },
  };
}
