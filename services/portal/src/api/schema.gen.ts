// Made from the gateway’s /openapi.json by: npm test -- --project system test/portal/client-matches -u

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process lives */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** It can serve, and the workers make progress */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ready" | "not_ready";
                            problems: {
                                [key: string]: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ready" | "not_ready";
                            problems: {
                                [key: string]: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One partner */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Partner"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Make or change a partner
         * @description `adminEmail` left out stays as it is; `null` removes it.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string & (unknown & unknown);
                        adminEmail?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Partner"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Partner"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `body_too_large`: The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unsupported_media_type`: The content type is not taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List partners */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Partner"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/companies/{companyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One company */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                    companyId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Company"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Register or rename a company
         * @description Where the partner is connected, the company is sent to Gradient by itself. An archived company comes back.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                    companyId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string & (unknown & unknown);
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Company"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Company"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `body_too_large`: The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unsupported_media_type`: The content type is not taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /**
         * Archive a company
         * @description This month is still billed, then one 0 is sent, then nothing. PUT brings it back. Doing it twice changes nothing.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                    companyId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is archived, or was never known. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/companies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a partner’s companies */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    account?: "waiting" | "present" | "failed" | "gone";
                    /** @description Only those whose name or id has this in it, as it stands. */
                    search?: string;
                };
                header?: never;
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Company"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/companies/{companyId}/usage/{period}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Report billable users
         * @description May be reported and changed at any time. A change of the period that was billed last is sent to Gradient by itself.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                    companyId: string;
                    period: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        billableUsers: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Usage"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `body_too_large`: The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unsupported_media_type`: The content type is not taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_reused`: The key was used for another request. `period_in_future`: The period has not begun. `period_not_open`: Only the last closed period can be billed. `company_archived`: The company is archived. `partner_key_rejected`: Gradient does not accept the key. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/companies/{companyId}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was reported, when, and what took its place */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    period?: string;
                };
                header?: never;
                path: {
                    partnerId: string;
                    companyId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["UsageRevision"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/gradient-connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the partner is connected */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GradientConnection"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Connect, or replace the key
         * @description The key is tried with Gradient at once; a bad one is refused and nothing is kept. The old key stays until the new one is accepted.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        partnerApiKey: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GradientConnection"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GradientConnection"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `cross_site_request`: The request comes from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_running`: The first request with this key is still running. `other_organization`: The key belongs to another organization. `not_connected`: The partner is not connected. `needs_key`: The partner’s key is no longer accepted. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `body_too_large`: The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unsupported_media_type`: The content type is not taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_reused`: The key was used for another request. `period_in_future`: The period has not begun. `period_not_open`: Only the last closed period can be billed. `company_archived`: The company is archived. `partner_key_rejected`: Gradient does not accept the key. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /**
         * Disconnect for good
         * @description The key is destroyed. Once this has answered, no call with it starts any more. Starting over needs a new key.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Not connected any more. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `cross_site_request`: The request comes from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/gradient-connection/sync-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make sure that all companies are in Gradient */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same key and body get the same answer, for 24 hours at least. 1 to 255 visible ASCII characters. */
                    "idempotency-key"?: string;
                };
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never> | null;
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Accepted"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `cross_site_request`: The request comes from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_running`: The first request with this key is still running. `other_organization`: The key belongs to another organization. `not_connected`: The partner is not connected. `needs_key`: The partner’s key is no longer accepted. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unsupported_media_type`: The content type is not taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_reused`: The key was used for another request. `period_in_future`: The period has not begun. `period_not_open`: Only the last closed period can be billed. `company_archived`: The company is archived. `partner_key_rejected`: Gradient does not accept the key. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/gradient-connection/account-syncs/{syncId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a sync of accounts is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                    syncId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountSync"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List billing runs, the latest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["BillingRun"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Bill the last closed period now
         * @description For all connected partners, or for one. A run that is already under way is answered with 200 and its body.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same key and body get the same answer, for 24 hours at least. 1 to 255 visible ASCII characters. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        period: string;
                        partnerId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BillingRun"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Accepted"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `cross_site_request`: The request comes from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_running`: The first request with this key is still running. `other_organization`: The key belongs to another organization. `not_connected`: The partner is not connected. `needs_key`: The partner’s key is no longer accepted. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `body_too_large`: The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unsupported_media_type`: The content type is not taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_reused`: The key was used for another request. `period_in_future`: The period has not begun. `period_not_open`: Only the last closed period can be billed. `company_archived`: The company is archived. `partner_key_rejected`: Gradient does not accept the key. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing-runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One billing run with its outcomes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    runId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BillingRun"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing-runs/{runId}/pushes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of every company in a run */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    outcome?: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
                    partnerId?: string;
                };
                header?: never;
                path: {
                    runId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of lines; with `Accept: text/csv` all of them as a file. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["BillingRow"][];
                            nextCursor: string | null;
                        };
                        "text/csv": string;
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/billing/{period}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A partner’s breakdown of a period
         * @description The file (`Accept: text/csv`) takes the same filters and the same order, and has all lines.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    outcome?: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
                    /** @description By company id where it is left out. `company`: by name. `outcome`: in the order waiting, sending, accepted, unmapped, no_usage, refused, failed, cancelled, superseded. Lines without a value come last in both orders. */
                    sort?: "company" | "unitCount" | "outcome" | "settledAt";
                    order?: "asc" | "desc";
                    /** @description Only companies whose name or id has this in it, as it stands. */
                    search?: string;
                    /** @description Only each company’s newest line: those of a connection that is over are left out where a newer one has a line for the company. */
                    latest?: "true" | "false";
                };
                header?: never;
                path: {
                    partnerId: string;
                    period: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of lines; with `Accept: text/csv` all of them as a file. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["BillingRow"][];
                            nextCursor: string | null;
                        };
                        "text/csv": string;
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/billing/{period}/companies/{companyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of one company in a period, and why
         * @description Its newest line, what was reported and what was sent: the newest first, 200 of each at the most.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                    companyId: string;
                    period: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CompanyHistory"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/billing/{period}/breakdown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A partner’s breakdown of a period, as a page
         * @description In the words of the breakdown mail, with all lines; a file that loads nothing from anywhere.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                    period: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A file. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/billing-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What would be sent for the month that is running
         * @description With what is reported by now, by the rule of a run. For a partner that is not connected: what would be sent if it connected.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    search?: string;
                    /** @description By company id where it is left out. `company`: by name. */
                    sort?: "company" | "unitCount";
                    order?: "asc" | "desc";
                };
                header?: never;
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BillingPreview"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/billing-periods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A partner’s months, the newest first
         * @description Each for which something was reported or billed.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["BillingPeriod"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/unmapped-companies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the partner has to map in Gradient
         * @description Companies whose number Gradient did not take because their account is not mapped; also while it is being tried again.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    search?: string;
                };
                header?: never;
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnmappedCompanies"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens, as it happens
         * @description Server-sent events. Each of the three is sent at once, and again whenever it has changed, which is looked at once a second; a reader that is slow gets the
         *     newest state alone. `data` is JSON on one line:
         *
         *     - `connection`: a GradientConnection, as `GET …/gradient-connection` answers it.
         *     - `sync`: the newest AccountSync of the live connection, as `GET …/account-syncs/{syncId}` answers it; null where there is none.
         *     - `run`: `{period, runId, startedAt, finishedAt, expected, outcomes}` of the period that was billed last on the live connection: this partner's own numbers, whoever else is
         *       in that run; null where there is none. `outcomes` are those of a BillingRun.
         *
         *     A comment line comes every 15 seconds. The stream ends with the caller's session or token, and when the gateway closes: come again. At most 6 at once per caller.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The events. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{partnerId}/portal-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link into the partner’s page
         * @description Good for one use within 5 minutes. Following it opens the partner’s page with a session of 8 hours. Every call makes another link, which does no harm: an `Idempotency-Key` is only of use to whoever wants the very same one again, and has the answer kept for that, link included.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same key and body get the same answer, for 24 hours at least. 1 to 255 visible ASCII characters. */
                    "idempotency-key"?: string;
                };
                path: {
                    partnerId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never> | null;
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PortalLink"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `route_not_found`: There is nothing here. `partner_not_found`: The partner is not known. `company_not_found`: The company is not known. `run_not_found`: The billing run is not known. `sync_not_found`: The account sync is not known. `period_not_billed`: The period was not billed. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_running`: The first request with this key is still running. `other_organization`: The key belongs to another organization. `not_connected`: The partner is not connected. `needs_key`: The partner’s key is no longer accepted. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `body_too_large`: The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unsupported_media_type`: The content type is not taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_reused`: The key was used for another request. `period_in_future`: The period has not begun. `period_not_open`: Only the last closed period can be billed. `company_archived`: The company is archived. `partner_key_rejected`: Gradient does not accept the key. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portal-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in here */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PortalSession"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Leave
         * @description The session ends, in whatever else holds its cookie too.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It has ended. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `cross_site_request`: The request comes from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import partners, companies and usage
         * @description A stream of any size: `text/csv` with a header line, or `application/x-ndjson`. Columns, in any order: `partner_id, partner_name, admin_email, company_id, company_name, period, billable_users`. What a line leaves out is left alone. Good lines are kept, all at once at the end, and each bad one is named. Of several lines about the same thing the last one counts. A caller who hangs up before the end leaves nothing.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The same key and body get the same answer, for 24 hours at least. 1 to 255 visible ASCII characters. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": unknown;
                    "application/x-ndjson": unknown;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                /** @description `malformed_request`: The request is malformed. `malformed_json`: The body is not JSON. `bad_cursor`: The cursor is not one of ours. `bad_idempotency_key`: The Idempotency-Key is malformed. `bad_columns`: The columns are not the documented ones. `bad_encoding`: The body is not UTF-8. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unauthorized`: A valid token is needed. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: The request did not come in time. */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_running`: The first request with this key is still running. `other_organization`: The key belongs to another organization. `not_connected`: The partner is not connected. `needs_key`: The partner’s key is no longer accepted. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unsupported_media_type`: The content type is not taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `idempotency_key_reused`: The key was used for another request. `period_in_future`: The period has not begun. `period_not_open`: Only the last closed period can be billed. `company_archived`: The company is archived. `partner_key_rejected`: Gradient does not accept the key. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `too_many_requests`: Too many requests. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Something failed on our side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `unavailable`: Not available at this moment. `gradient_unavailable`: Gradient cannot be reached. `sending_paused`: Calls to Gradient are paused. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An error (RFC 9457). */
        ProblemInput: {
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            /** @description Stable; branch on this. */
            code: string;
            errors?: {
                path: string;
                message: string;
            }[];
        };
        AccountInput: {
            /** @enum {string} */
            state: "waiting" | "present" | "failed" | "gone";
            /** @description Why it is not there, or cannot go on. */
            reason: string | null;
            updatedAt: string | null;
        };
        AcceptedInput: {
            /** Format: uuid */
            id: string;
            statusUrl: string;
        };
        BillingRowInput: {
            /** Format: uuid */
            connectionId: string;
            partnerId: string;
            companyId: string;
            companyName: string;
            period: string;
            unitCount: number | null;
            revision: number;
            /** @enum {string} */
            outcome: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
            waitingReason: ("needs_key" | "sending_paused") | null;
            attempts: number;
            /** @description What Gradient answered last. */
            lastStatus: number | null;
            lastError: string | null;
            settledAt: string | null;
            /** @description When Gradient last took a number for this line, be it one that has been corrected since. */
            sentAt: string | null;
            /** @description Where Gradient had taken another number before the present revision: `from` is the last of those, `at` is when the present number was reported. Null where nothing was taken before, or the same number. `fromRevision` 0 is the last zero of a company that was archived and came back. */
            corrected: {
                from: number;
                fromRevision: number;
                /** Format: date-time */
                at: string;
            } | null;
        };
        BillingRunInput: {
            /** Format: uuid */
            id: string;
            period: string;
            /** @enum {string} */
            kind: "scheduled" | "catch_up" | "requested";
            /** @description The one partner it is for; null: all. */
            partnerId: string | null;
            /** Format: date-time */
            startedAt: string;
            plannedAt: string | null;
            finishedAt: string | null;
            /**
             * Format: date-time
             * @description By when its counts must be in Gradient: 8 AM EST of the 1st, all year.
             */
            deadlineAt: string;
            /** @description Time that is left, 0 once the deadline has passed; null when the run is finished. */
            secondsToDeadline: number | null;
            /** @description A monthly run (`scheduled`, `catch_up`) that is not finished although its deadline has passed. It goes on. A `requested` run is never overdue. */
            overdue: boolean;
            /** @description When the scheduler found a monthly run unfinished after its deadline, and alarmed; null: never. */
            alarmedAt: string | null;
            /** @description Companies without an outcome at that moment (`waiting`, `sending`); null where there was no alarm, or the run was not planned yet. */
            unsettledAtDeadline: number | null;
            /** @description The month was over before its run could begin. Its counts are kept and never sent, since Gradient holds one number per company, without a month. Such a run is finished and has no outcomes. */
            missedAt: string | null;
            /** @description Companies that must end in an outcome; 0 until the run is planned. */
            expected: number;
            outcomes: {
                waiting: number;
                sending: number;
                accepted: number;
                unmapped: number;
                no_usage: number;
                refused: number;
                failed: number;
                cancelled: number;
                superseded: number;
            };
            /** @description `expected` less the sum of `outcomes`: anything but 0 is a defect. */
            missing: number;
            progress: {
                total: number;
                done: number;
            };
            statusUrl: string;
        };
        PartnerInput: {
            id: string;
            name: string;
            adminEmail: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        CompanyHistoryInput: {
            /** Format: uuid */
            connectionId: string;
            partnerId: string;
            companyId: string;
            companyName: string;
            period: string;
            unitCount: number | null;
            revision: number;
            /** @enum {string} */
            outcome: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
            waitingReason: ("needs_key" | "sending_paused") | null;
            attempts: {
                /**
                 * Format: uuid
                 * @description Another than the line’s where the partner has connected anew since.
                 */
                connectionId: string;
                /** Format: date-time */
                startedAt: string;
                /** Format: date-time */
                finishedAt: string;
                unitCount: number | null;
                revision: number | null;
                /** @description Null: no answer came. */
                httpStatus: number | null;
                /** @description Null: Gradient took the number. */
                reason: string | null;
                message: string | null;
            }[];
            /** @description What Gradient answered last. */
            lastStatus: number | null;
            lastError: string | null;
            settledAt: string | null;
            /** @description When Gradient last took a number for this line, be it one that has been corrected since. */
            sentAt: string | null;
            /** @description Where Gradient had taken another number before the present revision: `from` is the last of those, `at` is when the present number was reported. Null where nothing was taken before, or the same number. `fromRevision` 0 is the last zero of a company that was archived and came back. */
            corrected: {
                from: number;
                fromRevision: number;
                /** Format: date-time */
                at: string;
            } | null;
            revisions: {
                revision: number;
                billableUsers: number;
                /** Format: date-time */
                reportedAt: string;
                replacedAt: string | null;
            }[];
        };
        BillingPeriodInput: {
            period: string;
            /** @description The sum of what is reported now. */
            billableUsers: number;
            /** @description Companies with a report. */
            companies: number;
            /** @description The sum of the numbers that Gradient has taken and that stand. */
            sentUsers: number;
            /** @description Companies that must end in an outcome. */
            expected: number;
            /** @description Each company once, by its newest connection; null where no run has had the month. */
            outcomes: {
                waiting: number;
                sending: number;
                accepted: number;
                unmapped: number;
                no_usage: number;
                refused: number;
                failed: number;
                cancelled: number;
                superseded: number;
            } | null;
            /** @description Of the newest run that the partner had a part in. */
            startedAt: string | null;
            finishedAt: string | null;
            /** @description Companies that were unmapped once and whose number Gradient has taken since. */
            mappedSince: number;
            /** @description The newest breakdown mail of the month. */
            mail: {
                /** @enum {string} */
                status: "waiting" | "sending" | "sent" | "bounced" | "failed" | "not_sent";
                recipient: string | null;
                sentAt: string | null;
                detail: string | null;
            } | null;
            /** @description The month closed last: it may be sent now. */
            isOpen: boolean;
        };
        BillingPreviewRowInput: {
            companyId: string;
            companyName: string;
            /** @description Null: nothing is reported, so nothing would be sent. */
            unitCount: number | null;
            revision: number;
            reportedAt: string | null;
            /**
             * @description `final_zero`: the one 0 that ends an archived company. `no_usage`: nothing, for nothing is reported.
             * @enum {string}
             */
            willBeSent: "usage" | "final_zero" | "no_usage";
            account: components["schemas"]["AccountInput"];
        };
        BillingPreviewInput: {
            period: string;
            /** @description Of the whole preview, whatever is searched. */
            totals: {
                companies: number;
                billableUsers: number;
                withUsage: number;
                noUsage: number;
                finalZeros: number;
            };
            data: components["schemas"]["BillingPreviewRowInput"][];
            nextCursor: string | null;
        };
        UnmappedCompanyInput: {
            companyId: string;
            companyName: string;
            /** @description Its name in Gradient, where that is another until the account is renamed; null: not seen there yet. */
            accountName: string | null;
            unitCount: number | null;
            /** @description When Gradient first answered so in this period, since it last took a number. */
            since: string | null;
        };
        UnmappedCompaniesInput: {
            /** @description The period billed last on the live connection; null where there is none. */
            period: string | null;
            /** @description Whatever is searched. */
            total: number;
            /** @description Companies that were unmapped once in this period and whose number Gradient has taken since. */
            mappedSince: number;
            data: components["schemas"]["UnmappedCompanyInput"][];
            nextCursor: string | null;
        };
        CompanyInput: {
            id: string;
            partnerId: string;
            name: string;
            archivedAt: string | null;
            /** @description The last period that is billed for it, once it is archived. */
            lastPeriod: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            account: components["schemas"]["AccountInput"];
        };
        GradientConnectionInput: {
            /** @enum {string} */
            status: "not_connected" | "pending" | "active" | "needs_key";
            organizationId: string | null;
            organizationName: string | null;
            /** @description The last four characters of the key. */
            keyHint: string | null;
            connectedAt: string | null;
            /** @description When Gradient first took a count. */
            activatedAt: string | null;
            needsKeySince: string | null;
            needsKeyReason: string | null;
            /** @description Nothing is sent for anybody until an operator resumes it. */
            sendingPaused: boolean;
            accounts: {
                total: number;
                present: number;
                waiting: number;
                failed: number;
                gone: number;
            } | null;
            nextRunAt: string | null;
            lastRun: {
                /** Format: uuid */
                id: string;
                period: string;
                /** Format: date-time */
                startedAt: string;
                finishedAt: string | null;
            } | null;
        };
        AccountSyncInput: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "queued" | "running" | "done" | "failed" | "cancelled";
            progress: {
                total: number;
                done: number;
            };
            failed: number;
            error: string | null;
            /** Format: date-time */
            requestedAt: string;
            startedAt: string | null;
            finishedAt: string | null;
        };
        ImportInput: {
            lines: number;
            accepted: number;
            rejected: number;
            errors: {
                /** @description The line of the file on which the record begins, from 1. */
                line: number;
                /** @enum {string} */
                code: "malformed_csv" | "malformed_json" | "line_too_long" | "wrong_field_count" | "unknown_field" | "not_utf8" | "partner_id_missing" | "company_id_missing" | "period_missing" | "invalid_partner_id" | "invalid_partner_name" | "invalid_admin_email" | "invalid_company_id" | "invalid_company_name" | "invalid_period" | "invalid_billable_users" | "period_in_future" | "partner_unknown" | "company_unknown" | "company_archived";
                message: string;
            }[];
            /** @description Rejected lines beyond the first 100,000, which are counted but not named. */
            errorsOmitted: number;
            /** @description What is new or other than before. */
            changed: {
                partners: number;
                companies: number;
                usage: number;
            };
        };
        PortalLinkInput: {
            /** @description For the browser of the partner’s admin. Whoever has it comes in. */
            url: string;
            /** Format: date-time */
            expiresAt: string;
        };
        PortalSessionInput: {
            partner: {
                id: string;
                name: string;
                adminEmail: string | null;
            };
            vendorName: string;
            /** @description The zone of the billing calendar, such as `America/New_York`. */
            billingTimeZone: string;
            /** Format: date-time */
            expiresAt: string;
        };
        UsageInput: {
            partnerId: string;
            companyId: string;
            period: string;
            billableUsers: number;
            /** @description Goes up with every changed number; the same number again makes no new one. */
            revision: number;
            /** Format: date-time */
            reportedAt: string;
        };
        UsageRevisionInput: {
            period: string;
            revision: number;
            billableUsers: number;
            /** Format: date-time */
            reportedAt: string;
            replacedAt: string | null;
        };
        /** @description An error (RFC 9457). */
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            /** @description Stable; branch on this. */
            code: string;
            errors?: {
                path: string;
                message: string;
            }[];
        };
        Account: {
            /** @enum {string} */
            state: "waiting" | "present" | "failed" | "gone";
            /** @description Why it is not there, or cannot go on. */
            reason: string | null;
            updatedAt: string | null;
        };
        Accepted: {
            /** Format: uuid */
            id: string;
            statusUrl: string;
        };
        BillingRow: {
            /** Format: uuid */
            connectionId: string;
            partnerId: string;
            companyId: string;
            companyName: string;
            period: string;
            unitCount: number | null;
            revision: number;
            /** @enum {string} */
            outcome: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
            waitingReason: ("needs_key" | "sending_paused") | null;
            attempts: number;
            /** @description What Gradient answered last. */
            lastStatus: number | null;
            lastError: string | null;
            settledAt: string | null;
            /** @description When Gradient last took a number for this line, be it one that has been corrected since. */
            sentAt: string | null;
            /** @description Where Gradient had taken another number before the present revision: `from` is the last of those, `at` is when the present number was reported. Null where nothing was taken before, or the same number. `fromRevision` 0 is the last zero of a company that was archived and came back. */
            corrected: {
                from: number;
                fromRevision: number;
                /** Format: date-time */
                at: string;
            } | null;
        };
        BillingRun: {
            /** Format: uuid */
            id: string;
            period: string;
            /** @enum {string} */
            kind: "scheduled" | "catch_up" | "requested";
            /** @description The one partner it is for; null: all. */
            partnerId: string | null;
            /** Format: date-time */
            startedAt: string;
            plannedAt: string | null;
            finishedAt: string | null;
            /**
             * Format: date-time
             * @description By when its counts must be in Gradient: 8 AM EST of the 1st, all year.
             */
            deadlineAt: string;
            /** @description Time that is left, 0 once the deadline has passed; null when the run is finished. */
            secondsToDeadline: number | null;
            /** @description A monthly run (`scheduled`, `catch_up`) that is not finished although its deadline has passed. It goes on. A `requested` run is never overdue. */
            overdue: boolean;
            /** @description When the scheduler found a monthly run unfinished after its deadline, and alarmed; null: never. */
            alarmedAt: string | null;
            /** @description Companies without an outcome at that moment (`waiting`, `sending`); null where there was no alarm, or the run was not planned yet. */
            unsettledAtDeadline: number | null;
            /** @description The month was over before its run could begin. Its counts are kept and never sent, since Gradient holds one number per company, without a month. Such a run is finished and has no outcomes. */
            missedAt: string | null;
            /** @description Companies that must end in an outcome; 0 until the run is planned. */
            expected: number;
            outcomes: {
                waiting: number;
                sending: number;
                accepted: number;
                unmapped: number;
                no_usage: number;
                refused: number;
                failed: number;
                cancelled: number;
                superseded: number;
            };
            /** @description `expected` less the sum of `outcomes`: anything but 0 is a defect. */
            missing: number;
            progress: {
                total: number;
                done: number;
            };
            statusUrl: string;
        };
        Partner: {
            id: string;
            name: string;
            adminEmail: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        CompanyHistory: {
            /** Format: uuid */
            connectionId: string;
            partnerId: string;
            companyId: string;
            companyName: string;
            period: string;
            unitCount: number | null;
            revision: number;
            /** @enum {string} */
            outcome: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
            waitingReason: ("needs_key" | "sending_paused") | null;
            attempts: {
                /**
                 * Format: uuid
                 * @description Another than the line’s where the partner has connected anew since.
                 */
                connectionId: string;
                /** Format: date-time */
                startedAt: string;
                /** Format: date-time */
                finishedAt: string;
                unitCount: number | null;
                revision: number | null;
                /** @description Null: no answer came. */
                httpStatus: number | null;
                /** @description Null: Gradient took the number. */
                reason: string | null;
                message: string | null;
            }[];
            /** @description What Gradient answered last. */
            lastStatus: number | null;
            lastError: string | null;
            settledAt: string | null;
            /** @description When Gradient last took a number for this line, be it one that has been corrected since. */
            sentAt: string | null;
            /** @description Where Gradient had taken another number before the present revision: `from` is the last of those, `at` is when the present number was reported. Null where nothing was taken before, or the same number. `fromRevision` 0 is the last zero of a company that was archived and came back. */
            corrected: {
                from: number;
                fromRevision: number;
                /** Format: date-time */
                at: string;
            } | null;
            revisions: {
                revision: number;
                billableUsers: number;
                /** Format: date-time */
                reportedAt: string;
                replacedAt: string | null;
            }[];
        };
        BillingPeriod: {
            period: string;
            /** @description The sum of what is reported now. */
            billableUsers: number;
            /** @description Companies with a report. */
            companies: number;
            /** @description The sum of the numbers that Gradient has taken and that stand. */
            sentUsers: number;
            /** @description Companies that must end in an outcome. */
            expected: number;
            /** @description Each company once, by its newest connection; null where no run has had the month. */
            outcomes: {
                waiting: number;
                sending: number;
                accepted: number;
                unmapped: number;
                no_usage: number;
                refused: number;
                failed: number;
                cancelled: number;
                superseded: number;
            } | null;
            /** @description Of the newest run that the partner had a part in. */
            startedAt: string | null;
            finishedAt: string | null;
            /** @description Companies that were unmapped once and whose number Gradient has taken since. */
            mappedSince: number;
            /** @description The newest breakdown mail of the month. */
            mail: {
                /** @enum {string} */
                status: "waiting" | "sending" | "sent" | "bounced" | "failed" | "not_sent";
                recipient: string | null;
                sentAt: string | null;
                detail: string | null;
            } | null;
            /** @description The month closed last: it may be sent now. */
            isOpen: boolean;
        };
        BillingPreviewRow: {
            companyId: string;
            companyName: string;
            /** @description Null: nothing is reported, so nothing would be sent. */
            unitCount: number | null;
            revision: number;
            reportedAt: string | null;
            /**
             * @description `final_zero`: the one 0 that ends an archived company. `no_usage`: nothing, for nothing is reported.
             * @enum {string}
             */
            willBeSent: "usage" | "final_zero" | "no_usage";
            account: components["schemas"]["Account"];
        };
        BillingPreview: {
            period: string;
            /** @description Of the whole preview, whatever is searched. */
            totals: {
                companies: number;
                billableUsers: number;
                withUsage: number;
                noUsage: number;
                finalZeros: number;
            };
            data: components["schemas"]["BillingPreviewRow"][];
            nextCursor: string | null;
        };
        UnmappedCompany: {
            companyId: string;
            companyName: string;
            /** @description Its name in Gradient, where that is another until the account is renamed; null: not seen there yet. */
            accountName: string | null;
            unitCount: number | null;
            /** @description When Gradient first answered so in this period, since it last took a number. */
            since: string | null;
        };
        UnmappedCompanies: {
            /** @description The period billed last on the live connection; null where there is none. */
            period: string | null;
            /** @description Whatever is searched. */
            total: number;
            /** @description Companies that were unmapped once in this period and whose number Gradient has taken since. */
            mappedSince: number;
            data: components["schemas"]["UnmappedCompany"][];
            nextCursor: string | null;
        };
        Company: {
            id: string;
            partnerId: string;
            name: string;
            archivedAt: string | null;
            /** @description The last period that is billed for it, once it is archived. */
            lastPeriod: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            account: components["schemas"]["Account"];
        };
        GradientConnection: {
            /** @enum {string} */
            status: "not_connected" | "pending" | "active" | "needs_key";
            organizationId: string | null;
            organizationName: string | null;
            /** @description The last four characters of the key. */
            keyHint: string | null;
            connectedAt: string | null;
            /** @description When Gradient first took a count. */
            activatedAt: string | null;
            needsKeySince: string | null;
            needsKeyReason: string | null;
            /** @description Nothing is sent for anybody until an operator resumes it. */
            sendingPaused: boolean;
            accounts: {
                total: number;
                present: number;
                waiting: number;
                failed: number;
                gone: number;
            } | null;
            nextRunAt: string | null;
            lastRun: {
                /** Format: uuid */
                id: string;
                period: string;
                /** Format: date-time */
                startedAt: string;
                finishedAt: string | null;
            } | null;
        };
        AccountSync: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "queued" | "running" | "done" | "failed" | "cancelled";
            progress: {
                total: number;
                done: number;
            };
            failed: number;
            error: string | null;
            /** Format: date-time */
            requestedAt: string;
            startedAt: string | null;
            finishedAt: string | null;
        };
        Import: {
            lines: number;
            accepted: number;
            rejected: number;
            errors: {
                /** @description The line of the file on which the record begins, from 1. */
                line: number;
                /** @enum {string} */
                code: "malformed_csv" | "malformed_json" | "line_too_long" | "wrong_field_count" | "unknown_field" | "not_utf8" | "partner_id_missing" | "company_id_missing" | "period_missing" | "invalid_partner_id" | "invalid_partner_name" | "invalid_admin_email" | "invalid_company_id" | "invalid_company_name" | "invalid_period" | "invalid_billable_users" | "period_in_future" | "partner_unknown" | "company_unknown" | "company_archived";
                message: string;
            }[];
            /** @description Rejected lines beyond the first 100,000, which are counted but not named. */
            errorsOmitted: number;
            /** @description What is new or other than before. */
            changed: {
                partners: number;
                companies: number;
                usage: number;
            };
        };
        PortalLink: {
            /** @description For the browser of the partner’s admin. Whoever has it comes in. */
            url: string;
            /** Format: date-time */
            expiresAt: string;
        };
        PortalSession: {
            partner: {
                id: string;
                name: string;
                adminEmail: string | null;
            };
            vendorName: string;
            /** @description The zone of the billing calendar, such as `America/New_York`. */
            billingTimeZone: string;
            /** Format: date-time */
            expiresAt: string;
        };
        Usage: {
            partnerId: string;
            companyId: string;
            period: string;
            billableUsers: number;
            /** @description Goes up with every changed number; the same number again makes no new one. */
            revision: number;
            /** Format: date-time */
            reportedAt: string;
        };
        UsageRevision: {
            period: string;
            revision: number;
            billableUsers: number;
            /** Format: date-time */
            reportedAt: string;
            replacedAt: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
