import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { format, inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Secret } from './secret.ts'

const TEXT = 'pk-live-5f8a1c'
const secret = new Secret(TEXT)

function consoleOutput(...values: unknown[]): string {
  let output = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      output += String(chunk)
      done()
    },
  })
  new Console(stream).log(...values)
  return output
}

describe('Secret', () => {
  test('reveal gives the text', () => {
    expect(secret.reveal()).toBe(TEXT)
  })

  test.each([
    ['String()', String(secret)],
    ['a template string', `${secret}`],
    ['concatenation', ''.concat(secret as unknown as string)],
    ['JSON.stringify', JSON.parse(JSON.stringify(secret)) as string],
    ['JSON.stringify of what holds it', (JSON.parse(JSON.stringify({ key: secret })) as { key: string }).key],
    ['util.inspect', inspect(secret)],
    ['util.inspect with everything shown', inspect(secret, { showHidden: true, depth: null, getters: true })],
    ['console.log', consoleOutput(secret).trim()],
    ['%s', format('%s', secret)],
    ['%o', format('%o', secret)],
  ])('%s prints [redacted]', (_way, output) => {
    expect(output).toBe('[redacted]')
  })

  test.each([
    ['%j', format('%j', secret)],
    ['console.log of what holds it', consoleOutput({ deep: { key: [secret] } })],
    ['util.inspect with custom inspection off', inspect(secret, { customInspect: false, showHidden: true })],
    ['an error that names it', inspect(new Error(`key ${secret}`, { cause: secret }))],
    ['a spread', inspect({ ...secret })],
    ['a structured clone', inspect(structuredClone(secret), { showHidden: true })],
    ['Object.entries', JSON.stringify(Object.entries(secret))],
    ['its own property names and symbols', inspect(Reflect.ownKeys(secret))],
    ['its source', inspect(secret.constructor, { showHidden: true })],
  ])('%s does not contain the text', (_way, output) => {
    expect(output).not.toContain(TEXT)
  })

  test('it has no own property and takes none', () => {
    expect(Reflect.ownKeys(secret)).toEqual([])
    expect(() => Object.assign(secret, { text: TEXT })).toThrow(TypeError)
  })
})
