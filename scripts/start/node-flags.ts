/**
 * V8 leaves garbage lying while there is memory: a small young generation, and an old one that may not grow far, keep a worker within
 * 50 MB of its idle, and an import flat; a smaller young one than the gateway's 16 MB took a fifth of its small calls. Under a limit V8 lets the old generation grow by
 * only 30 % before it marks all of it again, every third of a second at full load: a list's 99th percentile was that. So it is told by how much (docs/performance.md).
 * deploy/Dockerfile says the same.
 */
const FLAGS: Record<string, string[]> = {
  gateway: ['--max-semi-space-size=16', '--max-old-space-size=512', '--heap-growing-percent=100'],
  'billing-worker': ['--max-semi-space-size=8', '--max-old-space-size=256', '--heap-growing-percent=40'],
  scheduler: ['--max-semi-space-size=4', '--max-old-space-size=128'],
}

/** The flags of Node with which a service is started; none for a service whose memory nothing makes grow. */
export function nodeFlagsOf(service: string): string[] {
  return FLAGS[service] ?? []
}
