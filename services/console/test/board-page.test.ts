import { QUEUES } from '@bridge/queue'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, startConsoleForTest, type TestConsole } from './start-console-for-test.ts'

let running: TestConsole
let operator: Browser
let viewer: Browser
beforeAll(async () => {
  running = await startConsoleForTest()
  operator = await running.signedIn('operator')
  viewer = await running.signedIn('viewer')
})
afterAll(() => running.close())

test('a viewer’s dashboard has no buttons, an operator’s has', async () => {
  for (const [browser, readOnlyMode] of [
    [viewer, true],
    [operator, false],
  ] as const) {
    const { body } = await browser.call('GET', '/board/api/queues')
    expect(body.queues).toHaveLength(QUEUES.length)
    for (const queue of body.queues) expect(queue).toMatchObject({ readOnlyMode, allowRetries: !readOnlyMode })
  }
})

test('the page fetches nothing from elsewhere, and its policy lets in no script and no style that is not ours', async () => {
  for (const path of ['/board', '/board/', '/board/queue/billing', '/board/queue/billing/x']) {
    const { status, headers, body } = await viewer.call('GET', path)
    expect(status).toBe(200)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w+/=]{24}';/)
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(body).not.toMatch(/https?:|<style| style=|onclick/)
    expect(body).toContain(`<script src="/board/style-nonce.js" data-nonce="${/'nonce-(.*?)'/.exec(policy)?.[1]}">`)
    expect(body).toContain('<base href="/board/" />')
    expect(headers.get('x-frame-options')).toBe('DENY')
  }
  const asset = await viewer.call('GET', '/board/static/css/main.css')
  expect(asset.status).toBe(404)
})

test('why jobs are changed is asked for on the page of who may change jobs, and not on a viewer’s', async () => {
  for (const path of ['/board', '/board/queue/billing']) {
    expect((await operator.call('GET', path)).body).toContain('Why are you changing jobs?')
    expect((await viewer.call('GET', path)).body).not.toContain('reason-bar')
  }
})
