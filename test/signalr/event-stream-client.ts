import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { eventually } from '../support/eventually.ts';

/** Server-Sent Events read as bytes, so that a test sees how they are framed. */
export interface EventStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  text(): string;
  hasEnded(): boolean;
  /** Waits until the text holds this. */
  heard(part: string): Promise<void>;
  drop(): void;
}

export function openEvents(url: string): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers: { accept: 'text/event-stream' } }, (response: IncomingMessage) => {
      let text = '';
      let ended = false;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        ended = true;
      });
      response.on('error', () => undefined);
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: () => text,
        hasEnded: () => ended,
        heard: (part) =>
          eventually(() => {
            if (!text.includes(part)) throw new Error(`not heard yet: ${part}`);
          }),
        drop: () => request.destroy(),
      });
    });
    request.on('error', reject);
    request.end();
  });
}
