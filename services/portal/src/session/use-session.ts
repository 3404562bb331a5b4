import { createContext, useContext } from 'react'

/** Who looks at the page. */
export interface Session {
  partner: { id: string; name: string; adminEmail: string | null }
  vendorName: string
  /** The zone of the billing calendar. */
  billingTimeZone: string
  expiresAt: string
}

export const SessionContext = createContext<Session | null>(null)

/** The session that the gate let through. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside of SessionGate')
  return session
}
