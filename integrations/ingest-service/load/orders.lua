-- For wrk: POSTs orders as JSON lines, with ids that come once, and counts what was accepted.
-- Arguments behind "--": lines a request (10), the mean of the milliseconds that a connection waits
-- before a request (0), and "wait" for answers when all is stored.
local threads = {}
local count = 0

function setup(thread)
  count = count + 1
  thread:set("id", count)
  table.insert(threads, thread)
end

function init(args)
  lines = tonumber(args[1] or 10)
  pause = tonumber(args[2] or 0)
  wait = args[3] == "wait"
  run = os.time() .. "-" .. id
  number = 0
  accepted, answered, others = 0, 0, 0
  math.randomseed(id)
  headers = { ["Content-Type"] = "application/x-ndjson" }
end

-- Pauses of one length would have the connections send in step.
function delay()
  return math.floor(pause * 2 * math.random() + 0.5)
end

function request()
  local body = {}
  for i = 1, lines do
    number = number + 1
    body[i] = string.format('{"id":"%s-%d","customer":"c-%d","cents":%d}',
      run, number, number % 1000, number % 500 + 1)
  end
  return wrk.format("POST", wait and "/orders?wait" or "/orders", headers, table.concat(body, "\n"))
end

function response(status, headers, body)
  answered = answered + 1
  if status ~= 202 and status ~= 200 then
    others = others + 1
  end
  accepted = accepted + tonumber(body:match('"accepted":(%d+)') or 0)
end

function done(summary, latency, requests)
  local accepted, answered, others = 0, 0, 0
  for _, thread in ipairs(threads) do
    accepted = accepted + thread:get("accepted")
    answered = answered + thread:get("answered")
    others = others + thread:get("others")
  end
  print(string.format("accepted lines: %d", accepted))
  print(string.format("answers: %d, of these not all accepted %d", answered, others))
  print(string.format("seconds: %.3f", summary.duration / 1e6))
  print(string.format("p50 ms: %.3f", latency:percentile(50) / 1e3))
  print(string.format("p99 ms: %.3f", latency:percentile(99) / 1e3))
end
