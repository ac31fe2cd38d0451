/** Every bound of the product, each with its unit and its reason. Both sides read this table; the hub enforces it. */
export const LIMITS = {
  /** Characters of a room id. A generated one has 22 (128 bits in base64url). */
  roomIdChars: 64,
  /** UTF-16 units of a person's name: fits one line of a cursor tag. */
  nameChars: 40,
  /** Elements of one board, tombstones included: some 110 MB of an instance's memory, 1.1 KB each as the security review measured. */
  elementsPerBoard: 100_000,
  /** Bytes of point data of one board: bounds the memory of a room and the length of a join. */
  pointBytesPerBoard: 64 * 1024 * 1024,
  /** Points of one stroke: half an hour of drawing without lifting the pen at 10 points a second, or 83 s at 120 Hz. */
  pointsPerStroke: 10_000,
  /** Bytes of one `append`: 1,000 points of at most 15 bytes (three varints of five bytes). */
  appendBytes: 15_000,
  /** UTF-16 units of one run of text: about two pages. Who types more begins another run. */
  textUnitsPerRun: 10_000,
  /** Spans in one `cut` op, and of one cut in all; readers take more, as hubs may accept parts at the same time [OPS-8]. */
  spansPerCut: 1_000,
  spansRead: 8_000,
  /** Ranges of elements that one `forget` op lets go of. */
  rangesPerForget: 5_000,
  /** Ops of one batch: the largest is "clear" or "paste", which the client cuts into batches of this many. */
  opsPerBatch: 1_000,
  /** Element ids in one `alive` op. */
  refsPerOp: 2_000,
  /** Bytes of one picture, and of all pictures of one room. */
  pictureBytes: 10 * 1024 * 1024,
  roomPictureBytes: 200 * 1024 * 1024,
  /** Batches of one `push`: a reconnect sends its outbox in several. */
  batchesPerPush: 64,
  /** World units (1/16 px) from the origin: one million pixels each way, so sums stay exact in 32 bits. */
  coordinate: 16_000_000,
  /** Characters of a fractional order key; a thousand inserts at one place make about 170. */
  orderKeyChars: 256,
  /** Largest stroke width, world units (1/16 px): 100 px. */
  widthMax: 1_600,
  /** How far a lamport may run ahead of the board's, and of the hub's clock: far more than a person draws while offline. */
  lamportLead: 1_000_000_000,
  /** Lamports per millisecond since 1970 that a board may have used: 2^53 lasts until the year 2248. */
  lamportsPerMs: 1_024,
  /** How far a lamport may run ahead of a board that is past the clock's bound: enough for people who write at the same time. */
  lamportStep: 1_000,
  /** Largest lamport and `n`: safe integers that msgpack writes in nine bytes at most. */
  counter: Number.MAX_SAFE_INTEGER,
  /** Bytes of one hub message from a client. Microsoft's default is 32 KiB; a pasted stroke needs more. */
  messageBytes: 128 * 1024,
  /** Most bytes of one catch-up chunk, before msgpack's own framing (design section 7). A hub sends smaller ones, for slow lines. */
  catchUpChunkBytes: 64 * 1024,
  /** Bytes that may wait for one connection that does not read; beyond it the connection is closed. */
  sendQueueBytes: 4 * 1024 * 1024,
  /** Batches that a room keeps for suffix catch-up, per origin. */
  logBatches: 4_096,
  /** Bytes of batches that a room keeps for suffix catch-up, per origin: two seconds of a very busy room. */
  logBytes: 2 * 1024 * 1024,
  /** Members of one room on one instance. */
  membersPerRoom: 1_000,
  /** Rooms of one instance. */
  roomsPerInstance: 10_000,
  /** Milliseconds that an empty memory-only room is kept, so that everybody may reload at once without losing it. */
  emptyRoomGraceMs: 30_000,
  /** Messages a second from one connection, averaged over the burst below. A client sends at most one per tick (60). */
  messagesPerSecond: 120,
  /** Messages that may come at once: a returning client sends its outbox. */
  messagesBurst: 600,
  /** Bytes a second from one connection, and how many at once. */
  bytesPerSecond: 256 * 1024,
  bytesBurst: 8 * 1024 * 1024,
  /** Elements that one connection may add at once, and a second: half of a full board, then the rest within half a minute. */
  elementsBurst: 50_000,
  elementsPerSecond: 2_500,
  /** So long after a batch was refused for a rate or for memory, milliseconds, batches of the connection are refused unread. A client rests longer. */
  restMs: 500,
  /** Bytes of messages refused for a rate or a budget at once, and a second; with more the connection is closed. A client has 256 KiB on the way. */
  refusedBytesBurst: 1024 * 1024,
  refusedBytesPerSecond: 64 * 1024,
  /** What all connections of one network address may add at once: two full boards. It is full again after 100 s, as the next one. */
  addressElementsBurst: 200_000,
  /** Bytes of all connections of one network address at once. */
  addressBytesBurst: 128 * 1024 * 1024,
  /** Rooms that one connection may open at once, and a second. A room that somebody else has open, or that was stored, costs nothing. */
  newRoomsBurst: 20,
  newRoomsPerSecond: 0.5,
  /** Messages without effect (pings, calls of unknown methods) from one connection at once, and a second; with more it is closed. */
  uselessMessagesBurst: 1_000,
  uselessMessagesPerSecond: 50,
  /** Catch-ups a second of one connection, and at once: each may cost a whole board. An honest client needs one per hole in a frame. */
  catchUpsPerSecond: 1,
  catchUpsBurst: 20,
  /** Messages refused for rate or shape that a connection may send at once, and a second; with more it is closed. */
  strikesBurst: 200,
  strikesPerSecond: 1,
  /** Batches refused by the board's rules at once, and a second; with more the connection is closed. An honest outbox may meet some hundreds. */
  refusalsBurst: 2_000,
  refusalsPerSecond: 20,
  /** Presence not renewed for this long is gone. Clients renew at half, so one lost message is harmless. */
  presenceLifeMs: 30_000,
  /** A member whose connection was lost stays for this long, and until the next look after that: longer than a client takes to come back. */
  awayMs: 15_000,
  /** A cursor that has not moved for this long fades (look.md). */
  cursorIdleMs: 3_000,
  /** Bytes of a file or snapshot that a client accepts to open. */
  snapshotBytes: 256 * 1024 * 1024,
} as const;
