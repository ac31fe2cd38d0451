/**
 * Scripts of the store. Redis runs each as one step. Keys of a room: the snapshot (hash `tag`, `body`), the log (stream, field `r`), and
 * the set of all rooms with the time of their last write.
 */
const TOUCH = `
local function touch(rooms, room)
  redis.call('ZADD', rooms, redis.call('TIME')[1] * 1000, room)
end`;

/** KEYS snapshot log. */
export const READ = `
return { redis.call('HGET', KEYS[1], 'tag') or '', redis.call('HGET', KEYS[1], 'body') or '', redis.call('XRANGE', KEYS[2], '-', '+') }`;

/** KEYS snapshot log rooms, ARGV room mustExist records…; the ids, or nothing when the snapshot that must be there is not. */
export const APPEND = `${TOUCH}
if ARGV[2] == '1' and redis.call('EXISTS', KEYS[1]) == 0 then return {} end
local ids = {}
for i = 3, #ARGV do ids[#ids + 1] = redis.call('XADD', KEYS[2], '*', 'r', ARGV[i]) end
touch(KEYS[3], ARGV[1])
return ids`;

/** KEYS snapshot log rooms, ARGV room tag newTag body ids…; the tag and snapshot that are there, when that is not \`tag\`. */
export const COMPACT = `${TOUCH}
local there = redis.call('HGET', KEYS[1], 'tag') or ''
if there ~= ARGV[2] then return { there, redis.call('HGET', KEYS[1], 'body') or '' } end
redis.call('HSET', KEYS[1], 'tag', ARGV[3], 'body', ARGV[4])
for i = 5, #ARGV do redis.call('XDEL', KEYS[2], ARGV[i]) end
if redis.call('XLEN', KEYS[2]) == 0 then redis.call('DEL', KEYS[2]) end
touch(KEYS[3], ARGV[1])
return {}`;

const SUM = `
local function sumOf(sizes)
  local sum = 0
  for _, size in ipairs(redis.call('HVALS', sizes)) do sum = sum + size end
  return sum
end`;

/** KEYS sizes all picture, ARGV hash bytes counted roomMost allMost; 1: it is there. */
export const KEEP_PICTURE = `${SUM}
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return 1 end
local room = sumOf(KEYS[1]) + ARGV[3]
local all = (redis.call('GET', KEYS[2]) or 0) + ARGV[3]
if room > tonumber(ARGV[4]) or all > tonumber(ARGV[5]) then return 0 end
redis.call('SET', KEYS[3], ARGV[2])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('SET', KEYS[2], string.format('%.0f', all))
return 1`;

/** KEYS sizes all, ARGV prefix; deletes each picture of the sizes, whose key is the prefix and its hash. */
export const FORGET_PICTURES = `${SUM}
local all = (redis.call('GET', KEYS[2]) or 0) - sumOf(KEYS[1])
for _, hash in ipairs(redis.call('HKEYS', KEYS[1])) do redis.call('DEL', ARGV[1] .. hash) end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], string.format('%.0f', math.max(all, 0)))`;
