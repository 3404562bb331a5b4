import { createServer } from 'node:http'

// Stands in for Gradient where its own speed must not be seen: takes every count and says yes after so many milliseconds. It checks and keeps nothing.
const answerAfterMs = Number(process.argv[2] ?? 0)

const server = createServer((request, response) => {
  const answer = () => {
    response.statusCode = 201
    response.end()
  }
  request.resume()
  request.once('end', () => {
    if (answerAfterMs > 0) setTimeout(answer, answerAfterMs)
    else answer()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
})
