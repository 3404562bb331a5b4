import { createContext, useContext } from 'react'
import type { Session } from '../api/shapes.ts'

export const SessionContext = createContext<Session | null>(null)

/** The session that the gate let through. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside of SessionGate')
  return session
}

/** Whether whoever is signed in may change something. The console itself decides; this only spares people the refusal. */
export function useMayChange(): boolean {
  return useSession().operator.role === 'operator'
}
