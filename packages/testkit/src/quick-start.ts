const USE_JOINED = new URL('./joined-packages/use-joined-packages.ts', import.meta.url).href

/**
 * For a process that a test starts with an environment of its own, so that it starts for less: where Node finds what it has compiled before, and the packages
 * joined into few files (`joinPackages`). Each as far as it was set up.
 */
export const QUICK_START: Record<string, string> = {
  ...(process.env['NODE_COMPILE_CACHE'] ? { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] } : {}),
  ...(process.env['JOINED_PACKAGES']
    ? { JOINED_PACKAGES: process.env['JOINED_PACKAGES'], NODE_OPTIONS: `--import=${USE_JOINED}` }
    : {}),
}
