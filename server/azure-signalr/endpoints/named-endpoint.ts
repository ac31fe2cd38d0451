import { parseConnectionString, type ServiceEndpoint } from '../connection-string.ts';

/** `secondary`: clients are sent there only while no primary one can be reached (reference 4.3). */
export type EndpointRole = 'primary' | 'secondary';

/** One of the services of an application. */
export interface NamedEndpoint {
  /** For people; different for each. Without a given name it is the address. */
  readonly name: string;
  readonly role: EndpointRole;
  readonly endpoint: ServiceEndpoint;
}

/** A connection string as an operator gave it. */
export interface GivenEndpoint {
  /** `<name>` or `<name>:<role>`. Undefined: a primary one without a name. */
  readonly key: string | undefined;
  readonly connectionString: string;
  /** The flag or variable that contained it. */
  readonly setting: string;
}

export type ParsedEndpoints =
  | { readonly ok: true; readonly endpoints: readonly NamedEndpoint[] }
  /** One sentence for each fault. They are for people and contain no secret. */
  | { readonly ok: false; readonly problems: readonly string[] };

const NAME = /^[a-z][\w.-]{0,31}$/i;

/** The endpoints of an application, in the order in which they were given. None at all is no fault. */
export function parseEndpoints(given: readonly GivenEndpoint[]): ParsedEndpoints {
  const problems: string[] = [];
  const endpoints: NamedEndpoint[] = [];
  for (const one of given) {
    const { setting } = one;
    const [name, givenRole = 'primary'] = one.key?.split(':') ?? [];
    const role = givenRole.toLowerCase();
    const parsed = parseConnectionString(one.connectionString, setting);
    if (name !== undefined && !NAME.test(name))
      problems.push(`${setting}: a name has 1 to 32 letters, digits, "-", "_" and ".".`);
    else if (!isRole(role)) problems.push(`${setting}: an endpoint is primary or secondary, not ${JSON.stringify(givenRole)}.`);
    else if (!parsed.ok) problems.push(`${setting}: ${parsed.text}`);
    else {
      const named = { name: name ?? parsed.endpoint.name, role, endpoint: parsed.endpoint };
      const twin = endpoints.find((other) => other.name === named.name || other.endpoint.name === named.endpoint.name);
      if (twin === undefined) endpoints.push(named);
      else problems.push(`${setting}: ${twin.name} (${twin.endpoint.name}) has the same name or the same address.`);
    }
  }
  if (problems.length === 0 && endpoints.length > 0 && endpoints.every(({ role }) => role === 'secondary'))
    problems.push('No primary endpoint defined.');
  return problems.length > 0 ? { ok: false, problems } : { ok: true, endpoints };
}

const isRole = (text: string): text is EndpointRole => text === 'primary' || text === 'secondary';
