import { hubKey } from '@inkroom/azure-signalr/service-urls';
import type { ServiceHub } from '../service-hub.ts';
import { readRestMessage } from './rest-message.ts';

/** A request to the REST interface, its token checked. */
export interface RestCall {
  readonly method: string;
  readonly url: URL;
  readonly contentType: string;
  readonly body: Buffer;
}

export interface RestAnswer {
  readonly status: number;
  /** `x-ms-error-code`. Without it the SDK misreads a 404 (reference 9.1). */
  readonly code?: string;
  readonly message?: string;
}

export interface RestHubs {
  /** Undefined when the hub has no connections. */
  find(key: string): ServiceHub | undefined;
  /** For data that outlives all connections. */
  findOrOpen(key: string): ServiceHub | undefined;
  mono(): number;
}

const OK: RestAnswer = { status: 200 };
const ACCEPTED: RestAnswer = { status: 202 };
const DELETED: RestAnswer = { status: 204 };
const absent = (code: string): RestAnswer => ({ status: 404, code });
const bad = (message: string): RestAnswer => ({ status: 400, code: 'Error.BadRequest', message });

const HUB_NAME = /^[A-Za-z][\w`,.[\]]{0,127}$/;

/** The data plane, version 2022-06-01, and the older address forms (reference 9.1). */
export function answerRest(call: RestCall, hubs: RestHubs): RestAnswer {
  const path = /^\/api(?:\/v1)?\/hubs\/([^/]+)((?:\/[^/]+)*)\/?$/.exec(call.url.pathname);
  const parts = path === null ? undefined : decoded([path[1] ?? '', ...(path[2] ?? '').split('/').slice(1)]);
  if (parts === undefined) return absent('Error.NotFound');
  const [hub = '', ...rest] = parts;
  const application = call.url.searchParams.get('application') ?? undefined;
  if (!HUB_NAME.test(hub) || (application !== undefined && !HUB_NAME.test(application)))
    return bad('A name of a hub or application has 1 to 128 characters, the first a letter.');
  return route(call, rest, hubKey(hub, application), hubs);
}

function decoded(parts: readonly string[]): string[] | undefined {
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function route(call: RestCall, parts: readonly string[], key: string, hubs: RestHubs): RestAnswer {
  const { method } = call;
  const hub = hubs.find(key);
  const [first, name = '', third, fourth = '', fifth] = parts;
  if (fifth !== undefined) return absent('Error.NotFound');
  const action = parts.at(-1);
  if (method === 'POST') {
    const isClose = action === ':closeConnections';
    const where = isClose || action === ':send' ? parts.slice(0, -1) : parts;
    if (where.length > 2) return absent('Error.NotFound');
    return isClose ? closeAll(call, where, hub) : send(call, where, hub);
  }
  const group = first === 'groups' ? name : third === 'groups' ? fourth : '';
  if ((first === 'groups' || third === 'groups') && group !== '' && !isGroupName(group))
    return bad('The name of a group has 1 to 1024 characters, not only blanks.');
  const isLook = method === 'HEAD' || method === 'GET';

  // groups/{g}/connections/{c}, and the older connections/{c}/groups/{g}
  if ((first === 'groups' && third === 'connections') || (first === 'connections' && third === 'groups' && fourth !== '')) {
    const client = hub?.clients.get(first === 'groups' ? fourth : name);
    if (method !== 'PUT' && method !== 'DELETE') return { status: 405 };
    if (client === undefined || hub === undefined) return absent('Error.Connection.NotExisted');
    if (method === 'DELETE') hub.memberships.leave(client, group);
    else if (!hub.memberships.join(client, group)) return { status: 429, message: 'The connection is in too many groups.' };
    return OK;
  }
  // users/{u}/groups[/{g}], and the older groups/{g}/users/{u}
  if ((first === 'users' && third === 'groups') || (first === 'groups' && third === 'users' && fourth !== ''))
    return userGroups(call, { userId: first === 'users' ? name : fourth, group, isLook }, key, hubs);
  if (first === 'connections' && third === 'groups' && method === 'DELETE') {
    const client = hub?.clients.get(name);
    if (client !== undefined) hub?.memberships.leave(client, null);
    return OK;
  }
  if (third !== undefined || name === '') return absent('Error.NotFound');
  if (first === 'connections') {
    const client = hub?.clients.get(name);
    if (client === undefined) return absent('Warning.Connection.NotExisted');
    if (isLook) return OK;
    if (method !== 'DELETE') return { status: 405 };
    hub?.closeClients([client], call.url.searchParams.get('reason'));
    return OK;
  }
  if (!isLook) return { status: 405 };
  if (first === 'users') return (hub?.memberships.ofUser(name).size ?? 0) > 0 ? OK : absent('Warning.User.NotExisted');
  if (first === 'groups') return (hub?.memberships.inGroup(name).size ?? 0) > 0 ? OK : absent('Warning.Group.NotExisted');
  return absent('Error.NotFound');
}

function userGroups(
  { method, url }: RestCall,
  { userId, group, isLook }: { readonly userId: string; readonly group: string; readonly isLook: boolean },
  key: string,
  hubs: RestHubs,
): RestAnswer {
  const hub = hubs.find(key);
  if (method === 'DELETE') {
    hub?.memberships.leaveUser(userId, group === '' ? null : group);
    return DELETED;
  }
  if (group === '') return { status: 405 };
  if (isLook) return hub?.memberships.isUserInGroup(userId, group) === true ? OK : absent('Info.User.NotInGroup');
  if (method !== 'PUT') return { status: 405 };
  const ttl = url.searchParams.get('ttl');
  if (ttl !== null && !/^\d{1,9}$/.test(ttl)) return bad('ttl is a whole number of seconds.');
  const isDone = hubs.findOrOpen(key)?.memberships.joinUser(userId, group, ttl === null ? undefined : Number(ttl), hubs.mono());
  return isDone === true ? OK : { status: 429, message: 'Too many users are in groups for longer.' };
}

/** `where`: empty for all, or the kind and the name of one. */
function send(call: RestCall, [kind, name = '']: readonly string[], hub: ServiceHub | undefined): RestAnswer {
  if (kind !== undefined && (name === '' || !['users', 'groups', 'connections'].includes(kind))) return absent('Error.NotFound');
  const payloads = readRestMessage(call.contentType, call.body);
  if (payloads === undefined)
    return bad('The body must be {"Target": "…", "Arguments": […]} as JSON, or a MessagePack map of payloads.');
  if (hub === undefined) return ACCEPTED;
  hub.multicast(chosen(hub, kind, name), payloads, excludedBy(call.url));
  return ACCEPTED;
}

function closeAll({ url }: RestCall, [kind, name = '']: readonly string[], hub: ServiceHub | undefined): RestAnswer {
  if (kind !== undefined && (name === '' || !['users', 'groups'].includes(kind))) return absent('Error.NotFound');
  if (hub === undefined) return DELETED;
  const isExcluded = excludedBy(url);
  hub.closeClients(
    [...chosen(hub, kind, name)].filter((client) => !isExcluded(client)),
    url.searchParams.get('reason'),
  );
  return DELETED;
}

function chosen({ clients, memberships }: ServiceHub, kind: string | undefined, name: string) {
  if (kind === 'users') return memberships.ofUser(name);
  if (kind === 'groups') return memberships.inGroup(name);
  if (kind === undefined) return clients.values();
  const client = clients.get(name);
  return client === undefined ? [] : [client];
}

function excludedBy(url: URL): (client: { readonly identity: { readonly id: string } }) => boolean {
  const excluded = new Set(url.searchParams.getAll('excluded'));
  return ({ identity }) => excluded.has(identity.id);
}

function isGroupName(group: string): boolean {
  return group.length <= 1_024 && group.trim() !== '';
}
