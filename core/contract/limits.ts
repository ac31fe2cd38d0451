/** Every bound of the product, with its unit and its reason. Both sides read this table; the hub enforces it. */
export const LIMITS = {
  /** Characters of a room id. A generated one has 22 (128 bits in base64url). */
  roomIdChars: 64,
  /** UTF-16 units of a person's name: one line of a cursor tag. */
  nameChars: 40,
  /** UTF-16 units of an instance's name: 64 characters. */
  instanceNameChars: 128,
  /** UTF-16 units of an announcement from outside: what a person reads in a few seconds. */
  announcementChars: 500,
  /** Characters of a topic of announcements, and the topics that one member may ask for. */
  topicChars: 64,
  topicsPerMember: 16,
  /**
   * Elements of one board, tombstones included: some 110 MB of an instance's memory, at 1.1 KB each (measured by the security
   * review).
   */
  elementsPerBoard: 100_000,
  /** Bytes of point data of one board. Bounds the memory of a room and the duration of a join. */
  pointBytesPerBoard: 64 * 1024 * 1024,
  /** Points of one stroke: about a quarter of an hour at 10 points a second, or 83 s at 120 Hz. */
  pointsPerStroke: 10_000,
  /** Bytes of one `append`: 1,000 points of at most 15 bytes (three varints of five bytes). */
  appendBytes: 15_000,
  /** UTF-16 units of one run of text: about two pages. Longer text begins another run. */
  textUnitsPerRun: 10_000,
  /**
   * Spans in one `cut` op, and of one cut in all. Readers accept more, because hubs may accept parts at the same time [OPS-8].
   */
  spansPerCut: 1_000,
  spansRead: 8_000,
  /** Ranges of elements in one `forget` op. */
  rangesPerForget: 5_000,
  /** Ops of one batch. The largest batches are "clear" and "paste", which the client splits at this number. */
  opsPerBatch: 1_000,
  /** Element ids in one `alive` op. */
  refsPerOp: 2_000,
  /** Bytes of one picture, and of all pictures of one room. */
  pictureBytes: 10 * 1024 * 1024,
  roomPictureBytes: 200 * 1024 * 1024,
  /** Pixels of one picture. Decoded, each takes four bytes in every window of the room. A client makes neither side longer than 4,096. */
  picturePixels: 4_096 * 4_096,
  /** Batches of one `push`: a reconnecting client sends its outbox in several. */
  batchesPerPush: 64,
  /** World units (1/16 px) from the origin: one million pixels each way, so that sums stay exact in 32 bits. */
  coordinate: 16_000_000,
  /** Characters of a fractional order key. A thousand inserts at one place make about 170. */
  orderKeyChars: 256,
  /** Largest stroke width, world units (1/16 px): 100 px. */
  widthMax: 1_600,
  /** How far a lamport may be ahead of the board's, and of the hub's clock: far more than a person draws while offline. */
  lamportLead: 1_000_000_000,
  /** Lamports per millisecond since 1970 that a board may have used. 2^53 lasts until the year 2248. */
  lamportsPerMs: 1_024,
  /** How far a lamport may be ahead on a board that is past the clock's bound: enough for people who write at the same time. */
  lamportStep: 1_000,
  /** Largest lamport and `n`: safe integers, at most nine bytes in MessagePack. */
  counter: Number.MAX_SAFE_INTEGER,
  /** Bytes of one hub message from a client. Microsoft's default is 32 KiB; a pasted stroke needs more. */
  messageBytes: 128 * 1024,
  /** Bytes of a call that carries no batches [ADM-13]. The longest is a join with a vector of some hundred instances. */
  callBytes: 32 * 1024,
  /**
   * Most bytes of one catch-up chunk, without MessagePack's own framing (design section 7). A hub sends smaller ones, for slow
   * networks.
   */
  catchUpChunkBytes: 64 * 1024,
  /** Bytes that may wait for one connection that does not read. Beyond it the connection is closed. */
  sendQueueBytes: 4 * 1024 * 1024,
  /** Batches that a room stores for suffix catch-up, per origin. */
  logBatches: 4_096,
  /** Bytes of batches that a room stores for suffix catch-up, per origin: two seconds of a very busy room. */
  logBytes: 2 * 1024 * 1024,
  /** Members of one room on one instance that did not come to watch only. */
  membersPerRoom: 1_000,
  /** [AUD-1] Of those who may only watch, so many are listed. The others are counted. */
  listedViewers: 100,
  /** Members of one instance that are listed: those two, and viewers that raised a hand or got the pen. */
  listedPerRoom: 2_000,
  /** Counted viewers that an instance may report. */
  viewersPerRoom: 1_000_000,
  /** Rooms of one instance. */
  roomsPerInstance: 10_000,
  /** How long an empty memory-only room stays, milliseconds, so that all members may reload at once without losing it. */
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
  /**
   * Rest after a refusal for a rate or for memory, milliseconds: the connection's batches are refused unread. A client rests
   * longer.
   */
  restMs: 500,
  /**
   * Bytes of messages refused for a rate or a budget: at once, and a second. Beyond that the connection is closed. A client has
   * at most 256 KiB in flight.
   */
  refusedBytesBurst: 1024 * 1024,
  refusedBytesPerSecond: 64 * 1024,
  /**
   * Elements that all connections of one network address may add at once: two full boards. This budget and the next refill in 100
   * s.
   */
  addressElementsBurst: 200_000,
  /** Bytes of all connections of one network address at once. */
  addressBytesBurst: 128 * 1024 * 1024,
  /**
   * Connections of one network address that may be closed for a flood before no other may join from there. Refilled in 100 s. Each
   * new connection has the budgets of a connection anew.
   */
  addressFloods: 100,
  /** Wrong passwords that one network address may try at once. Refilled in 100 s. */
  addressPassTries: 60,
  /** Rooms that one connection may open at once, and a second. A room that is open or stored costs nothing. */
  newRoomsBurst: 20,
  newRoomsPerSecond: 0.5,
  /**
   * Messages without effect (pings, calls of unknown methods) from one connection: at once, and a second. Beyond that it is
   * closed.
   */
  uselessMessagesBurst: 1_000,
  uselessMessagesPerSecond: 50,
  /** Decisions of one connection about its room a second, and at once (SPEC.md, section RGT). */
  actsPerSecond: 2,
  actsBurst: 40,
  /**
   * Catch-ups of one connection: a second, and at once. Each may cost a whole board. An honest client needs one per gap in the
   * frames.
   */
  catchUpsPerSecond: 1,
  catchUpsBurst: 20,
  /** Messages refused for rate or shape that a connection may send: at once, and a second. Beyond that it is closed. */
  strikesBurst: 200,
  strikesPerSecond: 1,
  /**
   * Batches refused by the board's rules: at once, and a second. Beyond that the connection is closed. An honest outbox may meet
   * some hundreds.
   */
  refusalsBurst: 2_000,
  refusalsPerSecond: 20,
  /** Presence that is not renewed for this long ends. Clients renew at half of it, so one lost message does no harm. */
  presenceLifeMs: 30_000,
  /** A member whose connection was lost stays for this long, and until the next check after that. A client returns sooner. */
  awayMs: 15_000,
  /** A cursor that has not moved for this long fades (look.md). */
  cursorIdleMs: 3_000,
  /** Of what a member has selected, so many elements are shown to the others: enough to see where they are at work. */
  shownElements: 32,
  /** UTF-16 units of a chat message, and living messages of a board (SPEC.md, section CHT). */
  wordsChars: 2_000,
  wordsPerBoard: 2_000,
  /** Living dots of a board: half of its elements. Who may comment only could otherwise leave no place for a drawing. */
  dotsPerBoard: 50_000,
  /** Messages that one connection may write at once, and a second: faster than people read. */
  wordsBurst: 20,
  wordsPerSecond: 1,
  /** Bytes of a file or snapshot that a client accepts to open. */
  snapshotBytes: 256 * 1024 * 1024,
} as const;
