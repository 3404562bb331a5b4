export const signIn = {
  title: (vendor: string) => `Sign in to the ${vendor} console`,
  about: 'For operators. Accounts are made at the shell, by “pnpm operator create”. A sign-in lasts twelve hours.',
  name: 'Name',
  password: 'Password',
  reveal: 'Show the password',
  action: 'Sign in',
  busy: 'Signing in…',
  byProvider: (host: string) => `Sign in by ${host}`,
  or: 'or',
  refused: 'The sign-in did not succeed. Try again.',
}
