import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { onTestFinished, vi } from 'vitest';

/** What the provider says of the address of a person whose name begins like that. Some providers, such as Cognito, say it in text. */
const PROVEN: Readonly<Record<string, { readonly email_verified?: boolean | string }>> = {
  unproven: { email_verified: false },
  'unproven-in-text': { email_verified: 'false' },
  'proven-in-text': { email_verified: 'true' },
  'without-proof': {},
};

/** An OpenID Connect provider of an organisation on this machine. Everybody signs in with any password; the name is the e-mail address. */
export async function organisation(callback: string): Promise<string> {
  const server: Server = createServer((request, response) => handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // It says on the console that it is set up for a test.
  for (const kind of ['info', 'warn'] as const) vi.spyOn(console, kind).mockImplementation(() => {});
  onTestFinished(() => void vi.restoreAllMocks());
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'inkroom',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        redirect_uris: [callback],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, ...(PROVEN[id.split('.')[0] ?? ''] ?? { email_verified: true }) }),
    }),
    cookies: { keys: ['a key for tests'] },
  });
  const handle = provider.callback();
  return issuer;
}

/** A browser without windows: it keeps cookies by host and follows redirects until one leaves for `until`. */
export class Visitor {
  readonly #jars = new Map<string, Map<string, string>>();

  async get(url: string): Promise<Response> {
    return this.#ask(url, { method: 'GET' });
  }

  /** Goes on from `url` through the provider's pages, and signs in as `who`. Gives the last answer that is no page of the provider. */
  async signIn(url: string, who: string): Promise<{ readonly url: string; readonly response: Response }> {
    let at = url;
    for (let step = 0; step < 20; step++) {
      const response = await this.get(at);
      const next = response.headers.get('location');
      if (next !== null && !next.includes('#')) {
        at = new URL(next, at).href;
        continue;
      }
      const form = /<form[^>]* action="([^"]+)"/.exec(response.status === 200 ? await response.clone().text() : '')?.[1];
      if (form === undefined || !at.includes('/interaction/')) return { url: at, response };
      const isLogin = (await response.text()).includes('name="login"');
      const answered = await this.#ask(new URL(form, at).href, {
        method: 'POST',
        body: new URLSearchParams(isLogin ? { prompt: 'login', login: who, password: 'any' } : { prompt: 'consent' }),
      });
      at = new URL(answered.headers.get('location') ?? '', at).href;
    }
    throw new Error(`the sign-in goes round in circles at ${at}`);
  }

  async #ask(url: string, init: RequestInit): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.#jars.get(host) ?? new Map<string, string>();
    this.#jars.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }
}
