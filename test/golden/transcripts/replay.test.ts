import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ackOf, binaryMessages, eventMessages, isSame, meansSame, textMessages } from './messages.ts';
import { Names } from './names.ts';
import { replay } from './replay.ts';
import { cutOf, kindOf, loadScenarios, needsMessagePack, type Scenario, wholeBytes, wholeText } from './transcript.ts';

const scenarios = loadScenarios();
let http: Server | undefined;

afterEach(() => http?.close());

test('the recording is complete, and every step is of a kind that the replay knows', () => {
  expect(scenarios).toHaveLength(354);
  for (const step of scenarios.flatMap((scenario) => scenario.steps)) expect(() => kindOf(step)).not.toThrow();
  expect(scenarios.filter(needsMessagePack)).toHaveLength(124);
});

test('payloads that the recording cut are sent in their full recorded length', () => {
  for (const scenario of scenarios) {
    for (const { send, utf8, hex } of scenario.steps) {
      if (send === 'text' && utf8 !== undefined)
        expect(wholeText(utf8, scenario.name)).toHaveLength(cutOf(utf8)?.length ?? utf8.length);
      if (send === 'binary' && hex !== undefined) expect(wholeBytes(hex)).toHaveLength(cutOf(hex)?.length ?? hex.length / 2);
    }
  }
});

test('messages are compared one by one, however they share frames', () => {
  const [ping, ack] = textMessages('text', '{"type":6}\u001e{"type":8,"sequenceId":3}\u001e');
  expect(ping?.value).toBe('{"type":6}\u001e');
  expect(ack && ackOf(ack)).toBe(3);
  expect(binaryMessages('0291060392080a').map(({ value }) => value)).toEqual(['029106', '0392080a']);
  expect(eventMessages('data: {"type":6}\u001e\r\n\r\n')).toEqual([{ kind: 'event', value: '{"type":6}\u001e' }]);
  // An event that is not framed as recorded is compared with its frame.
  expect(eventMessages('data:{"type":6}\u001e\n\n')).toEqual([{ kind: 'event', value: 'data:{"type":6}\u001e\n\n' }]);
});

test('a cut message is compared by its begin and its length', () => {
  const due = { kind: 'text', value: '{"result":"xxx...(20 characters)' } as const;
  expect(isSame(due, { kind: 'text', value: '{"result":"xxxxxxx"}' })).toBe(true);
  expect(isSame(due, { kind: 'text', value: '{"result":"xxxxxx"}' })).toBe(false);
  expect(isSame(due, { kind: 'text', value: '{"result":"yxxxxxx"}' })).toBe(false);
  expect(isSame(due, { kind: 'binary', value: '{"result":"xxxxxxx"}' })).toBe(false);
});

test('the same message in other bytes is told from another message', () => {
  const binary = (value: string): { kind: 'binary'; value: string } => ({ kind: 'binary', value });
  const text = (value: string): { kind: 'text'; value: string } => ({ kind: 'text', value: `${value}\u001e` });
  expect(meansSame(binary('0f950380a13103cb4014000000000000'), binary('07950380a1310305'))).toBe(true);
  expect(meansSame(binary('0f950380a13103cb4014000000000000'), binary('07950380a1310306'))).toBe(false);
  expect(meansSame(binary('09960180c0a144910190'), binary('08950180c0a1449101'))).toBe(true);
  expect(meansSame(text('{"result":"\\uD83D\\uDE00"}'), text('{"result":"\u{1f600}"}'))).toBe(true);
  expect(meansSame(text('{"type":3}'), text('{"type":3,"result":null}'))).toBe(false);
});

test('ids of a run are written as recorded, and recorded ones filled in', () => {
  const names = new Names();
  names.negotiated('A'.repeat(21) + 1, 'T'.repeat(22));
  names.negotiated('B'.repeat(21) + 2, 'U'.repeat(22));
  expect(names.fill('/hub?id=<connectionToken2>')).toBe(`/hub?id=${'U'.repeat(22)}`);
  expect(names.mask(`x ${'A'.repeat(21)}1`)).toBe('x <connectionId>');
  expect(
    names
      .fillBytes(Buffer.from(`b6${'41'.repeat(22)}`, 'hex'), '… <connectionId2> …')
      .toString('latin1')
      .slice(1),
  ).toBe(`${'B'.repeat(21)}2`);
  const question = '{"type":1,"invocationId":"s9","target":"answer","arguments":[5]}\u001e';
  expect(names.maskQuestion(question, question.replace('s9', 's41'))).toBe(question);
  expect(names.fill('{"type":3,"invocationId":"s9","result":1}')).toContain('"s41"');
  expect(names.maskQuestion('10960180a27338a6616e73776572910590', '11960180a3733432a6616e73776572910590')).toBe(
    '10960180a27338a6616e73776572910590',
  );
});

test('a server that answers otherwise than recorded is told apart: status, headers and body', async () => {
  const answers: Record<string, [number, Record<string, string>, string]> = {
    '/right': [404, { 'content-type': 'text/plain', 'content-length': '4' }, 'text'],
    '/status': [400, { 'content-type': 'text/plain', 'content-length': '4' }, 'text'],
    '/header': [404, { 'content-type': 'text/html', 'content-length': '4', vary: 'Origin' }, 'text'],
    '/body': [404, { 'content-type': 'text/plain', 'content-length': '4' }, 'next'],
  };
  const server = createServer((request, response) => {
    const [status, headers, body] = answers[request.url ?? ''] ?? [500, {}, ''];
    response.writeHead(status, headers).end(body);
  });
  http = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (path: string): Promise<string[]> => {
    const scenario: Scenario = {
      name: 'made up',
      steps: [
        { request: `GET ${path}` },
        { response: 404, headers: { 'content-type': 'text/plain', 'content-length': '4' }, utf8: 'text' },
      ],
    };
    return (await replay(scenario, { url, twin: undefined, shutDown: () => undefined })).map((difference) => difference.what);
  };
  expect(await ask('/right')).toEqual([]);
  expect(await ask('/status')).toEqual(['status']);
  expect(await ask('/header')).toEqual(['header content-type', 'header vary']);
  expect(await ask('/body')).toEqual(['body']);
});
