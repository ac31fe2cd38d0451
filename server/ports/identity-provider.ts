import type { Result } from '../../core/base/result.ts';

/** Who signed in: an e-mail address or another name that the organisation gives a person, in lower case. */
export interface Identity {
  readonly id: string;
}

export interface SignInRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Address of the socket's other end. */
  readonly peer: string;
  /** Where the provider sends the person back to. */
  readonly callback: string;
}

/** `away`: the browser goes to `url`, keeps `memory`, and comes back to the callback with both. */
export type SignInStep =
  | { readonly kind: 'known'; readonly identity: Identity }
  | { readonly kind: 'away'; readonly url: string; readonly memory: string };

/** Port: the identities of an organisation. A refusal has a code `sign_in.…`. */
export interface IdentityProvider {
  begin(request: SignInRequest): Promise<Result<SignInStep>>;
  /** `url`: the callback with what the provider added. */
  finish(url: string, memory: string): Promise<Result<Identity>>;
}
