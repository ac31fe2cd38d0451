import * as v from 'valibot';
import { parseRoomId } from '../../core/board/ids.ts';

/** The name of one room. */
export const RoomName = v.pipe(
  v.string(),
  v.check((room) => parseRoomId(room).ok, 'not the name of a room'),
);

/** The JSON in the text of a file that an operator writes. Throws with a reason that shows no value of the file. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is no JSON');
  }
}

/** The same by a schema. `help`: where the operator reads about the file. */
export function readOperatorFile<S extends v.GenericSchema>(schema: S, text: string, help?: string): v.InferOutput<S> {
  const read = v.safeParse(schema, jsonIn(text));
  if (read.success) return read.output;
  const where = `"${v.getDotPath(read.issues[0]) ?? 'the file'}" cannot be read`;
  throw new Error(help === undefined ? where : `${where}: see ${help}`);
}
