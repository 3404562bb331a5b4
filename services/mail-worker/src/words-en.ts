/** Why a mail is not sent: operators and, on their page, partners read it. */
export const NOT_SENT = {
  noMailServer: 'no mail server is set up (SMTP_URL)',
  noAddress: 'the partner has no admin address',
  overTaken: 'it was no longer true when its turn came: the key was replaced, or the partner has disconnected',
}
