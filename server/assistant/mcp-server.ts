import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, type CallToolResult, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import type { Log } from '../../core/base/host.ts';
import { reasonOf } from '../../core/base/reason-of.ts';
import { type BoardRoom, ToolRefused } from './board-room.ts';
import { PngResult, TOOLS } from './tools.ts';

/** Calls that run at a time: a model calls one after the other, and `watch` waits. */
const CALLS_AT_ONCE = 8;

const INSTRUCTIONS =
  'You are a member of an Inkroom whiteboard, next to people who draw at the same time. Read the board first. Draw next to what is there and not over it. Places are in pixels, y grows downwards; a note is 200 x 200, text is 20 high. Change and remove what people drew only when they asked for it.';

/** The server of the assistants' protocol for one room; `room` enters it. Refusals are results with `isError`, a code and a sentence. */
export function mcpServer(room: () => BoardRoom, version: string, log: Log): Server {
  const server = new Server({ name: 'inkroom', version }, { capabilities: { tools: {} }, instructions: INSTRUCTIONS });
  let running = 0;
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: Object.entries(TOOLS).map(([name, { description, schema, changes }]) => ({
      name,
      description,
      inputSchema: inputSchemaOf(schema),
      annotations: { readOnlyHint: !changes, destructiveHint: name === 'remove' || name === 'change', openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }): Promise<CallToolResult> => {
    if (running >= CALLS_AT_ONCE) return refusal(new ToolRefused('rate.messages'));
    running++;
    try {
      return answer(await call(room(), params.name, params.arguments ?? {}));
    } catch (error) {
      if (error instanceof ToolRefused) return refusal(error);
      log.error('mcp.tool_failed', { tool: params.name.slice(0, 40), reason: reasonOf(error) });
      return { isError: true, content: [{ type: 'text', text: 'tool.failed: Something went wrong in Inkroom.' }] };
    } finally {
      running--;
    }
  });
  return server;
}

async function call(room: BoardRoom, name: string, raw: unknown): Promise<unknown> {
  const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
  if (tool === undefined) throw new ToolRefused('tool.unknown');
  const args = v.safeParse(tool.schema, raw, { abortEarly: true });
  if (args.success) return tool.run(room, args.output);
  const [issue] = args.issues;
  throw new ToolRefused('tool.arguments', `${v.getDotPath(issue) ?? 'arguments'}: ${issue.message}`);
}

function inputSchemaOf(schema: v.GenericSchema): { readonly type: 'object'; readonly [name: string]: unknown } {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, { target: 'draft-2020-12' });
  return { ...rest, type: 'object' };
}

function answer(result: unknown): CallToolResult {
  if (result instanceof PngResult) {
    return { content: [{ type: 'image', data: Buffer.from(result.bytes).toString('base64'), mimeType: 'image/png' }] };
  }
  return { content: [{ type: 'text', text: typeof result === 'string' ? result : JSON.stringify(result) }] };
}

function refusal({ message }: ToolRefused): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: message }] };
}
