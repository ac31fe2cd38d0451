import type { IncomingMessage, ServerResponse } from 'node:http';
import { signAccessToken } from '@inkroom/azure-signalr/auth/access-token';
import { clientTokenClaims } from '@inkroom/azure-signalr/auth/client-claims';
import { EntraFailure } from '@inkroom/azure-signalr/auth/entra-tokens';
import { chooseEndpoint } from '@inkroom/azure-signalr/endpoints/choose-endpoint';
import {
  type NegotiateAnswer,
  type NegotiateFailure,
  negotiateFailure,
  negotiateRedirect,
} from '@inkroom/azure-signalr/negotiate-redirect';
import { audience, clientUrl, newRequestId } from '@inkroom/azure-signalr/service-urls';
import type { Clock, Random } from '@inkroom/signalr/host';
import type { HubUser } from '@inkroom/signalr/http/authentication';
import { HttpGate, type HttpGateOptions } from '@inkroom/signalr/http/http-gate';
import { type Route, routeOf } from '@inkroom/signalr/http/hub-route';
import type { HubHandle } from '@inkroom/signalr/hub-handle';
import { BUSY, respondWith } from '@inkroom/signalr/transports/http-answer';
import { errorName } from '../../../../core/base/reason-of.ts';
import { AzureLogEvent } from '../azure-log-events.ts';
import type { EndpointLink } from '../endpoints/endpoint-link.ts';
import { fractionOf } from '../service-connections/redial-wait.ts';

export interface RedirectOptions extends HttpGateOptions {
  readonly path: string;
  readonly endpoints: readonly EndpointLink[];
  readonly hubKey: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly handshakeTimeoutMs: number;
  readonly detailedErrors: boolean;
  /** Keeps a client's connection on the process that negotiated. Undefined: the service chooses. */
  readonly sticky: { readonly serverId: string; readonly mode: 'Preferred' | 'Required' } | undefined;
  readonly tokenLifetimeMs: number | undefined;
  isClosing(): boolean;
  /** [CLS-6] The endpoint that lacks clients. Undefined: none does. */
  preferred(): EndpointLink | undefined;
}

/**
 * The hub's address where a service carries its clients. Negotiation redirects them to the service; there is nothing else here
 * (reference 4).
 */
export function redirectEndpoint(options: RedirectOptions): Pick<HubHandle, 'handleRequest' | 'handleUpgrade'> {
  const { path, endpoints, hubKey, clock, random, log } = options;
  const gate = new HttpGate(options);

  /** Sends the client to one of the endpoints. One for which there is no key is passed over. */
  async function negotiate(user: HubUser | undefined, route: Route, request: IncomingMessage): Promise<NegotiateAnswer> {
    let failure: NegotiateFailure | undefined;
    let left = endpoints;
    while (left.length > 0) {
      const fraction = fractionOf(random);
      const heard = left.filter(({ isDoubtful }) => !isDoubtful);
      const preferred = options.preferred();
      const lacking = heard.filter((link) => link === preferred);
      const chosen = chooseEndpoint(lacking, fraction) ?? chooseEndpoint(heard, fraction) ?? chooseEndpoint(left, fraction);
      if (chosen === undefined) break;
      try {
        return await redirectTo(chosen, user, route, request);
      } catch (error) {
        const reason = error instanceof EntraFailure ? error.message : errorName(error);
        log.error(AzureLogEvent.negotiateFailed, { endpoint: chosen.name, reason });
        failure = 'noKey';
        left = left.filter((link) => link !== chosen);
      }
    }
    return negotiateFailure(failure ?? whyOffline(endpoints));
  }

  async function redirectTo(
    { access: { endpoint, keys } }: EndpointLink,
    user: HubUser | undefined,
    route: Route,
    request: IncomingMessage,
  ): Promise<NegotiateAnswer> {
    const claims = clientTokenClaims(
      user === undefined ? {} : { userId: user.id, claims: user.claims.map(({ type, value }) => [type, value]) },
      {
        ...(options.sticky === undefined ? {} : { sticky: options.sticky }),
        handshakeTimeout: options.handshakeTimeoutMs / 1_000,
        endpoints: endpoints.length,
        detailedErrors: options.detailedErrors,
      },
    );
    const { tokenLifetimeMs: lifetimeMs } = options;
    const token = await signAccessToken(await keys.current(), {
      audience: audience(endpoint, 'client', hubKey),
      claims,
      now: clock.now(),
      ...(lifetimeMs === undefined ? {} : { lifetimeMs }),
    });
    const asked = (request.url ?? '').split('?')[0] ?? '';
    const query = route.search;
    return negotiateRedirect(clientUrl(endpoint, { hubKey, path: asked, query, requestId: newRequestId(random) }), token);
  }

  function respondAs(user: HubUser | undefined, route: Route, request: IncomingMessage, response: ServerResponse): void {
    if (options.isClosing()) {
      respondWith(response, BUSY);
      return;
    }
    negotiate(user, route, request).then(
      (answer) => write(response, answer),
      (error: unknown) => {
        log.error(AzureLogEvent.negotiateFailed, { reason: errorName(error) });
        write(response, negotiateFailure('noKey'));
      },
    );
  }

  return {
    handleRequest(request, response) {
      const route = routeOf(request.url ?? '', path);
      if (route === undefined) return false;
      if (gate.answersCors(request, response)) return true;
      // No client is redirected to the hub's own path.
      if (route.to === 'hub') respondWith(response, { status: 404 });
      else if (request.method !== 'POST') respondWith(response, { status: 405 });
      else {
        gate.identify(
          route.search,
          request,
          (user) => respondAs(user, route, request, response),
          (answer) => respondWith(response, answer),
        );
      }
      return true;
    },
    handleUpgrade(request, socket) {
      if (routeOf(request.url ?? '', path) === undefined) return false;
      gate.refuseUpgrade(socket, { status: 404, text: 'Clients of this hub connect to Azure SignalR Service' }, request);
      return true;
    },
  };
}

/** A fault that an operator can mend is said first, whichever endpoint has it. */
function whyOffline(endpoints: readonly EndpointLink[]): NegotiateFailure {
  if (endpoints.some(({ isClockOff }) => isClockOff)) return 'clockOff';
  switch (endpoints.find(({ quota }) => quota !== undefined)?.quota) {
    case 'messages':
      return 'messagesUsedUp';
    case 'connections':
      return 'tooManyConnections';
    default:
      return 'notConnected';
  }
}

function write(response: ServerResponse, { status, contentType, body }: NegotiateAnswer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    // The answer contains a token, or could have.
    'cache-control': 'no-store',
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
