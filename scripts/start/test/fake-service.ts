import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'

// Stands for a service of ours: is ready at once, and does on request what services do in bad times.
//   /crash: ends with code 1 · /bad-setting: ends with code 78 · IGNORE_STOP: does not listen to SIGTERM · STOP_LOG: notes when it is asked to stop · EXIT_AT_START: ends with that code

const exitAtStart = process.env['EXIT_AT_START']
if (exitAtStart) {
  process.stderr.write('Setting PORT: must be a number.\n')
  process.exit(Number(exitAtStart))
}
process.on('SIGTERM', () => {
  const { NAME, STOP_LOG } = process.env
  if (STOP_LOG) appendFileSync(STOP_LOG, `${NAME} ${performance.timeOrigin + performance.now()}\n`)
  if (!process.env['IGNORE_STOP']) process.exit(0)
})
createServer((request, response) => {
  if (request.url === '/crash') process.exit(1)
  if (request.url === '/bad-setting') process.exit(78)
  response.end(JSON.stringify({ pid: process.pid }))
}).listen(Number(process.env['PORT']), '127.0.0.1')
