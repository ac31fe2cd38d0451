import type { Log, LogFields } from '@inkroom/signalr/host';
import { type EndpointAccess, EndpointLink, type EndpointOwner } from './endpoint-link.ts';

/** Connects to all endpoints at once. Log lines of each name it, where there are several. */
export function openEndpoints(all: readonly EndpointAccess[], owner: EndpointOwner): readonly EndpointLink[] {
  return all.map((access) => new EndpointLink(access, owner, all.length > 1 ? named(owner.log, access.name) : owner.log));
}

function named(log: Log, endpoint: string): Log {
  const withName = (fields: LogFields | undefined): LogFields => ({ endpoint, ...fields });
  return {
    debug: (event, fields) => log.debug(event, withName(fields)),
    info: (event, fields) => log.info(event, withName(fields)),
    warn: (event, fields) => log.warn(event, withName(fields)),
    error: (event, fields) => log.error(event, withName(fields)),
  };
}
