import type { IncomingMessage } from 'node:http';
import type { VerifiedToken } from '@inkroom/azure-signalr/auth/access-token';
import { openConnectionClaims, SystemClaim, userIdOf } from '@inkroom/azure-signalr/auth/client-claims';
import { mergedHeaders } from '@inkroom/azure-signalr/protocol/service-containers';
import type { ServiceClaim, ServiceHeaders } from '@inkroom/azure-signalr/protocol/service-messages';
import type { Random } from '@inkroom/signalr/host';
import { negotiateVersion } from '@inkroom/signalr/http/negotiate';
import type { EmulatorLimits } from '../emulator-limits.ts';
import { CONNECTIONS_FULL, MESSAGES_FULL, type Quota } from '../quota.ts';
import type { ClientIdentity } from './client-connection.ts';

interface Pending {
  readonly id: string;
  readonly hub: string;
  readonly userId: string | undefined;
  /** Monotonic, milliseconds. */
  readonly since: number;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body?: string;
  /** The body is a sentence, not JSON. */
  readonly isText?: true;
}

type ClientToken = Extract<VerifiedToken, { ok: true }>;

export interface ClientAdmissionOptions {
  readonly limits: EmulatorLimits;
  readonly instanceId: string;
  readonly quota: Quota;
  readonly random: Random;
  mono(): number;
  /** Open and negotiated clients of all hubs. */
  openClients(): number;
}

/** The steps before a client is connected: negotiation and identity (reference 4.1, 7.1). */
export class ClientAdmission {
  readonly #options: ClientAdmissionOptions;
  /** By the secret with which the client connects. Oldest first. */
  readonly #pending = new Map<string, Pending>();

  constructor(options: ClientAdmissionOptions) {
    this.#options = options;
  }

  forgetPending(): void {
    this.#pending.clear();
  }

  negotiate(url: URL, hub: string, token: ClientToken): JsonAnswer {
    // The service's own answer to a repeated parameter.
    if (url.searchParams.getAll('negotiateVersion').length > 1) return { status: 400 };
    const version = negotiateVersion(url.searchParams);
    if (version.kind === 'refused') return { status: 200, body: JSON.stringify({ error: version.error }) };
    this.sweep();
    if (!this.#hasRoom() || this.#pending.size >= this.#options.limits.pendingClients) return REFUSALS.connectionsFull;
    const admitted = this.#options.quota.admitClient();
    if (admitted !== 'welcome') return REFUSALS[admitted];
    const id = this.#newId();
    const secret = version.version === 0 ? id : this.#newId();
    this.#pending.set(secret, { id, hub, userId: userIdOf(token.claims), since: this.#options.mono() });
    const answer = {
      negotiateVersion: version.version,
      connectionId: id,
      ...(version.version === 0 ? {} : { connectionToken: secret }),
      // The service's other transports are left out here (reference 12.3).
      availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text', 'Binary'] }],
    };
    return { status: 200, body: JSON.stringify(answer) };
  }

  /**
   * The identity of a connecting client, or the status of the refusal. A client without an id has not negotiated, and is accepted
   * too (reference 4.1).
   */
  admit(request: IncomingMessage, url: URL, hub: string, token: ClientToken): ClientIdentity | number {
    this.sweep();
    const secret = url.searchParams.get('id');
    const userId = userIdOf(token.claims);
    if (secret === null) {
      const isWelcome = this.#hasRoom() && this.#options.quota.admitClient() === 'welcome';
      return isWelcome ? this.#identity(this.#newId(), request, url, token) : 429;
    }
    const pending = this.#pending.get(secret);
    if (pending === undefined || pending.hub !== hub || pending.userId !== userId) return 404;
    this.#pending.delete(secret);
    return this.#identity(pending.id, request, url, token);
  }

  /** Drops clients that did not connect in time. */
  sweep(): void {
    const { limits, mono } = this.#options;
    for (const [secret, { since }] of this.#pending) {
      if (mono() - since <= limits.connectMs) return;
      this.#pending.delete(secret);
    }
  }

  #hasRoom(): boolean {
    return this.#options.openClients() < this.#options.limits.clients;
  }

  #newId(): string {
    return Buffer.from(this.#options.random.bytes(16)).toString('base64url');
  }

  #identity(id: string, request: IncomingMessage, url: URL, { claims }: ClientToken): ClientIdentity {
    const said = (type: string): string | undefined => claims.find(([one]) => one === type)?.[1];
    const serverId = said(SystemClaim.serverName);
    const mode = said(SystemClaim.sticky);
    const seconds = Number(said(SystemClaim.handshakeTimeout));
    return {
      id,
      userId: userIdOf(claims),
      claims: openConnectionClaims(claims) satisfies readonly ServiceClaim[],
      headers: this.#headers(request, said(SystemClaim.diagnostic) === 'true'),
      query: withoutSecrets(url),
      sticky: serverId === undefined || mode === undefined ? undefined : { serverId, isRequired: mode === 'Required' },
      handshakeMs: seconds >= 1 && seconds <= 30 ? seconds * 1_000 : this.#options.limits.handshakeMs,
    };
  }

  /** The request's headers without the token and without those that only the service may set. */
  #headers(request: IncomingMessage, isDiagnostic: boolean): ServiceHeaders {
    const entries: [string, string[]][] = [];
    const { rawHeaders } = request;
    for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
      const name = rawHeaders[i] ?? '';
      if (!/^(authorization|x-forwarded-for|asrs-.*)$/i.test(name)) entries.push([name, [rawHeaders[i + 1] ?? '']]);
    }
    entries.push(
      ['X-Forwarded-For', [request.socket.remoteAddress ?? '']],
      ['Asrs-Instance-Id', [this.#options.instanceId]],
      ['Asrs-Is-Diagnostic-Client', [String(isDiagnostic)]],
    );
    return mergedHeaders(entries);
  }
}

/** Who is throttled gets no words: the service's are not known. */
const REFUSALS = {
  throttled: { status: 429 },
  connectionsFull: { status: 429, body: CONNECTIONS_FULL, isText: true },
  messagesFull: { status: 429, body: MESSAGES_FULL, isText: true },
} as const satisfies Readonly<Record<string, JsonAnswer>>;

/** As the client wrote it, without its token and its connection secret. */
function withoutSecrets({ search }: URL): string {
  const parts = search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !/^(access_token|id)=/i.test(part));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
