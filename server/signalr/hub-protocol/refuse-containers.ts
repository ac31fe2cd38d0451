/** Both libraries would write these values as `{}`. Both protocols refuse them with an error (reference 9.1). */
export function refuseContainers(value: object): void {
  if (value instanceof Map || value instanceof Set || value instanceof ArrayBuffer) {
    throw new TypeError('A Map, Set or ArrayBuffer cannot be sent: send an object, an array or a Uint8Array.');
  }
}
