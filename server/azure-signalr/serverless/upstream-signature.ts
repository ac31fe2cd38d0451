import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../secret.ts';

/** More parts than any service has keys. */
const MOST_PARTS = 8;

const digest = (key: Secret, connectionId: string): Buffer =>
  createHmac('sha256', key.reveal()).update(connectionId, 'utf8').digest();

/**
 * The header `X-ASRS-Signature` (reference 10.3): one part for each valid key, so that keys can be changed while the service runs. It
 * covers the connection's id only. Neither the body nor the other headers are signed.
 */
export function upstreamSignature(keys: readonly Secret[], connectionId: string): string {
  return keys.map((key) => `sha256=${digest(key, connectionId).toString('hex')}`).join(',');
}

/** True when one part of the header was made with one of the keys. */
export function isUpstreamSigned(header: string, keys: readonly Secret[], connectionId: string): boolean {
  const wanted = keys.map((key) => digest(key, connectionId));
  return header.split(',', MOST_PARTS).some((part) => {
    const hex = /^sha256=([0-9a-f]{64})$/i.exec(part.trim())?.[1];
    const given = Buffer.from(hex ?? '', 'hex');
    return wanted.some((one) => one.length === given.length && timingSafeEqual(one, given));
  });
}
