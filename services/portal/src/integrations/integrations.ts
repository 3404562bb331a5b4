import { gradientIntegration } from '../gradient/gradient-integration.ts'
import type { Integration } from './integration.ts'

/** All that there are. Another one is one more entry. */
export const INTEGRATIONS: readonly Integration[] = [gradientIntegration]
