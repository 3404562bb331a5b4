import { ApiError } from '../api/api-error.ts'

/** No partner was chosen: nothing was asked of the console. */
export class MissingPartnerError extends ApiError {
  constructor() {
    super(422, { code: 'partner_missing' })
  }
}
