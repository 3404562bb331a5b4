import { describe, expect, it } from 'vitest'
import { HELP, parseFlags } from './flags.ts'

describe('the flags of npm start', () => {
  it('without any: one worker of each kind, the example, the usual ports', () => {
    expect(parseFlags([])).toEqual({
      flags: { fresh: false, example: true, exit: false, portBase: undefined, readyFile: undefined, workers: 1 },
    })
  })

  it('reads each of them', () => {
    const args = ['--fresh', '--no-example', '--exit', '--port-base', '0', '--ready-file', 'ready.json', '--workers=3']
    expect(parseFlags(args)).toEqual({
      flags: { fresh: true, example: false, exit: true, portBase: 0, readyFile: 'ready.json', workers: 3 },
    })
  })

  it.each([
    ['--nonsense'],
    ['stray'],
    ['--port-base', 'x'],
    ['--port-base', '80'],
    ['--port-base'],
    ['--workers', '0'],
    ['--workers', '1.5'],
    ['--ready-file', ''],
  ])('refuses %s %s and says what is wrong', (...args) => {
    expect(parseFlags(args)).toEqual({ wrong: expect.stringMatching(/\w/) })
  })

  it('help is asked for by --help and names every flag', () => {
    expect(parseFlags(['--help', '--fresh'])).toBe('help')
    for (const flag of ['--fresh', '--no-example', '--exit', '--port-base', '--ready-file', '--workers']) {
      expect(HELP).toContain(flag)
    }
  })
})
