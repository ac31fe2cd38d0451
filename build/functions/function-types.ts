import type { HttpFunctionOptions, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';

/** What our functions read of a request of Azure Functions. A local host has less than the real class. */
export type FunctionRequest = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'query' | 'params' | 'body'>;

/** Where they write log lines. */
export type FunctionLog = Pick<InvocationContext, 'info' | 'warn' | 'error'>;

export type FunctionAnswer = HttpResponseInit;

export type FunctionHandler = (request: FunctionRequest, log: FunctionLog) => Promise<FunctionAnswer>;

/** One function: what `app.http` takes. */
export interface HttpFunction extends Pick<HttpFunctionOptions, 'authLevel' | 'methods' | 'route'> {
  readonly authLevel: 'anonymous' | 'function';
  readonly methods: ('GET' | 'POST')[];
  /** Below `/api/`. */
  readonly route: string;
  readonly handler: FunctionHandler;
}
