/**
 * Settings of glibc's memory allocator, which reads them when a process starts: whatever starts a hub sets them. Without them the
 * allocator learns from the first large block to take such blocks from its own heap, and keeps most of a flood's memory. Blocks
 * above the threshold go back to the system at once: most pieces in which long messages come are longer, and what a busy hub allocates
 * all the time is shorter. Other systems ignore them.
 */
export const HUB_ALLOCATOR = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '32768',
  MALLOC_TRIM_THRESHOLD_: '131072',
} as const;

/**
 * The environment of a hub that Node runs. Its young objects are collected in one go, and at 64 MiB, Node's own bound, that took 60 to
 * 150 ms when 200 people came at once. At 8 MiB it takes a tenth, and a busy room costs the same.
 */
export const HUB_ENVIRONMENT = { ...HUB_ALLOCATOR, NODE_OPTIONS: '--max-semi-space-size=8' } as const;
