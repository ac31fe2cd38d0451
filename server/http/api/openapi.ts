import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { API_REFUSALS } from './api-refusals.ts';
import { ProblemAnswer, RoomName } from './api-schemas.ts';
import { API_ROUTES, type ApiRoute } from './route-table.ts';

type Json = { readonly [name: string]: unknown };

/** The OpenAPI 3.1 document of the API, made of the routes and of the schemas that they check by. */
export function openApiDocument(version: string, server: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries<ApiRoute>(API_ROUTES)) {
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = operation(name, route);
    paths[route.path] = path;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Inkroom',
      version,
      description: 'What other systems may do with the rooms of a hub. Every refusal is JSON with a code.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key that "inkroom api-key make" printed.' },
      },
      schemas: { Problem: schemaOf(ProblemAnswer) },
      responses: { Problem: { description: problemText(), content: { 'application/json': { schema: PROBLEM } } } },
    },
  };
}

const PROBLEM = { $ref: '#/components/schemas/Problem' } as const;

function operation(name: string, { path, scope, summary, body, answers }: ApiRoute): Json {
  const content = Object.entries(answers).map(([type, schema]) => [
    type,
    { schema: schema ? schemaOf(schema) : { type: 'string', contentMediaType: type } },
  ]);
  return {
    operationId: name,
    summary,
    description: `Needs a key with the scope \`${scope}\`.`,
    ...(path.includes('{room}')
      ? { parameters: [{ name: 'room', in: 'path', required: true, schema: schemaOf(RoomName) }] }
      : {}),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } } : {}),
    responses: {
      200: { description: 'Done.', content: Object.fromEntries(content) },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function schemaOf(schema: v.GenericSchema): Json {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, { target: 'draft-2020-12' });
  return rest;
}

function problemText(): string {
  const lines = Object.entries(API_REFUSALS).map(([code, [status, sentence]]) => `- ${status} \`${code}\`: ${sentence}`);
  return `Refused.\n${lines.join('\n')}\n\nThe hub's own refusals have the codes that clients get.`;
}
