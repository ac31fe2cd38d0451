import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Connection } from '../connection/connection.ts';
import type { ConnectionRegistry } from '../connection/connection-registry.ts';
import type { ConnectRequest } from '../connection/connection-rules.ts';
import type { Identity } from '../connection/identity.ts';
import type { Traffic } from '../connection/traffic.ts';
import { type Answer, BUSY, NO_CONNECTION, respondWith } from '../transports/http-answer.ts';
import { type HubUser, isSameUser } from './authentication.ts';
import { type HttpCarriers, refusalHeaders } from './http-carriers.ts';
import { HttpGate, type HttpGateOptions } from './http-gate.ts';
import type { Route } from './hub-route.ts';
import { asksForStateful, negotiateAnswer, negotiateVersion } from './negotiate.ts';
import { isOriginAllowed } from './origin-policy.ts';
import { queryValue } from './query-value.ts';

/** The result of an upgrade request. */
export type Admission =
  | { readonly kind: 'refused'; readonly answer: Answer }
  | { readonly kind: 'new'; readonly identity: Identity; readonly early: readonly Buffer[]; readonly connect: ConnectRequest }
  | { readonly kind: 'reattach'; readonly connection: Connection };

export interface HubEndpoint {
  /** Answers a plain HTTP request to one of the hub's addresses. */
  respond(route: Route, request: IncomingMessage, response: ServerResponse): void;
  /** Decides about an upgrade. Calls `proceed`, perhaps later, when it may go on. Otherwise refuses it. */
  upgrade(
    route: Route,
    request: IncomingMessage,
    socket: Duplex,
    proceed: (admission: Exclude<Admission, { kind: 'refused' }>) => void,
  ): void;
}

export interface HubEndpointOptions extends HttpGateOptions {
  readonly registry: ConnectionRegistry;
  readonly traffic: Pick<Traffic, 'refusedCrowded'>;
  readonly carriers: HttpCarriers;
  readonly statefulReconnect: boolean;
  readonly keepHeaders: boolean;
  isClosing(): boolean;
  /** A negotiated connection waits for its transport. */
  onNegotiated(): void;
}

const NO_TOKEN: Answer = { status: 400, text: 'Connection ID required' };
const NO_HEADERS: ConnectRequest['headers'] = {};

/** The HTTP side of the hub: access, negotiate, CORS, and the status codes (reference 2.1). */
export function hubEndpoint(options: HubEndpointOptions): HubEndpoint {
  const { registry, carriers, allowedOrigins, statefulReconnect } = options;
  const gate = new HttpGate(options);

  function connectRequest(route: Route, request: IncomingMessage, user: HubUser | undefined): ConnectRequest {
    const headers = options.keepHeaders ? request.headers : NO_HEADERS;
    return { search: route.search, headers, remoteAddress: options.addressOf(request), user };
  }

  /** `address` in the log: the one that has as many connections as it may. */
  function tooMany(address: string): Answer {
    options.traffic.refusedCrowded++;
    const isItsOwn = registry.isCrowdedFrom(address);
    const { size, pending } = registry;
    options.log.warn('connection.refused_crowded', { connections: size, pending, ...(isItsOwn ? { address } : {}) });
    return BUSY;
  }

  function negotiate(search: string, request: IncomingMessage): Answer {
    const query = new URLSearchParams(search);
    const version = negotiateVersion(query);
    // An answer with an id or an error is unique and must not be cached.
    const headers = { 'cache-control': 'no-store' };
    if (version.kind === 'refused') return { status: 200, json: JSON.stringify({ error: version.error }), headers };
    if (options.isClosing()) return BUSY;
    // In version 0 the token is the public id, with which anyone could take the connection over.
    const isStateful = statefulReconnect && version.version === 1 && asksForStateful(query);
    const address = options.addressOf(request);
    const identity = registry.negotiate(version.version, isStateful, address);
    if (identity === undefined) return tooMany(address);
    options.onNegotiated();
    return { status: 200, json: negotiateAnswer(version.version, identity), headers };
  }

  function respondAs(user: HubUser | undefined, route: Route, request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET' } = request;
    if (route.to === 'negotiate') {
      respondWith(response, method === 'POST' ? negotiate(route.search, request) : { status: 405 });
      return;
    }
    const token = queryValue(new URLSearchParams(route.search), 'id');
    if (method !== 'GET' && method !== 'POST' && method !== 'DELETE') respondWith(response, { status: 405 });
    else if (token === undefined || token === '') respondWith(response, { ...NO_TOKEN, headers: refusalHeaders(request) });
    else carriers.answer({ token, request, response, connect: connectRequest(route, request, user) });
  }

  function admit(route: Route, request: IncomingMessage, user: HubUser | undefined): Admission {
    const refused = (answer: Answer): Admission => ({ kind: 'refused', answer });
    if (options.isClosing()) return refused(BUSY);
    const connect = connectRequest(route, request, user);
    const token = queryValue(new URLSearchParams(route.search), 'id');
    if (token === undefined) {
      const address = options.addressOf(request);
      if (!registry.hasRoomFor(address)) return refused(tooMany(address));
      return { kind: 'new', identity: registry.newIdentity(address), early: [], connect };
    }
    const found = registry.find(token);
    if (found.kind === 'unknown') return refused(NO_CONNECTION);
    if (found.kind === 'connected') return readmit(found.connection, user);
    if (registry.isCrowded) return refused(tooMany(options.addressOf(request)));
    const claimed = registry.claim(token);
    return claimed === undefined ? refused(NO_CONNECTION) : { kind: 'new', ...claimed, connect };
  }

  /** A second socket for a connection. One that would be ended at once is refused before the upgrade (reference 6.8 rule 7). */
  function readmit(connection: Connection, user: HubUser | undefined): Admission {
    const refused = (answer: Answer): Admission => ({ kind: 'refused', answer });
    if (connection.transportName !== 'WebSockets')
      return refused({ status: 400, text: 'Cannot change transports mid-connection' });
    if (!connection.isResumable) return refused({ status: 409 });
    if (!isSameUser(connection.user, user)) return refused({ status: 403, text: 'This connection belongs to another user' });
    return connection.mayReattach() ? { kind: 'reattach', connection } : refused(NO_CONNECTION);
  }

  return {
    respond(route, request, response) {
      if (gate.answersCors(request, response)) return;
      gate.identify(
        route.search,
        request,
        (user) => respondAs(user, route, request, response),
        (answer) => respondWith(response, answer),
      );
    },

    upgrade(route, request, socket, proceed) {
      const refuse = (answer: Answer): void => gate.refuseUpgrade(socket, answer, request);
      if (request.method !== 'GET' || route.to === 'negotiate') {
        refuse({ status: 405 });
        return;
      }
      if (!isOriginAllowed(request.headers, allowedOrigins)) {
        refuse(gate.foreign(request));
        return;
      }
      const onError = (): void => void socket.destroy();
      socket.on('error', onError);
      gate.identify(
        route.search,
        request,
        (user) => {
          socket.off('error', onError);
          // A peer that has gone must not use up its token.
          if (socket.destroyed) return;
          const admission = admit(route, request, user);
          if (admission.kind === 'refused') refuse(admission.answer);
          else proceed(admission);
        },
        refuse,
      );
    },
  };
}
