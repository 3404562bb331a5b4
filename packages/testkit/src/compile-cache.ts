/**
 * For a process that a test starts with an environment of its own: where Node finds what it has compiled before. Without it a third of what a start costs is
 * spent on compiling the same again. Empty where no cache was set up.
 */
export const COMPILE_CACHE: Record<string, string> = process.env['NODE_COMPILE_CACHE']
  ? { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }
  : {}
