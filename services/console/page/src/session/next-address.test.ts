import { expect, test } from 'vitest'
import { nextAddressOf } from './next-address.ts'

const next = (address: string) => nextAddressOf(`?${new URLSearchParams({ next: address })}`)

test('after the sign-in one is where one wanted to go, filters and all', () => {
  expect(next('/runs/1?outcome=failed')).toEqual({ address: '/runs/1?outcome=failed', isLoaded: false })
  expect(nextAddressOf('')).toEqual({ address: '/', isLoaded: false })
})

test('the queue dashboard is no page of ours and is loaded', () => {
  expect(next('/board/queue/push')).toEqual({ address: '/board/queue/push', isLoaded: true })
  expect(next('/boards')).toEqual({ address: '/boards', isLoaded: false })
})

test('a link cannot lead anywhere else, nor back to the sign-in', () => {
  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    'runs',
    '///evil.example',
    ' //evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'data:text/html,evil',
    '/sign-in?next=/',
  ]) {
    expect(next(elsewhere).address).toBe('/')
  }
})
