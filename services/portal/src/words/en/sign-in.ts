import { vendorName } from '../../page-facts.ts'

/** What is said to whom a link has not let in, or lets in no longer. */
export const signIn = {
  session: {
    overTitle: 'You are not signed in',
    over: `Open this page from ${vendorName}: sign in there, go to your integrations, and choose Gradient. For your safety a sign-in here lasts eight hours.`,
  },
  entry: {
    title: {
      used: 'This link was used already',
      expired: 'This link has expired',
      unknown: 'This link does not work',
    },
    text: {
      used: 'Each link opens this page once. If it was you who used it, the page may still be open in another tab.',
      expired: 'A link opens this page within five minutes of being made, and this one is older.',
      unknown: 'It is not complete, or it was never made by us.',
    },
    next: `Go back to ${vendorName} and open the page from there again: that makes a new link.`,
  },
}
