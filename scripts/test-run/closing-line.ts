/** How many tests ended how. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** The last line of a test run, alone on its line, for people and programs alike. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
