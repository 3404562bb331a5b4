// Made from the schemas of the console’s routes by: npm test -- --project system test/console/client-matches -u

export interface paths {
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    search?: unknown;
                    operator?: string;
                    action?: string;
                    from?: unknown;
                    to?: unknown;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                id: string;
                                /** Format: date-time */
                                at: string;
                                /** @enum {string} */
                                via: "console" | "board" | "shell";
                                operator: string;
                                address: string | null;
                                action: string;
                                reason: string | null;
                                onRows: {
                                    [key: string]: unknown;
                                };
                                before: unknown;
                                after: unknown;
                            }[];
                            nextCursor: string | null;
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
    "/api/board-reason": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            reason: string | null;
                            until: string | null;
                            secondsLeft: number | null;
                        };
                    };
                };
            };
        };
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            reason: string | null;
                            until: string | null;
                            secondsLeft: number | null;
                        };
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
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: never;
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    runId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            runId: string | null;
                            period: string | null;
                            groups: {
                                causeId: string;
                                reason: string;
                                message: string;
                                count: number;
                                outcomes: {
                                    [key: string]: number;
                                };
                                partners: number;
                                /** Format: date-time */
                                firstAt: string;
                                /** Format: date-time */
                                lastAt: string;
                                example: {
                                    pushId: string;
                                    partnerId: string;
                                    partnerName: string;
                                    companyId: string;
                                    companyName: string;
                                    httpStatus: number | null;
                                    message: string | null;
                                };
                            }[];
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
    "/api/failures/{causeId}/pushes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    partnerId?: string;
                    outcome?: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
                    search?: unknown;
                    runId?: string;
                };
                header?: never;
                path: {
                    causeId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                pushId: string;
                                /** Format: uuid */
                                connectionId: string;
                                partnerId: string;
                                partnerName: string;
                                companyId: string;
                                companyName: string;
                                period: string;
                                unitCount: number | null;
                                revision: number;
                                /** @enum {string} */
                                outcome: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
                                heldBy: ("needs_key" | "key_in_doubt" | "sending_paused") | null;
                                attempts: number;
                                lastStatus: number | null;
                                lastReason: string | null;
                                lastError: string | null;
                                causeId: string | null;
                                failedAt: string | null;
                                /** Format: date-time */
                                dueAt: string;
                                settledAt: string | null;
                            }[];
                            nextCursor: string | null;
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
    "/api/oidc/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    next?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: never;
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            run: {
                                /** Format: uuid */
                                id: string;
                                period: string;
                                /** @enum {string} */
                                kind: "scheduled" | "catch_up" | "requested";
                                partnerId: string | null;
                                /** Format: date-time */
                                startedAt: string;
                                plannedAt: string | null;
                                finishedAt: string | null;
                                /** Format: date-time */
                                deadlineAt: string;
                                alarmedAt: string | null;
                                overdue: boolean;
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
                                missing: number;
                                canGoOn: number;
                                sentPerSecond: number;
                                acceptedPerSecond: number;
                                callsPerSecond: number;
                                budgetPerSecond: number;
                                forecastEndAt: string | null;
                            } | null;
                            troubled: number;
                            troubledPartners: {
                                partnerId: string;
                                name: string;
                                /** @enum {string} */
                                connection: "pending" | "active" | "needs_key" | "disconnected";
                                failed: number;
                                refused: number;
                                unmapped: number;
                                open: number;
                                heldBy: ("needs_key" | "key_in_doubt" | "sending_paused") | null;
                                accountsFailed: number;
                            }[];
                            months: {
                                period: string;
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
                                billableUsers: number;
                                missed: boolean;
                            }[];
                            /**
                             * Format: date-time
                             * @description The newest month is counted each time, those before it about once a minute.
                             */
                            earlierMonthsCountedAt: string;
                            connections: {
                                pending: number;
                                active: number;
                                needs_key: number;
                                disconnected: number;
                            };
                            queues: {
                                /** @enum {string} */
                                name: "accounts" | "billing" | "batches" | "calendar" | "mail";
                                waiting: number;
                                active: number;
                                delayed: number;
                                failed: number;
                                paused: boolean;
                            }[] | null;
                            oldestDue: {
                                pushAt: string | null;
                                syncAt: string | null;
                                mailAt: string | null;
                            };
                            health: {
                                /** @enum {string} */
                                part: "scheduler" | "account workers" | "billing workers" | "mail worker" | "gateway" | "redis" | "postgres" | "gradient" | "smtp";
                                /** @enum {string} */
                                state: "ok" | "trouble" | "unknown";
                                words: string;
                                since: string | null;
                            }[];
                            pauses: {
                                id: string;
                                scope: ("all" | "accounts" | "billing") | {
                                    partnerId: string;
                                };
                                /** @description `operator`, or what stopped it by itself: `anomaly`, `vendor_key_refused`. */
                                reason: string;
                                detail: string;
                                pausedBy: string;
                                /** Format: date-time */
                                pausedAt: string;
                                resumedAt: string | null;
                                resumedBy: string | null;
                                resumeReason: string | null;
                            }[];
                            retries: {
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                status: "running" | "stopping" | "stopped" | "done";
                                scope: {
                                    pushIds: string[];
                                } | {
                                    /** Format: uuid */
                                    runId: string;
                                    causeId: string;
                                } | {
                                    /** Format: uuid */
                                    runId: string;
                                    outcomes: ("unmapped" | "refused" | "failed")[];
                                } | {
                                    partnerId: string;
                                    period: string;
                                };
                                reason: string;
                                askedBy: string;
                                /** Format: date-time */
                                askedAt: string;
                                finishedAt: string | null;
                                stoppedAt: string | null;
                                stoppedBy: string | null;
                                stopReason: string | null;
                                total: number;
                                done: number;
                                waiting: number;
                                underWay: number;
                                stopped: number;
                                outcomes: {
                                    [key: string]: number;
                                };
                                refused: {
                                    /** @enum {string} */
                                    why: "newer_number" | "disconnected" | "needs_key" | "under_way" | "accepted" | "no_usage";
                                    count: number;
                                    whenOrdered: boolean;
                                }[];
                            }[];
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
    "/api/partners/{partnerId}/sync-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
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
                        reason: string;
                    };
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                        };
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
    "/api/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                id: string;
                                scope: ("all" | "accounts" | "billing") | {
                                    partnerId: string;
                                };
                                /** @description `operator`, or what stopped it by itself: `anomaly`, `vendor_key_refused`. */
                                reason: string;
                                detail: string;
                                pausedBy: string;
                                /** Format: date-time */
                                pausedAt: string;
                                resumedAt: string | null;
                                resumedBy: string | null;
                                resumeReason: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                        scope: ("all" | "accounts" | "billing") | {
                            partnerId: string;
                        };
                    };
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            scope: ("all" | "accounts" | "billing") | {
                                partnerId: string;
                            };
                            /** @description `operator`, or what stopped it by itself: `anomaly`, `vendor_key_refused`. */
                            reason: string;
                            detail: string;
                            pausedBy: string;
                            /** Format: date-time */
                            pausedAt: string;
                            resumedAt: string | null;
                            resumedBy: string | null;
                            resumeReason: string | null;
                        };
                    };
                };
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            scope: ("all" | "accounts" | "billing") | {
                                partnerId: string;
                            };
                            /** @description `operator`, or what stopped it by itself: `anomaly`, `vendor_key_refused`. */
                            reason: string;
                            detail: string;
                            pausedBy: string;
                            /** Format: date-time */
                            pausedAt: string;
                            resumedAt: string | null;
                            resumedBy: string | null;
                            resumeReason: string | null;
                        };
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
    "/api/pauses/{pauseId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    pauseId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            scope: ("all" | "accounts" | "billing") | {
                                partnerId: string;
                            };
                            /** @description `operator`, or what stopped it by itself: `anomaly`, `vendor_key_refused`. */
                            reason: string;
                            detail: string;
                            pausedBy: string;
                            /** Format: date-time */
                            pausedAt: string;
                            resumedAt: string | null;
                            resumedBy: string | null;
                            resumeReason: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pushes/{pushId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    pushId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            pushId: string;
                            /** Format: uuid */
                            connectionId: string;
                            partnerId: string;
                            partnerName: string;
                            companyId: string;
                            companyName: string;
                            period: string;
                            unitCount: number | null;
                            revision: number;
                            /** @enum {string} */
                            outcome: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
                            heldBy: ("needs_key" | "key_in_doubt" | "sending_paused") | null;
                            attempts: number;
                            lastStatus: number | null;
                            lastReason: string | null;
                            lastError: string | null;
                            causeId: string | null;
                            failedAt: string | null;
                            /** Format: date-time */
                            dueAt: string;
                            settledAt: string | null;
                            /** Format: uuid */
                            runId: string;
                            causeMessage: string | null;
                            finalZero: boolean;
                            rebuild: boolean;
                            claimedBy: string | null;
                            claimedUntil: string | null;
                            /** Format: date-time */
                            openedAt: string;
                            job: {
                                id: string;
                                url: string;
                            };
                            attemptList: {
                                id: string;
                                worker: string;
                                /** Format: date-time */
                                startedAt: string;
                                /** Format: date-time */
                                finishedAt: string;
                                latencyMs: number;
                                unitCount: number | null;
                                revision: number | null;
                                noBuild: boolean | null;
                                httpStatus: number | null;
                                reason: string | null;
                                message: string | null;
                            }[];
                            revisions: {
                                revision: number;
                                billableUsers: number;
                                /** Format: date-time */
                                reportedAt: string;
                                replacedAt: string | null;
                                reportedBy: {
                                    /** @enum {string} */
                                    call: "put" | "import";
                                    token: string;
                                    importId: string | null;
                                    idempotencyKey: string | null;
                                } | null;
                            }[];
                            lostCalls: {
                                unitCount: number | null;
                                /** Format: date-time */
                                lostAt: string;
                            }[];
                            retries: {
                                /** Format: uuid */
                                retryId: string;
                                /** Format: date-time */
                                askedAt: string;
                                askedBy: string;
                                reason: string;
                                state: string;
                                why: string | null;
                                outcome: string | null;
                            }[];
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
    "/api/pushes/{pushId}/job": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    pushId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: never;
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/retries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                status: "running" | "stopping" | "stopped" | "done";
                                scope: {
                                    pushIds: string[];
                                } | {
                                    /** Format: uuid */
                                    runId: string;
                                    causeId: string;
                                } | {
                                    /** Format: uuid */
                                    runId: string;
                                    outcomes: ("unmapped" | "refused" | "failed")[];
                                } | {
                                    partnerId: string;
                                    period: string;
                                };
                                reason: string;
                                askedBy: string;
                                /** Format: date-time */
                                askedAt: string;
                                finishedAt: string | null;
                                stoppedAt: string | null;
                                stoppedBy: string | null;
                                stopReason: string | null;
                                total: number;
                                done: number;
                                waiting: number;
                                underWay: number;
                                stopped: number;
                                outcomes: {
                                    [key: string]: number;
                                };
                                refused: {
                                    /** @enum {string} */
                                    why: "newer_number" | "disconnected" | "needs_key" | "under_way" | "accepted" | "no_usage";
                                    count: number;
                                    whenOrdered: boolean;
                                }[];
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        scope: {
                            pushIds: string[];
                        } | {
                            /** Format: uuid */
                            runId: string;
                            causeId: string;
                        } | {
                            /** Format: uuid */
                            runId: string;
                            outcomes: ("unmapped" | "refused" | "failed")[];
                        } | {
                            partnerId: string;
                            period: string;
                        };
                        reason: string;
                        previewToken: string;
                    };
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            statusUrl: string;
                        };
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
    "/api/retries/{retryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    retryId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            status: "running" | "stopping" | "stopped" | "done";
                            scope: {
                                pushIds: string[];
                            } | {
                                /** Format: uuid */
                                runId: string;
                                causeId: string;
                            } | {
                                /** Format: uuid */
                                runId: string;
                                outcomes: ("unmapped" | "refused" | "failed")[];
                            } | {
                                partnerId: string;
                                period: string;
                            };
                            reason: string;
                            askedBy: string;
                            /** Format: date-time */
                            askedAt: string;
                            finishedAt: string | null;
                            stoppedAt: string | null;
                            stoppedBy: string | null;
                            stopReason: string | null;
                            total: number;
                            done: number;
                            waiting: number;
                            underWay: number;
                            stopped: number;
                            outcomes: {
                                [key: string]: number;
                            };
                            refused: {
                                /** @enum {string} */
                                why: "newer_number" | "disconnected" | "needs_key" | "under_way" | "accepted" | "no_usage";
                                count: number;
                                whenOrdered: boolean;
                            }[];
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
    "/api/retries/{retryId}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    retryId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            status: "running" | "stopping" | "stopped" | "done";
                            scope: {
                                pushIds: string[];
                            } | {
                                /** Format: uuid */
                                runId: string;
                                causeId: string;
                            } | {
                                /** Format: uuid */
                                runId: string;
                                outcomes: ("unmapped" | "refused" | "failed")[];
                            } | {
                                partnerId: string;
                                period: string;
                            };
                            reason: string;
                            askedBy: string;
                            /** Format: date-time */
                            askedAt: string;
                            finishedAt: string | null;
                            stoppedAt: string | null;
                            stoppedBy: string | null;
                            stopReason: string | null;
                            total: number;
                            done: number;
                            waiting: number;
                            underWay: number;
                            stopped: number;
                            outcomes: {
                                [key: string]: number;
                            };
                            refused: {
                                /** @enum {string} */
                                why: "newer_number" | "disconnected" | "needs_key" | "under_way" | "accepted" | "no_usage";
                                count: number;
                                whenOrdered: boolean;
                            }[];
                        };
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
    "/api/retries/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        scope: {
                            pushIds: string[];
                        } | {
                            /** Format: uuid */
                            runId: string;
                            causeId: string;
                        } | {
                            /** Format: uuid */
                            runId: string;
                            outcomes: ("unmapped" | "refused" | "failed")[];
                        } | {
                            partnerId: string;
                            period: string;
                        };
                    };
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            willBeSent: number;
                            /** @description Of these, what a stop holds back until it is lifted. */
                            held: number;
                            refused: {
                                /** @enum {string} */
                                why: "newer_number" | "disconnected" | "needs_key" | "under_way" | "accepted" | "no_usage";
                                count: number;
                            }[];
                            words: string;
                            previewToken: string;
                        };
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
    "/api/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** Format: uuid */
                                id: string;
                                period: string;
                                /** @enum {string} */
                                kind: "scheduled" | "catch_up" | "requested";
                                partnerId: string | null;
                                /** Format: date-time */
                                startedAt: string;
                                plannedAt: string | null;
                                finishedAt: string | null;
                                /** Format: date-time */
                                deadlineAt: string;
                                missedAt: string | null;
                                alarmedAt: string | null;
                                unsettledAtDeadline: number | null;
                                overdue: boolean;
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
                                missing: number;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                        partnerId?: string;
                    };
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            period: string;
                            created: boolean;
                            statusUrl: string;
                        };
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
    "/api/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            period: string;
                            /** @enum {string} */
                            kind: "scheduled" | "catch_up" | "requested";
                            partnerId: string | null;
                            /** Format: date-time */
                            startedAt: string;
                            plannedAt: string | null;
                            finishedAt: string | null;
                            /** Format: date-time */
                            deadlineAt: string;
                            missedAt: string | null;
                            alarmedAt: string | null;
                            unsettledAtDeadline: number | null;
                            overdue: boolean;
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
                            missing: number;
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
    "/api/runs/{runId}/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    search?: unknown;
                    outcome?: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
                    sort?: "partner" | "failed" | "refused" | "unmapped" | "open" | "companies";
                };
                header?: never;
                path: {
                    runId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                partnerId: string;
                                name: string;
                                /** @enum {string} */
                                connection: "pending" | "active" | "needs_key" | "disconnected";
                                heldBy: ("needs_key" | "key_in_doubt" | "sending_paused") | null;
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
                                missing: number;
                            }[];
                            nextCursor: string | null;
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
    "/api/runs/{runId}/pushes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    partnerId?: string;
                    outcome?: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
                    cause?: string;
                    search?: unknown;
                };
                header?: never;
                path: {
                    runId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                pushId: string;
                                /** Format: uuid */
                                connectionId: string;
                                partnerId: string;
                                partnerName: string;
                                companyId: string;
                                companyName: string;
                                period: string;
                                unitCount: number | null;
                                revision: number;
                                /** @enum {string} */
                                outcome: "waiting" | "sending" | "accepted" | "unmapped" | "no_usage" | "refused" | "failed" | "cancelled" | "superseded";
                                heldBy: ("needs_key" | "key_in_doubt" | "sending_paused") | null;
                                attempts: number;
                                lastStatus: number | null;
                                lastReason: string | null;
                                lastError: string | null;
                                causeId: string | null;
                                failedAt: string | null;
                                /** Format: date-time */
                                dueAt: string;
                                settledAt: string | null;
                            }[];
                            nextCursor: string | null;
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
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    text?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            partners: {
                                id: string;
                                name: string;
                            }[];
                            companies: {
                                partnerId: string;
                                partnerName: string;
                                id: string;
                                name: string;
                                archived: boolean;
                            }[];
                            pushes: {
                                id: string;
                                partnerId: string;
                                partnerName: string;
                                companyId: string;
                                companyName: string;
                                period: string;
                            }[];
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
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            operator: {
                                name: string;
                                /** @enum {string} */
                                role: "viewer" | "operator";
                            };
                            vendorName: string;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        password: string;
                    };
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            operator: {
                                name: string;
                                /** @enum {string} */
                                role: "viewer" | "operator";
                            };
                        };
                    };
                };
            };
        };
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: never;
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    partnerId?: string;
                    companyId?: string;
                    before?: unknown;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            partner: {
                                id: string;
                                name: string;
                                adminEmail: string | null;
                            };
                            company: {
                                id: string;
                                name: string;
                                archivedAt: string | null;
                                lastPeriod: string | null;
                            };
                            events: {
                                /** Format: date-time */
                                at: string;
                                kind: string;
                                period: string | null;
                                words: string;
                                data: {
                                    [key: string]: unknown;
                                };
                            }[];
                            hasEarlier: boolean;
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
    "/api/sweep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            lastBeganAt: string | null;
                        };
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
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
