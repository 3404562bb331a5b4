import type { ComponentType } from 'react'

/** How a card looks at a glance. */
export type CardTone = 'neutral' | 'waiting' | 'good' | 'bad'

/** What a card says about the partner's part in an integration. */
export interface CardFacts {
  tone: CardTone
  state: string
  note: string
  action: string
}

/** An integration that the vendor offers: one entry in `INTEGRATIONS`. */
export interface Integration {
  id: string
  href: string
  name: string
  about: string
  Icon: ComponentType<{ size?: number }>
  /** A hook: `undefined` while it is not known yet. */
  useFacts: () => { facts: CardFacts | undefined; error: Error | null; retry: () => void }
}
