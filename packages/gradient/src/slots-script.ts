import { ASK_AGAIN_MAX_US, FURTHEST_US } from './slots.ts'

/** How long the state outlives its last use. Long, since a forgotten state costs the next call a fifth of a second. */
const STATE_TTL_MS = 7 * 24 * 3600 * 1000

/**
 * `reserveSlot` and `holdSlots` of `slots.ts` in Lua, on Redis' own clock, so that the machines' clocks do not matter. One key, one string: `next|id=until,…`.
 * ARGV: `interactive`, `bulk` or `hold` · asker · hold · spacing · bulk ahead · interactive ahead · grace (all µs) · slots.
 * Answers [now, wait or -1, ask again or -1], in µs.
 */
export const SLOTS_SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local op, asker = ARGV[1], ARGV[2]
local hold, spacing, bulkAhead = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local interactiveAhead, grace, slots = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])

local slot = now + interactiveAhead + spacing
local ids, untils, place = {}, {}, nil
local stored = redis.call('GET', KEYS[1])
local storedNext, storedWaiting = string.match(stored or '', '^(%d+)|(.*)$')
if storedNext and tonumber(storedNext) - now <= ${FURTHEST_US} then
  slot = tonumber(storedNext)
  for id, til in string.gmatch(storedWaiting, '([^=,]+)=(%d+)') do
    if tonumber(til) >= now then
      table.insert(ids, id)
      table.insert(untils, tonumber(til))
      if id == asker then place = #ids end
    end
  end
end
slot = math.max(slot, now + hold)

local wait, again = -1, -1
if op == 'interactive' then
  local tooFar = slot - (now + interactiveAhead)
  if tooFar > 0 then again = math.min(tooFar, ${ASK_AGAIN_MAX_US}) else wait = slot - now end
elseif op == 'bulk' then
  local rank = place and (place - 1) or #ids
  local tooFar = slot + rank * spacing - (now + bulkAhead)
  if tooFar <= 0 then
    wait = slot - now
    if place then
      table.remove(ids, place)
      table.remove(untils, place)
    end
  else
    again = math.min(tooFar, ${ASK_AGAIN_MAX_US})
    local at = place or (#ids + 1)
    ids[at] = asker
    untils[at] = now + again + grace
  end
end
if wait >= 0 then slot = slot + slots * spacing end

local waiting = {}
for index, id in ipairs(ids) do waiting[index] = id .. '=' .. string.format('%.0f', untils[index]) end
redis.call('SET', KEYS[1], string.format('%.0f', slot) .. '|' .. table.concat(waiting, ','), 'PX', ${STATE_TTL_MS})
return { now, wait, again }
`
