export const reasonField = {
  label: 'Reason',
  about: 'Kept in the audit, and shown wherever this is seen.',
  missing: 'Say why, in three letters at least.',
}
