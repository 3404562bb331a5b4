export {
  type Breakdown,
  type BreakdownRow,
  type WrittenBreakdown,
  writeBreakdown,
  writeBreakdownPage,
} from './breakdown.ts'
export { csvHeader, csvLines } from './csv.ts'
export { type KeyStopped, writeKeyStopped } from './key-stopped.ts'
