import { disableOperator, openNewPause } from '@bridge/db'
import { waitFor } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

let running: TestConsole
beforeAll(async () => {
  running = await startConsoleForTest()
})
afterAll(() => running.close())

/** An open stream of somebody of this name, who is made; `ended` once the console has closed it. */
async function streamOf(name: string) {
  const operatorId = await running.makeOperator(name, 'viewer')
  const browser = await running.signIn(name)
  const response = await fetch(`${running.url}/api/events`, { headers: { cookie: browser.cookie } })
  const state = { ended: false, text: '' }
  const read = async () => {
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) state.text += piece
    state.ended = true
  }
  void read()
  await waitFor(() => state.text.includes('event: overview'))
  return { operatorId, browser, state }
}

test('a stream ends when its session does: signed out, shut out; the others go on', async () => {
  const [out, disabled, stays] = [await streamOf('signs out'), await streamOf('is shut out'), await streamOf('stays')]
  const { db } = running.database
  await out.browser.call('DELETE', '/api/session')
  const now = running.clock.now()
  await db.transaction().execute((tx) => disableOperator(tx, { operatorId: disabled.operatorId, now }))
  await waitFor(() => out.state.ended && disabled.state.ended, { what: 'the streams to end' })
  const heard = out.state.text
  await openNewPause(db, { scope: 'billing', reason: 'operator', detail: 'told later', by: 'test' })
  await waitFor(() => stays.state.text.includes('told later'))
  expect(stays.state.ended).toBe(false)
  expect(out.state.text).toBe(heard)
  for (const { cookie } of [out.browser, disabled.browser])
    expect((await fetch(`${running.url}/api/events`, { headers: { cookie } })).status).toBe(401)
})

test('a stream ends when its session has run out', async () => {
  const { state } = await streamOf('stays too long')
  running.clock.advanceMs(12 * 3_600_000)
  await waitFor(() => state.ended, { what: 'the stream to end' })
  running.clock.advanceMs(-12 * 3_600_000)
})
