export { createGradientClient } from './client.ts'
export type { CallOptions, CallResult, GradientClient, GradientClientOptions } from './client-types.ts'
export { type OpenGradient, openGradient } from './open-gradient.ts'
export { createPace, type Pace, type PaceMode, type PaceOptions, type PaceSlot, type Priority } from './pace.ts'
export {
  type GradientServiceChoice,
  type GradientTarget,
  gradientOptions,
  gradientService,
  gradientServiceSettings,
  gradientSettings,
} from './settings.ts'
export type { SpareRow, SpareSlots, SpareWrite } from './spare-slots.ts'
export { checkTargetUrl, TargetUrlError } from './target-url.ts'
export type { Account, AccountChange, NewAccount, NewService, Organization, Sku, Vendor } from './wire.ts'
