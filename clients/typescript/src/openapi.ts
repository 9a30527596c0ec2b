// Written by `npm run client:types` from the OpenAPI document of the API, and held to it by a test: do not edit.

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["exportTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAttention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/terminals/{terminalId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["releaseTerminal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/transactions/{id}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resolveTransaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["startReconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["readReconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliations/{id}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["settleDifferences"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/terminals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTerminals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/terminals/{terminalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["readTerminal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTransactions"];
        put?: never;
        post: operations["startTransaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["readTransaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions/{id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["auditTransaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelTransaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmTransaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["streamTransaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-deliveries/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redeliverWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["testWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/getnet/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["getnetCallback"];
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
        AttentionItem: {
            acts: {
                /**
                 * @description `resolve_…`: settle the transaction with that verdict. `release_terminal`: release its terminal. `settle_difference`: settle a line of the reconciliation. `redeliver`: send a delivery again.
                 * @enum {string}
                 */
                act: "resolve_approved" | "resolve_declined" | "resolve_not_sent" | "undo_late_charge" | "release_terminal" | "settle_difference" | "redeliver";
                /** @description Whether the route would accept it now, without asking Getnet or the terminal first. */
                allowed: boolean;
                /** @description Why the route would refuse it. Null for an act that is allowed. */
                why: string | null;
            }[];
            /** @description Seconds since `since`. */
            age: number;
            /** @description The endpoint to which a webhook was not delivered. */
            endpoint?: string;
            evidence: {
                /** Format: date-time */
                at: string;
                /** Format: date-time */
                lastAt: string;
                says: string;
                source: string;
                /** @description How often in a row. */
                times: number;
            }[];
            /** @description What a person does now. */
            nextStep: string;
            /** @description For a sale of unknown outcome: lines of a report of its terminal that fit it and belong to no other transaction. They prove nothing and change nothing. Compare them with the receipts. */
            proposals: {
                /** @description Other transactions of unknown outcome that the line fits as well. The line can be about only one of them. */
                alsoFits: string[];
                /** @description What the report says about the sale. */
                line: {
                    amount: {
                        /** @enum {string} */
                        currency: "ARS" | "CLP";
                        /** @description Whole number of ISO 4217 minor units. */
                        value: number;
                    } | null;
                    /** @description Local time of the terminal, as Getnet writes it. */
                    at: string | null;
                    authorizationCode: string | null;
                    card: {
                        brand: string | null;
                        last4: string | null;
                    } | null;
                    operationId: number | null;
                    /** @description Only if the report shows one voucher. */
                    ticket: string | null;
                };
                /** @description What the line and the transaction have in common; amount and time always. */
                matchedBy: ("amount" | "time" | "ticket" | "operation_id" | "authorization_code")[];
                /** @description The report: a transaction of its own. The same terminal sent it after the command of the sale. */
                report: {
                    /**
                     * Format: date-time
                     * @description When the terminal sent the report.
                     */
                    at: string;
                    transactionId: string;
                    /** @enum {string} */
                    type: "details" | "last_voucher" | "duplicate";
                };
                /**
                 * @description The verdict that the line supports. A proposal settles nothing.
                 * @enum {string}
                 */
                verdict: "approved";
            }[];
            /** @description For a sale of unknown outcome: why there is no proposal. Null if there is a proposal, and for all other cases. */
            proposalsNote: string | null;
            /** @enum {string} */
            reason: "unknown_outcome" | "terminated" | "late_result" | "reversal_failed" | "reversal_unknown" | "quarantined" | "difference" | "webhook_dead" | "lease_ended_by_hand";
            reconciliationId?: string;
            /** Format: date-time */
            since: string;
            terminalId?: string;
            /** @description The transaction as GET shows it. Null for a case without one. */
            transaction: {
                /** @description For a void or return: what goes back. Null for an operation that moves no money. */
                amount: {
                    /** @enum {string} */
                    currency: "ARS" | "CLP";
                    /** @description Whole number of ISO 4217 minor units. */
                    value: number;
                } | null;
                /** @description Counts from 1. The same key opens the next attempt after `not_sent`. */
                attempt: number;
                authorizationCode: string | null;
                /** @description As Getnet names it. No more of the card than this is kept. */
                card: {
                    brand: string | null;
                    last4: string | null;
                    type: string | null;
                } | null;
                /**
                 * @description For an approved sale that was started with `confirmWithin`. `open`: confirm it until `confirmBy`. `expired`, `given_up`: the service undoes it.
                 * @enum {string|null}
                 */
                confirmation: "open" | "confirmed" | "expired" | "given_up" | null;
                /** Format: date-time */
                confirmBy: string | null;
                /** Format: date-time */
                createdAt: string;
                /** @description What each source said about the command, and when. */
                evidence: {
                    /** Format: date-time */
                    at: string;
                    /** Format: date-time */
                    lastAt: string;
                    says: string;
                    source: string;
                    /** @description How often in a row. */
                    times: number;
                }[];
                /** Format: date-time */
                finalAt: string | null;
                /** @description `tx_` and 19 letters or digits, derived from merchant and idempotency key. */
                id: string;
                /** @description The number Getnet gave the command. */
                idPosTxs: string | null;
                /** @description What was proven after the transaction had ended, if it contradicts the outcome. The status stays. `yes` with an `approved` sale: the customer was charged a second time. */
                late: {
                    /**
                     * @description What the merchant’s policy says: `keep` things as they are, `undo` a late charge, or `ask` a person.
                     * @enum {string}
                     */
                    action: "keep" | "undo" | "ask";
                    /** @description Other numbers of the same command that charged, too. The service gives none of these charges back; a person does. */
                    alsoCharged?: string[];
                    /** @description Other numbers of the same command. It is not known whether they charged. */
                    alsoOpen?: string[];
                    /**
                     * Format: date-time
                     * @description When the service learned it.
                     */
                    at: string;
                    /** @description What a person decided. It overrides the policy. Absent until then. */
                    decided?: {
                        /** @enum {string} */
                        action: "keep" | "undo";
                        /** Format: date-time */
                        at: string;
                        /** @description The ids of the API keys that agreed, the first one first. */
                        by: string[];
                        reason: string;
                    };
                    /** @description Getnet’s number that this is about. Present only if the command has other numbers, too. */
                    idPosTxs?: string;
                    /**
                     * @description What Getnet says now.
                     * @enum {string}
                     */
                    moneyMoved: "yes" | "no" | "unknown";
                } | null;
                links: {
                    /** @description The states of the transaction as they come: a stream of server-sent events. */
                    events: string;
                    self: string;
                };
                /** @description The number of the voucher at the terminal. */
                operationId: number | null;
                outcome: {
                    /** @description What Getnet charged or gave back, if it differs from the requested amount. */
                    amountCharged?: {
                        /** @enum {string} */
                        currency: "ARS" | "CLP";
                        /** @description Whole number of ISO 4217 minor units. */
                        value: number;
                    };
                    /**
                     * Format: date-time
                     * @description While the outcome is unknown: by then it is known, or the status is `needs_attention`. A status query that is running at that moment may delay this by some seconds. Null when the status is `needs_attention`.
                     */
                    answerLatestBy?: string | null;
                    /** @description In words: what Getnet said when it refused, or why a person is needed. */
                    detail?: string;
                    /**
                     * @description What proved the outcome. Never a callback alone.
                     * @enum {string}
                     */
                    evidence?: "sync_response" | "status_query" | "device_query" | "operator";
                    /** @description The transaction that used the terminal, if it is yours. */
                    holder?: string;
                    /**
                     * @description For a sale: whether the customer is charged in the end. For a void or return: whether the money went back. Never read `unknown` as no: wait, or ask. A later proof that contradicts this value does not change it: read `late`, too.
                     * @enum {string}
                     */
                    moneyMoved: "yes" | "no" | "unknown";
                    /**
                     * Format: date-time
                     * @description While the outcome is unknown: when the service asks Getnet next. Null if that is not known. A callback makes it earlier.
                     */
                    nextCheckAt?: string | null;
                    /**
                     * @description The problem code that says why it was not sent.
                     * @enum {string}
                     */
                    reason?: "terminal-busy" | "terminal-quarantined" | "provider-rejected" | "provider-unreachable" | "terminal-offline" | "dispatch-expired" | "mode-unavailable" | "cancelled" | "not-settled" | "already-reversed" | "not-reversible" | "amount-exceeds-original" | "wrong-terminal" | "duplicate-undo";
                    /** @description The code of the terminal: 0 is approved. Null for a report that came without one. */
                    responseCode?: number | null;
                    responseMessage?: string | null;
                    /** @description Approved, but read this before handing over the goods. `reported-not-sent-before`: an earlier answer had said that nothing was sent. */
                    warning?: string;
                };
                /** @description The place of a `queued` transaction. Null in any other status, and if no worker answers. */
                queue: {
                    /** @description How many transactions are served before it, including the one that has the terminal. */
                    ahead: number;
                    /**
                     * Format: date-time
                     * @description An estimate from the latest operations’ durations; never later than the end of its own `maxWait`.
                     */
                    expectedBy: string;
                    /** @description The place among the transactions that wait, from 1. */
                    position: number;
                } | null;
                /** @description What a receipt needs, as Getnet names it. */
                receipt: {
                    [key: string]: string | number | boolean | (null);
                };
                reference: string | null;
                /** @description The result of an operation that moves no money. Null until it is known, and for payments. */
                report: {
                    /** @description Whether the service left out sales because there were too many. */
                    cut: boolean;
                    /** @description Every other field that is not sensitive, as Getnet names it. */
                    raw: {
                        [key: string]: string | number | boolean | (null);
                    };
                    /** @description Null if the answer lists none. */
                    sales: {
                        /** @description Local time of the terminal, as Getnet writes it. */
                        accountingDate: string | null;
                        /** @description Null if it could not be read for certain. */
                        amount: {
                            /** @enum {string} */
                            currency: "ARS" | "CLP";
                            /** @description Whole number of ISO 4217 minor units. */
                            value: number;
                        } | null;
                        authorizationCode: string | null;
                        /** @description As Getnet names it. No more of the card than this is kept. */
                        card: {
                            brand: string | null;
                            last4: string | null;
                            type: string | null;
                        } | null;
                        /**
                         * @description Present, and false, if the terminal names another command (a void, a return) or a refusal.
                         * @enum {boolean}
                         */
                        isSale?: false;
                        operationId: number | null;
                        /** @description Local time of the terminal, as Getnet writes it. */
                        realDate: string | null;
                    }[] | null;
                } | null;
                /** @description For an approved sale: the part of its money that went back. A sale that went back in full is `reversed`. */
                returned: {
                    /** @enum {string} */
                    currency: "ARS" | "CLP";
                    /** @description Whole number of ISO 4217 minor units. */
                    value: number;
                } | null;
                /** @description For a sale that was not confirmed in time or was given up: how the service undoes it. */
                reversal: {
                    detail: string | null;
                    /** @description Why by a void, or by a return. */
                    reason: string | null;
                    /**
                     * @description `failed`: the sale stands; `detail` says what a person does next. `kept`: an operator has decided that it stands.
                     * @enum {string}
                     */
                    status: "open" | "done" | "failed" | "kept";
                    /** @enum {string|null} */
                    type: "void" | "return" | null;
                } | null;
                /** @description The log of states. */
                states: {
                    /** Format: date-time */
                    at: string;
                    /** @description From 1, without gaps. */
                    n: number;
                    /** @enum {string} */
                    status: "queued" | "dispatching" | "in_progress" | "cancel_requested" | "verifying" | "needs_attention" | "approved" | "declined" | "not_sent" | "completed" | "reversing" | "reversed" | "reversal_failed";
                }[];
                /**
                 * @description `queued`: the transaction waits for a busy terminal. `completed`: an operation that moves no money has ended. `reversing`: a void or return of this sale has no proven outcome yet. `reversed`: all of this sale went back. `reversal_failed`: the service could not undo a sale that was not confirmed; it stands.
                 * @enum {string}
                 */
                status: "queued" | "dispatching" | "in_progress" | "cancel_requested" | "verifying" | "needs_attention" | "approved" | "declined" | "not_sent" | "completed" | "reversing" | "reversed" | "reversal_failed";
                terminalId: string;
                /** @enum {string} */
                type: "sale" | "promo_sale" | "void" | "return" | "poll" | "details" | "totals" | "close" | "last_voucher" | "duplicate" | "params" | "shift" | "shift_report" | "normal_mode" | "unattended_mode" | "print" | "identity_check";
                /** @description For an approved sale: the void or return that is open, else the latest that is done. */
                undo: {
                    transactionId: string;
                } | null;
                /** @description For a void or return: the sale of this service that it undoes. Null for a sale that was made elsewhere. */
                undoes: {
                    transactionId: string;
                } | null;
                /** @description For an approved sale: all its voids and returns, oldest first. */
                undos: {
                    amount: {
                        /** @enum {string} */
                        currency: "ARS" | "CLP";
                        /** @description Whole number of ISO 4217 minor units. */
                        value: number;
                    } | null;
                    /** Format: date-time */
                    endedAt: string | null;
                    /** Format: date-time */
                    since: string;
                    /**
                     * @description `open`: its outcome is not proven yet. `done`: the money went back. `failed`: it did not.
                     * @enum {string}
                     */
                    status: "open" | "done" | "failed";
                    /** @description The void or return: a transaction of its own. */
                    transactionId: string;
                    /** @enum {string} */
                    type: "void" | "return";
                }[];
            } | null;
        };
        AttentionList: {
            items: {
                acts: {
                    /**
                     * @description `resolve_…`: settle the transaction with that verdict. `release_terminal`: release its terminal. `settle_difference`: settle a line of the reconciliation. `redeliver`: send a delivery again.
                     * @enum {string}
                     */
                    act: "resolve_approved" | "resolve_declined" | "resolve_not_sent" | "undo_late_charge" | "release_terminal" | "settle_difference" | "redeliver";
                    /** @description Whether the route would accept it now, without asking Getnet or the terminal first. */
                    allowed: boolean;
                    /** @description Why the route would refuse it. Null for an act that is allowed. */
                    why: string | null;
                }[];
                /** @description Seconds since `since`. */
                age: number;
                /** @description The endpoint to which a webhook was not delivered. */
                endpoint?: string;
                evidence: {
                    /** Format: date-time */
                    at: string;
                    /** Format: date-time */
                    lastAt: string;
                    says: string;
                    source: string;
                    /** @description How often in a row. */
                    times: number;
                }[];
                /** @description What a person does now. */
                nextStep: string;
                /** @description For a sale of unknown outcome: lines of a report of its terminal that fit it and belong to no other transaction. They prove nothing and change nothing. Compare them with the receipts. */
                proposals: {
                    /** @description Other transactions of unknown outcome that the line fits as well. The line can be about only one of them. */
                    alsoFits: string[];
                    /** @description What the report says about the sale. */
                    line: {
                        amount: {
                            /** @enum {string} */
                            currency: "ARS" | "CLP";
                            /** @description Whole number of ISO 4217 minor units. */
                            value: number;
                        } | null;
                        /** @description Local time of the terminal, as Getnet writes it. */
                        at: string | null;
                        authorizationCode: string | null;
                        card: {
                            brand: string | null;
                            last4: string | null;
                        } | null;
                        operationId: number | null;
                        /** @description Only if the report shows one voucher. */
                        ticket: string | null;
                    };
                    /** @description What the line and the transaction have in common; amount and time always. */
                    matchedBy: ("amount" | "time" | "ticket" | "operation_id" | "authorization_code")[];
                    /** @description The report: a transaction of its own. The same terminal sent it after the command of the sale. */
                    report: {
                        /**
                         * Format: date-time
                         * @description When the terminal sent the report.
                         */
                        at: string;
                        transactionId: string;
                        /** @enum {string} */
                        type: "details" | "last_voucher" | "duplicate";
                    };
                    /**
                     * @description The verdict that the line supports. A proposal settles nothing.
                     * @enum {string}
                     */
                    verdict: "approved";
                }[];
                /** @description For a sale of unknown outcome: why there is no proposal. Null if there is a proposal, and for all other cases. */
                proposalsNote: string | null;
                /** @enum {string} */
                reason: "unknown_outcome" | "terminated" | "late_result" | "reversal_failed" | "reversal_unknown" | "quarantined" | "difference" | "webhook_dead" | "lease_ended_by_hand";
                reconciliationId?: string;
                /** Format: date-time */
                since: string;
                terminalId?: string;
                /** @description The transaction as GET shows it. Null for a case without one. */
                transaction: {
                    /** @description For a void or return: what goes back. Null for an operation that moves no money. */
                    amount: {
                        /** @enum {string} */
                        currency: "ARS" | "CLP";
                        /** @description Whole number of ISO 4217 minor units. */
                        value: number;
                    } | null;
                    /** @description Counts from 1. The same key opens the next attempt after `not_sent`. */
                    attempt: number;
                    authorizationCode: string | null;
                    /** @description As Getnet names it. No more of the card than this is kept. */
                    card: {
                        brand: string | null;
                        last4: string | null;
                        type: string | null;
                    } | null;
                    /**
                     * @description For an approved sale that was started with `confirmWithin`. `open`: confirm it until `confirmBy`. `expired`, `given_up`: the service undoes it.
                     * @enum {string|null}
                     */
                    confirmation: "open" | "confirmed" | "expired" | "given_up" | null;
                    /** Format: date-time */
                    confirmBy: string | null;
                    /** Format: date-time */
                    createdAt: string;
                    /** @description What each source said about the command, and when. */
                    evidence: {
                        /** Format: date-time */
                        at: string;
                        /** Format: date-time */
                        lastAt: string;
                        says: string;
                        source: string;
                        /** @description How often in a row. */
                        times: number;
                    }[];
                    /** Format: date-time */
                    finalAt: string | null;
                    /** @description `tx_` and 19 letters or digits, derived from merchant and idempotency key. */
                    id: string;
                    /** @description The number Getnet gave the command. */
                    idPosTxs: string | null;
                    /** @description What was proven after the transaction had ended, if it contradicts the outcome. The status stays. `yes` with an `approved` sale: the customer was charged a second time. */
                    late: {
                        /**
                         * @description What the merchant’s policy says: `keep` things as they are, `undo` a late charge, or `ask` a person.
                         * @enum {string}
                         */
                        action: "keep" | "undo" | "ask";
                        /** @description Other numbers of the same command that charged, too. The service gives none of these charges back; a person does. */
                        alsoCharged?: string[];
                        /** @description Other numbers of the same command. It is not known whether they charged. */
                        alsoOpen?: string[];
                        /**
                         * Format: date-time
                         * @description When the service learned it.
                         */
                        at: string;
                        /** @description What a person decided. It overrides the policy. Absent until then. */
                        decided?: {
                            /** @enum {string} */
                            action: "keep" | "undo";
                            /** Format: date-time */
                            at: string;
                            /** @description The ids of the API keys that agreed, the first one first. */
                            by: string[];
                            reason: string;
                        };
                        /** @description Getnet’s number that this is about. Present only if the command has other numbers, too. */
                        idPosTxs?: string;
                        /**
                         * @description What Getnet says now.
                         * @enum {string}
                         */
                        moneyMoved: "yes" | "no" | "unknown";
                    } | null;
                    links: {
                        /** @description The states of the transaction as they come: a stream of server-sent events. */
                        events: string;
                        self: string;
                    };
                    /** @description The number of the voucher at the terminal. */
                    operationId: number | null;
                    outcome: {
                        /** @description What Getnet charged or gave back, if it differs from the requested amount. */
                        amountCharged?: {
                            /** @enum {string} */
                            currency: "ARS" | "CLP";
                            /** @description Whole number of ISO 4217 minor units. */
                            value: number;
                        };
                        /**
                         * Format: date-time
                         * @description While the outcome is unknown: by then it is known, or the status is `needs_attention`. A status query that is running at that moment may delay this by some seconds. Null when the status is `needs_attention`.
                         */
                        answerLatestBy?: string | null;
                        /** @description In words: what Getnet said when it refused, or why a person is needed. */
                        detail?: string;
                        /**
                         * @description What proved the outcome. Never a callback alone.
                         * @enum {string}
                         */
                        evidence?: "sync_response" | "status_query" | "device_query" | "operator";
                        /** @description The transaction that used the terminal, if it is yours. */
                        holder?: string;
                        /**
                         * @description For a sale: whether the customer is charged in the end. For a void or return: whether the money went back. Never read `unknown` as no: wait, or ask. A later proof that contradicts this value does not change it: read `late`, too.
                         * @enum {string}
                         */
                        moneyMoved: "yes" | "no" | "unknown";
                        /**
                         * Format: date-time
                         * @description While the outcome is unknown: when the service asks Getnet next. Null if that is not known. A callback makes it earlier.
                         */
                        nextCheckAt?: string | null;
                        /**
                         * @description The problem code that says why it was not sent.
                         * @enum {string}
                         */
                        reason?: "terminal-busy" | "terminal-quarantined" | "provider-rejected" | "provider-unreachable" | "terminal-offline" | "dispatch-expired" | "mode-unavailable" | "cancelled" | "not-settled" | "already-reversed" | "not-reversible" | "amount-exceeds-original" | "wrong-terminal" | "duplicate-undo";
                        /** @description The code of the terminal: 0 is approved. Null for a report that came without one. */
                        responseCode?: number | null;
                        responseMessage?: string | null;
                        /** @description Approved, but read this before handing over the goods. `reported-not-sent-before`: an earlier answer had said that nothing was sent. */
                        warning?: string;
                    };
                    /** @description The place of a `queued` transaction. Null in any other status, and if no worker answers. */
                    queue: {
                        /** @description How many transactions are served before it, including the one that has the terminal. */
                        ahead: number;
                        /**
                         * Format: date-time
                         * @description An estimate from the latest operations’ durations; never later than the end of its own `maxWait`.
                         */
                        expectedBy: string;
                        /** @description The place among the transactions that wait, from 1. */
                        position: number;
                    } | null;
                    /** @description What a receipt needs, as Getnet names it. */
                    receipt: {
                        [key: string]: string | number | boolean | (null);
                    };
                    reference: string | null;
                    /** @description The result of an operation that moves no money. Null until it is known, and for payments. */
                    report: {
                        /** @description Whether the service left out sales because there were too many. */
                        cut: boolean;
                        /** @description Every other field that is not sensitive, as Getnet names it. */
                        raw: {
                            [key: string]: string | number | boolean | (null);
                        };
                        /** @description Null if the answer lists none. */
                        sales: {
                            /** @description Local time of the terminal, as Getnet writes it. */
                            accountingDate: string | null;
                            /** @description Null if it could not be read for certain. */
                            amount: {
                                /** @enum {string} */
                                currency: "ARS" | "CLP";
                                /** @description Whole number of ISO 4217 minor units. */
                                value: number;
                            } | null;
                            authorizationCode: string | null;
                            /** @description As Getnet names it. No more of the card than this is kept. */
                            card: {
                                brand: string | null;
                                last4: string | null;
                                type: string | null;
                            } | null;
                            /**
                             * @description Present, and false, if the terminal names another command (a void, a return) or a refusal.
                             * @enum {boolean}
                             */
                            isSale?: false;
                            operationId: number | null;
                            /** @description Local time of the terminal, as Getnet writes it. */
                            realDate: string | null;
                        }[] | null;
                    } | null;
                    /** @description For an approved sale: the part of its money that went back. A sale that went back in full is `reversed`. */
                    returned: {
                        /** @enum {string} */
                        currency: "ARS" | "CLP";
                        /** @description Whole number of ISO 4217 minor units. */
                        value: number;
                    } | null;
                    /** @description For a sale that was not confirmed in time or was given up: how the service undoes it. */
                    reversal: {
                        detail: string | null;
                        /** @description Why by a void, or by a return. */
                        reason: string | null;
                        /**
                         * @description `failed`: the sale stands; `detail` says what a person does next. `kept`: an operator has decided that it stands.
                         * @enum {string}
                         */
                        status: "open" | "done" | "failed" | "kept";
                        /** @enum {string|null} */
                        type: "void" | "return" | null;
                    } | null;
                    /** @description The log of states. */
                    states: {
                        /** Format: date-time */
                        at: string;
                        /** @description From 1, without gaps. */
                        n: number;
                        /** @enum {string} */
                        status: "queued" | "dispatching" | "in_progress" | "cancel_requested" | "verifying" | "needs_attention" | "approved" | "declined" | "not_sent" | "completed" | "reversing" | "reversed" | "reversal_failed";
                    }[];
                    /**
                     * @description `queued`: the transaction waits for a busy terminal. `completed`: an operation that moves no money has ended. `reversing`: a void or return of this sale has no proven outcome yet. `reversed`: all of this sale went back. `reversal_failed`: the service could not undo a sale that was not confirmed; it stands.
                     * @enum {string}
                     */
                    status: "queued" | "dispatching" | "in_progress" | "cancel_requested" | "verifying" | "needs_attention" | "approved" | "declined" | "not_sent" | "completed" | "reversing" | "reversed" | "reversal_failed";
                    terminalId: string;
                    /** @enum {string} */
                    type: "sale" | "promo_sale" | "void" | "return" | "poll" | "details" | "totals" | "close" | "last_voucher" | "duplicate" | "params" | "shift" | "shift_report" | "normal_mode" | "unattended_mode" | "print" | "identity_check";
                    /** @description For an approved sale: the void or return that is open, else the latest that is done. */
                    undo: {
                        transactionId: string;
                    } | null;
                    /** @description For a void or return: the sale of this service that it undoes. Null for a sale that was made elsewhere. */
                    undoes: {
                        transactionId: string;
                    } | null;
                    /** @description For an approved sale: all its voids and returns, oldest first. */
                    undos: {
                        amount: {
                            /** @enum {string} */
                            currency: "ARS" | "CLP";
                            /** @description Whole number of ISO 4217 minor units. */
                            value: number;
                        } | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        /** Format: date-time */
                        since: string;
                        /**
                         * @description `open`: its outcome is not proven yet. `done`: the money went back. `failed`: it did not.
                         * @enum {string}
                         */
                        status: "open" | "done" | "failed";
                        /** @description The void or return: a transaction of its own. */
                        transactionId: string;
                        /** @enum {string} */
                        type: "void" | "return";
                    }[];
                } | null;
            }[];
            nextCursor: string | null;
        };
        Audit: {
            items: {
                /** @description What the actor did, in words that follow the actor’s name. */
                act: string;
                /** @description Who or what did it. */
                actor: {
                    /** @description The id of the API key, also for an operator; the name that a tool of Temporal gave itself; or a part of this service, of Getnet or of Temporal. Null if Temporal did not record it. */
                    id: string | null;
                    /** @enum {string} */
                    kind: "api_key" | "operator" | "service" | "getnet" | "temporal";
                };
                /** Format: date-time */
                at: string;
                /** @description What shows it: numbers, answers, times. */
                evidence: string | null;
                why: string;
            }[];
        };
        /**
         * close in Chile
         * @description Closes the batch: its sales can no longer be voided. Refused with `not-settled` while a payment on this terminal has no proven outcome.
         */
        CloseInChile: {
            /** @description true closes the batch although a payment on this terminal has no proven outcome yet: after the close, sales of the batch can no longer be voided. By default that is refused. */
            evenIfUnsettled?: boolean;
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "close";
        };
        /**
         * details in Argentina
         * @description Lists the sales of the current batch.
         */
        DetailsInArgentina: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "details";
        };
        /**
         * details in Chile
         * @description Lists the sales of the current batch.
         */
        DetailsInChile: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "details";
        };
        DifferencesSettled: {
            /**
             * @description Places in `lines`, from 0; all that differ if left out.
             * @example [
             *       0
             *     ]
             */
            lines?: number[];
            /**
             * @description What was found out, and what was done about it.
             * @example The sale was taken by hand while the network was down; it is in the till’s own book.
             */
            reason: string;
        };
        /**
         * duplicate in Chile
         * @description Shows the voucher of one sale once more.
         */
        DuplicateInChile: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            options: {
                /** @description Number of the sale on its receipt (`operationId` of the transaction), at most 8 digits. */
                operationId: number;
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "duplicate";
        };
        /**
         * identity_check in Chile
         * @description Checks a person’s identity against a tax id.
         */
        IdentityCheckInChile: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            options: {
                /** @description Kind of check, as Getnet numbers them; only 0 (default) is known. */
                authType?: number;
                /** @description Chilean tax id (RUT) of the person with its check digit, with or without dots and hyphen, k or K. It is sent to the terminal as 11.111.111-1. */
                rutToValidate: string;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "identity_check";
        };
        /**
         * last_voucher in Argentina
         * @description Shows the last voucher once more.
         */
        LastVoucherInArgentina: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
                /** @description Whether the terminal skips its receipt step. */
                skipReceipt?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "last_voucher";
        };
        /**
         * normal_mode in Argentina
         * @description Gives the terminal back to stand-alone use.
         */
        NormalModeInArgentina: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: Record<string, never>;
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "normal_mode";
        };
        /** An operation in Argentina */
        OperationInArgentina: components["schemas"]["SaleInArgentina"] | components["schemas"]["ReturnInArgentina"] | components["schemas"]["PollInArgentina"] | components["schemas"]["DetailsInArgentina"] | components["schemas"]["TotalsInArgentina"] | components["schemas"]["LastVoucherInArgentina"] | components["schemas"]["ParamsInArgentina"] | components["schemas"]["ShiftInArgentina"] | components["schemas"]["ShiftReportInArgentina"] | components["schemas"]["NormalModeInArgentina"];
        /** An operation in Chile */
        OperationInChile: components["schemas"]["SaleInChile"] | components["schemas"]["PromoSaleInChile"] | components["schemas"]["VoidInChile"] | components["schemas"]["ReturnInChile"] | components["schemas"]["PollInChile"] | components["schemas"]["DetailsInChile"] | components["schemas"]["CloseInChile"] | components["schemas"]["DuplicateInChile"] | components["schemas"]["UnattendedModeInChile"] | components["schemas"]["PrintInChile"] | components["schemas"]["IdentityCheckInChile"];
        /**
         * params in Argentina
         * @description Reads what the terminal knows of itself.
         */
        ParamsInArgentina: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: Record<string, never>;
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "params";
        };
        /**
         * poll in Argentina
         * @description Asks whether cloud and terminal can talk.
         */
        PollInArgentina: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: Record<string, never>;
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "poll";
        };
        /**
         * poll in Chile
         * @description Asks whether cloud and terminal can talk.
         */
        PollInChile: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: Record<string, never>;
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "poll";
        };
        /**
         * print in Chile
         * @description Prints a document.
         */
        PrintInChile: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            options: {
                /** @description The document, from top to bottom: at most 100 parts and 8000 characters in all. */
                details: ({
                    /**
                     * @description Where it stands on the paper.
                     * @default left
                     * @enum {string}
                     */
                    align?: "left" | "center";
                    /** @description At most 48 characters. */
                    data: string;
                    /**
                     * @description Empty: nothing is encoded.
                     * @default
                     * @enum {string}
                     */
                    encode?: "";
                    /** @description Place in the document: whole numbers from 1, each larger than the one before; numbers may be left out. */
                    printSeq: number;
                    /** @enum {string} */
                    type: "text";
                } | {
                    /**
                     * @description Where it stands on the paper.
                     * @default left
                     * @enum {string}
                     */
                    align?: "left" | "center";
                    /** @description One object for each item, in order: [{"item0": "…"}, {"item1": "…"}]. At most 10 items of at most 48 characters. */
                    data: {
                        [key: string]: string;
                    }[];
                    /**
                     * @description Empty: nothing is encoded.
                     * @default
                     * @enum {string}
                     */
                    encode?: "";
                    /** @description Place in the document: whole numbers from 1, each larger than the one before; numbers may be left out. */
                    printSeq: number;
                    /** @enum {string} */
                    type: "array";
                } | {
                    /**
                     * @description Where it stands on the paper.
                     * @default left
                     * @enum {string}
                     */
                    align?: "left" | "center";
                    /** @description 13 digits, the last one the check digit. */
                    data: string;
                    /**
                     * @description The only barcode there is.
                     * @enum {string}
                     */
                    encode: "ean13";
                    /** @description Place in the document: whole numbers from 1, each larger than the one before; numbers may be left out. */
                    printSeq: number;
                    /** @enum {string} */
                    type: "barcode";
                } | {
                    /**
                     * @description Where it stands on the paper.
                     * @default left
                     * @enum {string}
                     */
                    align?: "left" | "center";
                    /** @description What the code says: at most 300 characters of a qr, 1500 of a pdf417. */
                    data: string;
                    /**
                     * @description A QR code, or a PDF417 as on a tax stamp.
                     * @enum {string}
                     */
                    encode: "qr" | "pdf417";
                    /** @description Place in the document: whole numbers from 1, each larger than the one before; numbers may be left out. */
                    printSeq: number;
                    /** @enum {string} */
                    type: "printcode";
                })[];
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "print";
        };
        Problem: {
            /**
             * Format: date-time
             * @description The terminal is free by then at the latest.
             */
            busyUntil?: string;
            /**
             * @description For programs. Never renamed.
             * @enum {string}
             */
            code: "malformed-json" | "idempotency-key-missing" | "idempotency-key-invalid" | "unauthorized" | "forbidden" | "not-found" | "method-not-allowed" | "terminal-busy" | "terminal-quarantined" | "cancelled" | "not-cancellable" | "not-settled" | "not-reversible" | "duplicate-undo" | "already-reversed" | "not-confirmable" | "terminal-in-use" | "evidence-contradicts" | "verdict-differs" | "not-in-attention" | "body-too-large" | "unsupported-media-type" | "invalid-request" | "idempotency-key-reused" | "unknown-terminal" | "unsupported-operation" | "unknown-original" | "wrong-terminal" | "amount-exceeds-original" | "rate-limited" | "too-many-waits" | "internal-error" | "provider-rejected" | "provider-unreachable" | "terminal-offline" | "dispatch-expired" | "mode-unavailable" | "orchestrator-unavailable" | "ledger-unavailable" | "merchant-misconfigured";
            /** @description What happened and what to do next. */
            detail: string;
            /** @description Every fault of the request. */
            errors?: {
                field: string;
                message: string;
            }[];
            /** @description The transaction that has the terminal, when it is your own. */
            holder?: string;
            /**
             * @description `no`: this request moved no money. An error without `transactionId` that comes before the service looks the key up says nothing about an earlier request with the same key.
             * @enum {string}
             */
            moneyMoved: "no" | "unknown";
            /**
             * @description Whether to repeat, and with which Idempotency-Key.
             * @enum {string}
             */
            retry: "same_key" | "new_key" | "never";
            status: number;
            title: string;
            transactionId?: string;
            /** @description The address of a page that explains the problem. */
            type: string;
        };
        /**
         * promo_sale in Chile
         * @description A sale under a promotion of Getnet’s.
         */
        PromoSaleInChile: {
            amount: {
                /** @enum {string} */
                currency: "CLP";
                /** @description Whole number of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00. A terminal takes 999,999,999 at most, in the unit Getnet counts in. */
                value: number;
            };
            /** @description Seconds, counted from the approval. A sale that is approved and not confirmed within them (POST …/confirm) is undone by the service, once: by a void where the country has it and the batch is open, else by a return. */
            confirmWithin?: number;
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            options: {
                /** @description Number of the employee, at most 4 digits. */
                employeeId?: number;
                /** @description The promotion the sale is made under, as Getnet names it; at most 250 characters. */
                idPromo: string;
                /** @description Benefit the payment is made with, such as FOOD_BENEFIT. */
                paymentCategory?: string;
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
                /**
                 * @description Tax class: 0 plain sale (default), 1 taxable purchase, 2 taxable invoice, 3 exempt purchase, 4 exempt invoice, 5 taxable collection, 6 exempt collection.
                 * @enum {number}
                 */
                saleType?: 0 | 1 | 2 | 3 | 4 | 5 | 6;
                /** @description Receipt number, at most 24 characters. By default the reference when it has at most 24 characters, else the id without `tx_`. */
                ticketNumber?: string;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "promo_sale";
        };
        Proposal: {
            /** @enum {boolean} */
            proposed: true;
        };
        Readiness: {
            checks: {
                /** @description In words: what is wrong and what to do, or what could not be checked. */
                detail: string;
                /** @enum {string} */
                name: "temporal" | "retention" | "replication" | "search_attributes";
                ok: boolean;
            }[];
            /** @enum {string} */
            status: "ok" | "unavailable";
        };
        Reconciliation: {
            /** @description What was compared. Null while nothing was. */
            batch: {
                /** @description The `close` after which the batch began. */
                closedBy: string | null;
                /** @description Where our side begins: at the close before, or with a day if the service remembers no close. */
                since: string;
                /**
                 * Format: date-time
                 * @description When the terminal sent its numbers.
                 */
                until: string;
            } | null;
            /** @description For a reconciliation with `close`: whether the terminal was closed. Else null. */
            closing: {
                /** @description Why the terminal was not closed, or why that is not known. */
                reason: string | null;
                /**
                 * @description `unknown`: the closing command may have run, and its outcome is not known. Its transaction shows what becomes of it.
                 * @enum {string}
                 */
                state: "open" | "closed" | "not_closed" | "unknown";
                /** @description The closing command, a transaction of its own. */
                transactionId: string | null;
                /** @enum {string} */
                type: "close" | "shift";
            } | null;
            /** Format: date-time */
            comparedAt: string | null;
            /** @description Lines by class. Null while nothing was compared. */
            counts: {
                amount: number;
                cut: number;
                duplicate: number;
                equal: number;
                foreign: number;
                missing_here: number;
                missing_there: number;
                other_batch: number;
                state: number;
                unknown_open: number;
            } | null;
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @description What differs comes first. */
            lines: {
                /**
                 * @description `equal`: Both sides have the sale, with the same numbers and the same amount. `missing_here`: The terminal lists a sale that fits one of ours, and ours is not approved. `missing_there`: We have an approved sale of this batch that the terminal does not list. `amount`: Both sides have the sale, with different amounts. `state`: Both sides have the sale, in different states: ours was voided; or the terminal says that its sale was voided, returned or refused; or only amount and time suggest that it is the same sale. `duplicate`: The sale is there twice. `other_batch`: The terminal lists a sale of ours that belongs to a batch which was closed before. `unknown_open`: The outcome of our transaction is not known yet. `foreign`: The terminal lists a sale that no transaction of ours fits: it was taken by hand, or by somebody else. `cut`: One side is incomplete, so this line could not be compared.
                 * @enum {string}
                 */
                class: "equal" | "missing_here" | "missing_there" | "amount" | "state" | "duplicate" | "other_batch" | "unknown_open" | "foreign" | "cut";
                /**
                 * @description `numbers`: operation number and authorisation code. Amount and time only propose.
                 * @enum {string|null}
                 */
                matchedBy: "numbers" | "amount_and_time" | null;
                /** @description Getnet’s number of the sale at its terminal. */
                operationId: number | null;
                /** @description What our transaction says. */
                ours: {
                    /** @description What was charged. */
                    amount: {
                        /** @enum {string} */
                        currency: "ARS" | "CLP";
                        /** @description Whole number of ISO 4217 minor units. */
                        value: number;
                    } | null;
                    authorizationCode: string | null;
                    /** Format: date-time */
                    createdAt: string;
                    /** @enum {string} */
                    status: "queued" | "dispatching" | "in_progress" | "cancel_requested" | "verifying" | "needs_attention" | "approved" | "declined" | "not_sent" | "completed" | "reversing" | "reversed" | "reversal_failed";
                } | null;
                /** @description A person has dealt with the difference. */
                settled: {
                    /** Format: date-time */
                    at: string;
                    /** @description The id of the API key. */
                    by: string;
                    reason: string;
                } | null;
                /** @description What the terminal’s report says. */
                theirs: {
                    accountingDate: string | null;
                    /** @description Null if it could not be read for certain. */
                    amount: {
                        /** @enum {string} */
                        currency: "ARS" | "CLP";
                        /** @description Whole number of ISO 4217 minor units. */
                        value: number;
                    } | null;
                    authorizationCode: string | null;
                    /** @description As Getnet names it. No more of the card than this is kept. */
                    card: {
                        brand: string | null;
                        last4: string | null;
                        type: string | null;
                    } | null;
                    /**
                     * @description Present, and false, if the terminal names another command (a void, a return) or a refusal.
                     * @enum {boolean}
                     */
                    isSale?: false;
                    /** @description Local time of the terminal, as Getnet writes it. */
                    realDate: string | null;
                } | null;
                transactionId: string | null;
            }[];
            links: {
                /** @description The terminal’s report, a transaction of its own. */
                report: string;
                self: string;
            };
            /** @description Why nothing could be compared. */
            reason: string | null;
            /**
             * @description `incomplete`: one side is not complete, so nothing is proven. It is never `equal`.
             * @enum {string}
             */
            status: "running" | "equal" | "different" | "incomplete";
            terminalId: string;
        };
        ReconciliationStart: {
            /**
             * @description Whether the terminal is closed then: its batch in Chile, its shift in Argentina.
             * @example false
             */
            close?: boolean;
            /**
             * @description One of your terminals.
             * @example cl-till-1
             */
            terminalId: string;
        };
        Release: {
            /**
             * @description Why the terminal has to be free.
             * @example The terminal shows its home screen and a queue is waiting.
             */
            reason: string;
        };
        Resolution: {
            /**
             * @description For a `late_result` only. `keep` (default): the money stays as it is. `undo`: the service gives the late charge back.
             * @enum {string}
             */
            action?: "keep" | "undo";
            /**
             * @description The person behind the API key, in your own words. The key itself is what counts.
             * @example Ana
             */
            actor?: string;
            /**
             * @description For a `late_result` only: the attempt that the verdict is about, as the evidence names it. Required if several attempts have late news.
             * @example 2
             */
            attempt?: number;
            /**
             * @description What you have seen, so that somebody else can find it again.
             * @example Report of cl-till-1 of 15 January, 13:40
             */
            evidence: string;
            /**
             * @description Why you are sure.
             * @example The customer has no receipt, and the roll of the terminal lists no sale at that time.
             */
            reason: string;
            /**
             * @description `approved`: the money moved. `declined`: the command reached the terminal and moved no money. `not_sent`: it never reached the terminal.
             * @enum {string}
             */
            verdict: "approved" | "declined" | "not_sent";
        };
        /**
         * return in Argentina
         * @description Gives back the money of a sale, all that is left or a part, at any terminal of the merchant. Ends `approved` (the money went back), `declined`, or `not_sent`.
         */
        ReturnInArgentina: {
            /** @description How much goes back: by default all that is left. */
            amount?: {
                /** @enum {string} */
                currency: "ARS";
                /** @description Whole number of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00. A terminal takes 999,999,999 at most, in the unit Getnet counts in. */
                value: number;
            };
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /**
                 * Format: date
                 * @description Day of the sale at Getnet, YYYY-MM-DD, for when it is not the one on the receipt (default).
                 */
                originalTransDate?: string;
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
                /** @description Whether the terminal skips its confirmation screen. */
                skipConfirmation?: boolean;
                /** @description Whether the terminal skips its receipt step. */
                skipReceipt?: boolean;
            };
            /** @description The sale to undo: the `id` of its transaction. The service knows Getnet’s numbers from there. */
            originalTransactionId: string;
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /** @enum {string} */
            type: "return";
        } | {
            amount: {
                /** @enum {string} */
                currency: "ARS";
                /** @description Whole number of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00. A terminal takes 999,999,999 at most, in the unit Getnet counts in. */
                value: number;
            };
            /** @description true sends the return although one with the same numbers and the same amount went through within the last day. By default that is refused as `duplicate-undo`, because such a repeat is usually the same return with a new key. */
            evenIfRepeated?: boolean;
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            options: {
                /** @description Authorisation code of the sale, at most 20 letters and digits; leading zeros count. */
                authorizationCode: string;
                /**
                 * Format: date
                 * @description Day of the sale at Getnet, YYYY-MM-DD, as on its receipt.
                 */
                originalTransDate: string;
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
                /** @description Whether the terminal skips its confirmation screen. */
                skipConfirmation?: boolean;
                /** @description Whether the terminal skips its receipt step. */
                skipReceipt?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /** @enum {string} */
            type: "return";
        };
        /**
         * return in Chile
         * @description Gives back the money of a sale, all that is left or a part, at any terminal of the merchant. Ends `approved` (the money went back), `declined`, or `not_sent`.
         */
        ReturnInChile: {
            /** @description How much goes back: by default all that is left. */
            amount?: {
                /** @enum {string} */
                currency: "CLP";
                /** @description Whole number of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00. A terminal takes 999,999,999 at most, in the unit Getnet counts in. */
                value: number;
            };
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
            };
            /** @description The sale to undo: the `id` of its transaction. The service knows Getnet’s numbers from there. */
            originalTransactionId: string;
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /** @enum {string} */
            type: "return";
        } | {
            amount: {
                /** @enum {string} */
                currency: "CLP";
                /** @description Whole number of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00. A terminal takes 999,999,999 at most, in the unit Getnet counts in. */
                value: number;
            };
            /** @description true sends the return although one with the same numbers and the same amount went through within the last day. By default that is refused as `duplicate-undo`, because such a repeat is usually the same return with a new key. */
            evenIfRepeated?: boolean;
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            options: {
                /** @description Authorisation code of the sale, at most 20 letters and digits; leading zeros count. */
                authorizationCode: string;
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /** @enum {string} */
            type: "return";
        };
        /**
         * sale in Argentina
         * @description Charges a customer. Ends `approved`, `declined`, or `not_sent`.
         */
        SaleInArgentina: {
            amount: {
                /** @enum {string} */
                currency: "ARS";
                /** @description Whole number of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00. A terminal takes 999,999,999 at most, in the unit Getnet counts in. */
                value: number;
            };
            /** @description Seconds, counted from the approval. A sale that is approved and not confirmed within them (POST …/confirm) is undone by the service, once: by a void where the country has it and the batch is open, else by a return. */
            confirmWithin?: number;
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Number of the employee, at most 4 digits. */
                employeeId?: number;
                /** @description Number of instalments; 1 by default on a card sale. */
                installments?: number;
                /** @description Interest as Getnet understands it; 0 by default on a card sale. */
                interest?: number;
                /** @description Operation mode; only 0 is known. */
                operationMode?: number;
                /** @description Instalment plan; `contado` (single payment) by default on a card sale. */
                planId?: string;
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
                /**
                 * @description 0 card (default), 1 QR: the terminal shows a code to pay with a wallet.
                 * @enum {number}
                 */
                saleType?: 0 | 1;
                /** @description Whether the terminal skips its confirmation screen. */
                skipConfirmation?: boolean;
                /** @description Whether the terminal skips its receipt step. */
                skipReceipt?: boolean;
                /** @description Tip, in minor units of ARS like the amount: 12000 is $120.00. */
                tip?: number;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "sale";
        };
        /**
         * sale in Chile
         * @description Charges a customer. Ends `approved`, `declined`, or `not_sent`.
         */
        SaleInChile: {
            amount: {
                /** @enum {string} */
                currency: "CLP";
                /** @description Whole number of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00. A terminal takes 999,999,999 at most, in the unit Getnet counts in. */
                value: number;
            };
            /** @description Seconds, counted from the approval. A sale that is approved and not confirmed within them (POST …/confirm) is undone by the service, once: by a void where the country has it and the batch is open, else by a return. */
            confirmWithin?: number;
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Number of the employee, at most 4 digits. */
                employeeId?: number;
                /** @description Benefit the payment is made with, such as FOOD_BENEFIT. */
                paymentCategory?: string;
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
                /**
                 * @description Tax class: 0 plain sale (default), 1 taxable purchase, 2 taxable invoice, 3 exempt purchase, 4 exempt invoice, 5 taxable collection, 6 exempt collection.
                 * @enum {number}
                 */
                saleType?: 0 | 1 | 2 | 3 | 4 | 5 | 6;
                /** @description Receipt number, at most 24 characters. By default the reference when it has at most 24 characters, else the id without `tx_`. */
                ticketNumber?: string;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "sale";
        };
        /**
         * shift in Argentina
         * @description Works on the shift.
         */
        ShiftInArgentina: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Number of the shift; 1 by default. */
                numberOfShift?: number;
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
                /** @description What to do with the shift, as Getnet numbers it; only 0 (default) is known. */
                shiftOperation?: number;
                /** @description Whether the terminal skips its confirmation screen. */
                skiptConfirmation?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "shift";
        };
        /**
         * shift_report in Argentina
         * @description Reports on the shift.
         */
        ShiftReportInArgentina: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "shift_report";
        };
        Terminal: {
            /**
             * Format: date-time
             * @description The terminal is free by then at the latest, usually much sooner.
             */
            busyUntil: string | null;
            /** @description The types of transaction it takes here. */
            capabilities: ("sale" | "promo_sale" | "void" | "return" | "poll" | "details" | "totals" | "close" | "last_voucher" | "duplicate" | "params" | "shift" | "shift_report" | "normal_mode" | "unattended_mode" | "print" | "identity_check")[];
            /** @enum {string} */
            country: "AR" | "CL";
            /**
             * @description What it takes.
             * @enum {string}
             */
            currency: "ARS" | "CLP";
            /** @description The transaction that uses it, if it is yours. */
            holder: string | null;
            id: string;
            /** @description The latest operation on the terminal, as it is now. */
            lastOperation: {
                /** Format: date-time */
                createdAt: string;
                status: string;
                transactionId: string;
                type: string;
            } | null;
            /**
             * @description How the service sends commands to Getnet. With `sync` a start is answered 202 at once: read the transaction for its outcome.
             * @enum {string}
             */
            mode: "async" | "sync";
            /** @description The terminal takes no new payment, because several outcomes in a row stayed unknown, or nothing was heard about one. The quarantine ends when the terminal completes a poll, or by an operator. */
            quarantined: boolean;
            /** Format: date-time */
            since: string | null;
            /**
             * @description Busy while a transaction has it, or while others wait for it (`onBusy: "wait"`).
             * @enum {string}
             */
            state: "free" | "busy";
        };
        TerminalList: {
            items: {
                /**
                 * Format: date-time
                 * @description The terminal is free by then at the latest, usually much sooner.
                 */
                busyUntil: string | null;
                /** @description The types of transaction it takes here. */
                capabilities: ("sale" | "promo_sale" | "void" | "return" | "poll" | "details" | "totals" | "close" | "last_voucher" | "duplicate" | "params" | "shift" | "shift_report" | "normal_mode" | "unattended_mode" | "print" | "identity_check")[];
                /** @enum {string} */
                country: "AR" | "CL";
                /**
                 * @description What it takes.
                 * @enum {string}
                 */
                currency: "ARS" | "CLP";
                /** @description The transaction that uses it, if it is yours. */
                holder: string | null;
                id: string;
                /** @description The latest operation on the terminal, as it is now. */
                lastOperation: {
                    /** Format: date-time */
                    createdAt: string;
                    status: string;
                    transactionId: string;
                    type: string;
                } | null;
                /**
                 * @description How the service sends commands to Getnet. With `sync` a start is answered 202 at once: read the transaction for its outcome.
                 * @enum {string}
                 */
                mode: "async" | "sync";
                /** @description The terminal takes no new payment, because several outcomes in a row stayed unknown, or nothing was heard about one. The quarantine ends when the terminal completes a poll, or by an operator. */
                quarantined: boolean;
                /** Format: date-time */
                since: string | null;
                /**
                 * @description Busy while a transaction has it, or while others wait for it (`onBusy: "wait"`).
                 * @enum {string}
                 */
                state: "free" | "busy";
            }[];
            nextCursor: string | null;
        };
        /**
         * totals in Argentina
         * @description Reports the totals of the current batch.
         */
        TotalsInArgentina: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "totals";
        };
        Transaction: {
            /** @description For a void or return: what goes back. Null for an operation that moves no money. */
            amount: {
                /** @enum {string} */
                currency: "ARS" | "CLP";
                /** @description Whole number of ISO 4217 minor units. */
                value: number;
            } | null;
            /** @description Counts from 1. The same key opens the next attempt after `not_sent`. */
            attempt: number;
            authorizationCode: string | null;
            /** @description As Getnet names it. No more of the card than this is kept. */
            card: {
                brand: string | null;
                last4: string | null;
                type: string | null;
            } | null;
            /**
             * @description For an approved sale that was started with `confirmWithin`. `open`: confirm it until `confirmBy`. `expired`, `given_up`: the service undoes it.
             * @enum {string|null}
             */
            confirmation: "open" | "confirmed" | "expired" | "given_up" | null;
            /** Format: date-time */
            confirmBy: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description What each source said about the command, and when. */
            evidence: {
                /** Format: date-time */
                at: string;
                /** Format: date-time */
                lastAt: string;
                says: string;
                source: string;
                /** @description How often in a row. */
                times: number;
            }[];
            /** Format: date-time */
            finalAt: string | null;
            /** @description `tx_` and 19 letters or digits, derived from merchant and idempotency key. */
            id: string;
            /** @description The number Getnet gave the command. */
            idPosTxs: string | null;
            /** @description What was proven after the transaction had ended, if it contradicts the outcome. The status stays. `yes` with an `approved` sale: the customer was charged a second time. */
            late: {
                /**
                 * @description What the merchant’s policy says: `keep` things as they are, `undo` a late charge, or `ask` a person.
                 * @enum {string}
                 */
                action: "keep" | "undo" | "ask";
                /** @description Other numbers of the same command that charged, too. The service gives none of these charges back; a person does. */
                alsoCharged?: string[];
                /** @description Other numbers of the same command. It is not known whether they charged. */
                alsoOpen?: string[];
                /**
                 * Format: date-time
                 * @description When the service learned it.
                 */
                at: string;
                /** @description What a person decided. It overrides the policy. Absent until then. */
                decided?: {
                    /** @enum {string} */
                    action: "keep" | "undo";
                    /** Format: date-time */
                    at: string;
                    /** @description The ids of the API keys that agreed, the first one first. */
                    by: string[];
                    reason: string;
                };
                /** @description Getnet’s number that this is about. Present only if the command has other numbers, too. */
                idPosTxs?: string;
                /**
                 * @description What Getnet says now.
                 * @enum {string}
                 */
                moneyMoved: "yes" | "no" | "unknown";
            } | null;
            links: {
                /** @description The states of the transaction as they come: a stream of server-sent events. */
                events: string;
                self: string;
            };
            /** @description The number of the voucher at the terminal. */
            operationId: number | null;
            outcome: {
                /** @description What Getnet charged or gave back, if it differs from the requested amount. */
                amountCharged?: {
                    /** @enum {string} */
                    currency: "ARS" | "CLP";
                    /** @description Whole number of ISO 4217 minor units. */
                    value: number;
                };
                /**
                 * Format: date-time
                 * @description While the outcome is unknown: by then it is known, or the status is `needs_attention`. A status query that is running at that moment may delay this by some seconds. Null when the status is `needs_attention`.
                 */
                answerLatestBy?: string | null;
                /** @description In words: what Getnet said when it refused, or why a person is needed. */
                detail?: string;
                /**
                 * @description What proved the outcome. Never a callback alone.
                 * @enum {string}
                 */
                evidence?: "sync_response" | "status_query" | "device_query" | "operator";
                /** @description The transaction that used the terminal, if it is yours. */
                holder?: string;
                /**
                 * @description For a sale: whether the customer is charged in the end. For a void or return: whether the money went back. Never read `unknown` as no: wait, or ask. A later proof that contradicts this value does not change it: read `late`, too.
                 * @enum {string}
                 */
                moneyMoved: "yes" | "no" | "unknown";
                /**
                 * Format: date-time
                 * @description While the outcome is unknown: when the service asks Getnet next. Null if that is not known. A callback makes it earlier.
                 */
                nextCheckAt?: string | null;
                /**
                 * @description The problem code that says why it was not sent.
                 * @enum {string}
                 */
                reason?: "terminal-busy" | "terminal-quarantined" | "provider-rejected" | "provider-unreachable" | "terminal-offline" | "dispatch-expired" | "mode-unavailable" | "cancelled" | "not-settled" | "already-reversed" | "not-reversible" | "amount-exceeds-original" | "wrong-terminal" | "duplicate-undo";
                /** @description The code of the terminal: 0 is approved. Null for a report that came without one. */
                responseCode?: number | null;
                responseMessage?: string | null;
                /** @description Approved, but read this before handing over the goods. `reported-not-sent-before`: an earlier answer had said that nothing was sent. */
                warning?: string;
            };
            /** @description The place of a `queued` transaction. Null in any other status, and if no worker answers. */
            queue: {
                /** @description How many transactions are served before it, including the one that has the terminal. */
                ahead: number;
                /**
                 * Format: date-time
                 * @description An estimate from the latest operations’ durations; never later than the end of its own `maxWait`.
                 */
                expectedBy: string;
                /** @description The place among the transactions that wait, from 1. */
                position: number;
            } | null;
            /** @description What a receipt needs, as Getnet names it. */
            receipt: {
                [key: string]: string | number | boolean | (null);
            };
            reference: string | null;
            /** @description The result of an operation that moves no money. Null until it is known, and for payments. */
            report: {
                /** @description Whether the service left out sales because there were too many. */
                cut: boolean;
                /** @description Every other field that is not sensitive, as Getnet names it. */
                raw: {
                    [key: string]: string | number | boolean | (null);
                };
                /** @description Null if the answer lists none. */
                sales: {
                    /** @description Local time of the terminal, as Getnet writes it. */
                    accountingDate: string | null;
                    /** @description Null if it could not be read for certain. */
                    amount: {
                        /** @enum {string} */
                        currency: "ARS" | "CLP";
                        /** @description Whole number of ISO 4217 minor units. */
                        value: number;
                    } | null;
                    authorizationCode: string | null;
                    /** @description As Getnet names it. No more of the card than this is kept. */
                    card: {
                        brand: string | null;
                        last4: string | null;
                        type: string | null;
                    } | null;
                    /**
                     * @description Present, and false, if the terminal names another command (a void, a return) or a refusal.
                     * @enum {boolean}
                     */
                    isSale?: false;
                    operationId: number | null;
                    /** @description Local time of the terminal, as Getnet writes it. */
                    realDate: string | null;
                }[] | null;
            } | null;
            /** @description For an approved sale: the part of its money that went back. A sale that went back in full is `reversed`. */
            returned: {
                /** @enum {string} */
                currency: "ARS" | "CLP";
                /** @description Whole number of ISO 4217 minor units. */
                value: number;
            } | null;
            /** @description For a sale that was not confirmed in time or was given up: how the service undoes it. */
            reversal: {
                detail: string | null;
                /** @description Why by a void, or by a return. */
                reason: string | null;
                /**
                 * @description `failed`: the sale stands; `detail` says what a person does next. `kept`: an operator has decided that it stands.
                 * @enum {string}
                 */
                status: "open" | "done" | "failed" | "kept";
                /** @enum {string|null} */
                type: "void" | "return" | null;
            } | null;
            /** @description The log of states. */
            states: {
                /** Format: date-time */
                at: string;
                /** @description From 1, without gaps. */
                n: number;
                /** @enum {string} */
                status: "queued" | "dispatching" | "in_progress" | "cancel_requested" | "verifying" | "needs_attention" | "approved" | "declined" | "not_sent" | "completed" | "reversing" | "reversed" | "reversal_failed";
            }[];
            /**
             * @description `queued`: the transaction waits for a busy terminal. `completed`: an operation that moves no money has ended. `reversing`: a void or return of this sale has no proven outcome yet. `reversed`: all of this sale went back. `reversal_failed`: the service could not undo a sale that was not confirmed; it stands.
             * @enum {string}
             */
            status: "queued" | "dispatching" | "in_progress" | "cancel_requested" | "verifying" | "needs_attention" | "approved" | "declined" | "not_sent" | "completed" | "reversing" | "reversed" | "reversal_failed";
            terminalId: string;
            /** @enum {string} */
            type: "sale" | "promo_sale" | "void" | "return" | "poll" | "details" | "totals" | "close" | "last_voucher" | "duplicate" | "params" | "shift" | "shift_report" | "normal_mode" | "unattended_mode" | "print" | "identity_check";
            /** @description For an approved sale: the void or return that is open, else the latest that is done. */
            undo: {
                transactionId: string;
            } | null;
            /** @description For a void or return: the sale of this service that it undoes. Null for a sale that was made elsewhere. */
            undoes: {
                transactionId: string;
            } | null;
            /** @description For an approved sale: all its voids and returns, oldest first. */
            undos: {
                amount: {
                    /** @enum {string} */
                    currency: "ARS" | "CLP";
                    /** @description Whole number of ISO 4217 minor units. */
                    value: number;
                } | null;
                /** Format: date-time */
                endedAt: string | null;
                /** Format: date-time */
                since: string;
                /**
                 * @description `open`: its outcome is not proven yet. `done`: the money went back. `failed`: it did not.
                 * @enum {string}
                 */
                status: "open" | "done" | "failed";
                /** @description The void or return: a transaction of its own. */
                transactionId: string;
                /** @enum {string} */
                type: "void" | "return";
            }[];
        };
        TransactionList: {
            /** @description ISO 8601. Every transaction that was accepted by then is in the list, as it was then or later. Null until the ledger is filled for the first time. */
            asOf: string | null;
            items: {
                /** @description For a void or return: what goes back. Null for an operation that moves no money. */
                amount: {
                    /** @enum {string} */
                    currency: "ARS" | "CLP";
                    /** @description Whole number of ISO 4217 minor units. */
                    value: number;
                } | null;
                /** @description Counts from 1. The same key opens the next attempt after `not_sent`. */
                attempt: number;
                authorizationCode: string | null;
                /** @description As Getnet names it. No more of the card than this is kept. */
                card: {
                    brand: string | null;
                    last4: string | null;
                    type: string | null;
                } | null;
                /**
                 * @description For an approved sale that was started with `confirmWithin`. `open`: confirm it until `confirmBy`. `expired`, `given_up`: the service undoes it.
                 * @enum {string|null}
                 */
                confirmation: "open" | "confirmed" | "expired" | "given_up" | null;
                /** Format: date-time */
                confirmBy: string | null;
                /** Format: date-time */
                createdAt: string;
                /** @description What each source said about the command, and when. */
                evidence: {
                    /** Format: date-time */
                    at: string;
                    /** Format: date-time */
                    lastAt: string;
                    says: string;
                    source: string;
                    /** @description How often in a row. */
                    times: number;
                }[];
                /** Format: date-time */
                finalAt: string | null;
                /** @description `tx_` and 19 letters or digits, derived from merchant and idempotency key. */
                id: string;
                /** @description The number Getnet gave the command. */
                idPosTxs: string | null;
                /** @description What was proven after the transaction had ended, if it contradicts the outcome. The status stays. `yes` with an `approved` sale: the customer was charged a second time. */
                late: {
                    /**
                     * @description What the merchant’s policy says: `keep` things as they are, `undo` a late charge, or `ask` a person.
                     * @enum {string}
                     */
                    action: "keep" | "undo" | "ask";
                    /** @description Other numbers of the same command that charged, too. The service gives none of these charges back; a person does. */
                    alsoCharged?: string[];
                    /** @description Other numbers of the same command. It is not known whether they charged. */
                    alsoOpen?: string[];
                    /**
                     * Format: date-time
                     * @description When the service learned it.
                     */
                    at: string;
                    /** @description What a person decided. It overrides the policy. Absent until then. */
                    decided?: {
                        /** @enum {string} */
                        action: "keep" | "undo";
                        /** Format: date-time */
                        at: string;
                        /** @description The ids of the API keys that agreed, the first one first. */
                        by: string[];
                        reason: string;
                    };
                    /** @description Getnet’s number that this is about. Present only if the command has other numbers, too. */
                    idPosTxs?: string;
                    /**
                     * @description What Getnet says now.
                     * @enum {string}
                     */
                    moneyMoved: "yes" | "no" | "unknown";
                } | null;
                links: {
                    /** @description The states of the transaction as they come: a stream of server-sent events. */
                    events: string;
                    self: string;
                };
                /** @description The number of the voucher at the terminal. */
                operationId: number | null;
                outcome: {
                    /** @description What Getnet charged or gave back, if it differs from the requested amount. */
                    amountCharged?: {
                        /** @enum {string} */
                        currency: "ARS" | "CLP";
                        /** @description Whole number of ISO 4217 minor units. */
                        value: number;
                    };
                    /**
                     * Format: date-time
                     * @description While the outcome is unknown: by then it is known, or the status is `needs_attention`. A status query that is running at that moment may delay this by some seconds. Null when the status is `needs_attention`.
                     */
                    answerLatestBy?: string | null;
                    /** @description In words: what Getnet said when it refused, or why a person is needed. */
                    detail?: string;
                    /**
                     * @description What proved the outcome. Never a callback alone.
                     * @enum {string}
                     */
                    evidence?: "sync_response" | "status_query" | "device_query" | "operator";
                    /** @description The transaction that used the terminal, if it is yours. */
                    holder?: string;
                    /**
                     * @description For a sale: whether the customer is charged in the end. For a void or return: whether the money went back. Never read `unknown` as no: wait, or ask. A later proof that contradicts this value does not change it: read `late`, too.
                     * @enum {string}
                     */
                    moneyMoved: "yes" | "no" | "unknown";
                    /**
                     * Format: date-time
                     * @description While the outcome is unknown: when the service asks Getnet next. Null if that is not known. A callback makes it earlier.
                     */
                    nextCheckAt?: string | null;
                    /**
                     * @description The problem code that says why it was not sent.
                     * @enum {string}
                     */
                    reason?: "terminal-busy" | "terminal-quarantined" | "provider-rejected" | "provider-unreachable" | "terminal-offline" | "dispatch-expired" | "mode-unavailable" | "cancelled" | "not-settled" | "already-reversed" | "not-reversible" | "amount-exceeds-original" | "wrong-terminal" | "duplicate-undo";
                    /** @description The code of the terminal: 0 is approved. Null for a report that came without one. */
                    responseCode?: number | null;
                    responseMessage?: string | null;
                    /** @description Approved, but read this before handing over the goods. `reported-not-sent-before`: an earlier answer had said that nothing was sent. */
                    warning?: string;
                };
                /** @description The place of a `queued` transaction. Null in any other status, and if no worker answers. */
                queue: {
                    /** @description How many transactions are served before it, including the one that has the terminal. */
                    ahead: number;
                    /**
                     * Format: date-time
                     * @description An estimate from the latest operations’ durations; never later than the end of its own `maxWait`.
                     */
                    expectedBy: string;
                    /** @description The place among the transactions that wait, from 1. */
                    position: number;
                } | null;
                /** @description What a receipt needs, as Getnet names it. */
                receipt: {
                    [key: string]: string | number | boolean | (null);
                };
                reference: string | null;
                /** @description The result of an operation that moves no money. Null until it is known, and for payments. */
                report: {
                    /** @description Whether the service left out sales because there were too many. */
                    cut: boolean;
                    /** @description Every other field that is not sensitive, as Getnet names it. */
                    raw: {
                        [key: string]: string | number | boolean | (null);
                    };
                    /** @description Null if the answer lists none. */
                    sales: {
                        /** @description Local time of the terminal, as Getnet writes it. */
                        accountingDate: string | null;
                        /** @description Null if it could not be read for certain. */
                        amount: {
                            /** @enum {string} */
                            currency: "ARS" | "CLP";
                            /** @description Whole number of ISO 4217 minor units. */
                            value: number;
                        } | null;
                        authorizationCode: string | null;
                        /** @description As Getnet names it. No more of the card than this is kept. */
                        card: {
                            brand: string | null;
                            last4: string | null;
                            type: string | null;
                        } | null;
                        /**
                         * @description Present, and false, if the terminal names another command (a void, a return) or a refusal.
                         * @enum {boolean}
                         */
                        isSale?: false;
                        operationId: number | null;
                        /** @description Local time of the terminal, as Getnet writes it. */
                        realDate: string | null;
                    }[] | null;
                } | null;
                /** @description For an approved sale: the part of its money that went back. A sale that went back in full is `reversed`. */
                returned: {
                    /** @enum {string} */
                    currency: "ARS" | "CLP";
                    /** @description Whole number of ISO 4217 minor units. */
                    value: number;
                } | null;
                /** @description For a sale that was not confirmed in time or was given up: how the service undoes it. */
                reversal: {
                    detail: string | null;
                    /** @description Why by a void, or by a return. */
                    reason: string | null;
                    /**
                     * @description `failed`: the sale stands; `detail` says what a person does next. `kept`: an operator has decided that it stands.
                     * @enum {string}
                     */
                    status: "open" | "done" | "failed" | "kept";
                    /** @enum {string|null} */
                    type: "void" | "return" | null;
                } | null;
                /** @description The log of states. */
                states: {
                    /** Format: date-time */
                    at: string;
                    /** @description From 1, without gaps. */
                    n: number;
                    /** @enum {string} */
                    status: "queued" | "dispatching" | "in_progress" | "cancel_requested" | "verifying" | "needs_attention" | "approved" | "declined" | "not_sent" | "completed" | "reversing" | "reversed" | "reversal_failed";
                }[];
                /**
                 * @description `queued`: the transaction waits for a busy terminal. `completed`: an operation that moves no money has ended. `reversing`: a void or return of this sale has no proven outcome yet. `reversed`: all of this sale went back. `reversal_failed`: the service could not undo a sale that was not confirmed; it stands.
                 * @enum {string}
                 */
                status: "queued" | "dispatching" | "in_progress" | "cancel_requested" | "verifying" | "needs_attention" | "approved" | "declined" | "not_sent" | "completed" | "reversing" | "reversed" | "reversal_failed";
                terminalId: string;
                /** @enum {string} */
                type: "sale" | "promo_sale" | "void" | "return" | "poll" | "details" | "totals" | "close" | "last_voucher" | "duplicate" | "params" | "shift" | "shift_report" | "normal_mode" | "unattended_mode" | "print" | "identity_check";
                /** @description For an approved sale: the void or return that is open, else the latest that is done. */
                undo: {
                    transactionId: string;
                } | null;
                /** @description For a void or return: the sale of this service that it undoes. Null for a sale that was made elsewhere. */
                undoes: {
                    transactionId: string;
                } | null;
                /** @description For an approved sale: all its voids and returns, oldest first. */
                undos: {
                    amount: {
                        /** @enum {string} */
                        currency: "ARS" | "CLP";
                        /** @description Whole number of ISO 4217 minor units. */
                        value: number;
                    } | null;
                    /** Format: date-time */
                    endedAt: string | null;
                    /** Format: date-time */
                    since: string;
                    /**
                     * @description `open`: its outcome is not proven yet. `done`: the money went back. `failed`: it did not.
                     * @enum {string}
                     */
                    status: "open" | "done" | "failed";
                    /** @description The void or return: a transaction of its own. */
                    transactionId: string;
                    /** @enum {string} */
                    type: "void" | "return";
                }[];
            }[];
            /** @description Null on the last page. */
            nextCursor: string | null;
            /** @description No projector has updated the ledger for a while, so newer transactions may be missing. Read them by their ids. */
            stale: boolean;
        };
        /**
         * unattended_mode in Chile
         * @description Switches the terminal between attended and unattended use.
         */
        UnattendedModeInChile: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description true: unattended, nobody stands at the terminal (default); false: attended again. */
                c2cMode?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "unattended_mode";
        };
        /**
         * void in Chile
         * @description Gives back the money of a whole sale. It runs on the terminal that took the sale and, as far as Getnet says, before the batch is closed. Ends `approved` (the money went back), `declined`, or `not_sent`.
         */
        VoidInChile: {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            /** @default {} */
            options?: {
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
            };
            /** @description The sale to undo: the `id` of its transaction. The service knows Getnet’s numbers from there. */
            originalTransactionId: string;
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /** @enum {string} */
            type: "void";
        } | {
            /** @description With `onBusy: "wait"` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. 60 by default. */
            maxWait?: number;
            /**
             * @description What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that wait in the order of their arrival.
             * @default reject
             * @enum {string}
             */
            onBusy?: "reject" | "wait";
            options: {
                /** @description Number of the sale on its receipt (`operationId` of the transaction), at most 8 digits. */
                operationId: number;
                /** @description Whether the terminal prints on paper: the receipt, or the report. */
                printOnPos?: boolean;
            };
            /**
             * @description Your own name for the payment: an order number.
             * @example ORD-1001
             */
            reference?: string;
            /** @description One of GET /v1/terminals. */
            terminalId: string;
            /** @enum {string} */
            type: "void";
        };
        WebhookDelivery: {
            /** @description Every try, oldest first. */
            attempts: {
                /** Format: date-time */
                at: string;
                /** @description Why this try does not count as delivered. Null if it does. */
                cause: string | null;
                /** @description The HTTP status of the answer. Null if there was no answer. */
                status: number | null;
            }[];
            /** @description Its name in the merchants file. */
            endpoint: string;
            id: string;
            /** @description Counts the events of the endpoint, without gaps. */
            sequence: number;
            /**
             * @description `pending`: the delivery is on its way, or waits for its turn or for an endpoint that answered 410.
             * @enum {string}
             */
            state: "pending" | "delivered" | "failed";
            transactionId: string | null;
            /** @enum {string} */
            type: "transaction.approved" | "transaction.declined" | "transaction.completed" | "transaction.not_sent" | "transaction.needs_attention" | "transaction.reversing" | "transaction.reversed" | "transaction.reversal_failed" | "transaction.late_result" | "terminal.quarantined" | "terminal.released" | "reconciliation.different" | "webhook.test";
        };
        WebhookDeliveryList: {
            items: {
                /** @description Every try, oldest first. */
                attempts: {
                    /** Format: date-time */
                    at: string;
                    /** @description Why this try does not count as delivered. Null if it does. */
                    cause: string | null;
                    /** @description The HTTP status of the answer. Null if there was no answer. */
                    status: number | null;
                }[];
                /** @description Its name in the merchants file. */
                endpoint: string;
                id: string;
                /** @description Counts the events of the endpoint, without gaps. */
                sequence: number;
                /**
                 * @description `pending`: the delivery is on its way, or waits for its turn or for an endpoint that answered 410.
                 * @enum {string}
                 */
                state: "pending" | "delivered" | "failed";
                transactionId: string | null;
                /** @enum {string} */
                type: "transaction.approved" | "transaction.declined" | "transaction.completed" | "transaction.not_sent" | "transaction.needs_attention" | "transaction.reversing" | "transaction.reversed" | "transaction.reversal_failed" | "transaction.late_result" | "terminal.quarantined" | "terminal.released" | "reconciliation.different" | "webhook.test";
            }[];
            nextCursor: string | null;
        };
        WebhookTest: {
            /** @description Every try, oldest first. */
            attempts?: {
                /** Format: date-time */
                at: string;
                /** @description Why this try does not count as delivered. Null if it does. */
                cause: string | null;
                /** @description The HTTP status of the answer. Null if there was no answer. */
                status: number | null;
            }[];
            /** @description Its name in the merchants file. */
            endpoint?: string;
            id?: string;
            items: {
                /** @description Every try, oldest first. */
                attempts: {
                    /** Format: date-time */
                    at: string;
                    /** @description Why this try does not count as delivered. Null if it does. */
                    cause: string | null;
                    /** @description The HTTP status of the answer. Null if there was no answer. */
                    status: number | null;
                }[];
                /** @description Its name in the merchants file. */
                endpoint: string;
                id: string;
                /** @description Counts the events of the endpoint, without gaps. */
                sequence: number;
                /**
                 * @description `pending`: the delivery is on its way, or waits for its turn or for an endpoint that answered 410.
                 * @enum {string}
                 */
                state: "pending" | "delivered" | "failed";
                transactionId: string | null;
                /** @enum {string} */
                type: "transaction.approved" | "transaction.declined" | "transaction.completed" | "transaction.not_sent" | "transaction.needs_attention" | "transaction.reversing" | "transaction.reversed" | "transaction.reversal_failed" | "transaction.late_result" | "terminal.quarantined" | "terminal.released" | "reconciliation.different" | "webhook.test";
            }[];
            nextCursor: string | null;
            /** @description Counts the events of the endpoint, without gaps. */
            sequence?: number;
            /**
             * @description `pending`: the delivery is on its way, or waits for its turn or for an endpoint that answered 410.
             * @enum {string}
             */
            state?: "pending" | "delivered" | "failed";
            transactionId?: string | null;
            /** @enum {string} */
            type?: "transaction.approved" | "transaction.declined" | "transaction.completed" | "transaction.not_sent" | "transaction.needs_attention" | "transaction.reversing" | "transaction.reversed" | "transaction.reversal_failed" | "transaction.late_result" | "terminal.quarantined" | "terminal.released" | "reconciliation.different" | "webhook.test";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    live: {
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
                        /** @enum {string} */
                        status?: "ok";
                    };
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready: {
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
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Event-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportTransactions: {
        parameters: {
            query?: {
                branch?: string;
                format?: "csv" | "jsonl";
                from?: string;
                shift?: string;
                terminalId?: string;
                to?: string;
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
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAttention: {
        parameters: {
            query?: {
                cursor?: string;
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
                    "application/json": components["schemas"]["AttentionList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseTerminal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                terminalId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Release"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Terminal"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolveTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolution"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startReconciliation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReconciliationStart"];
            };
        };
        responses: {
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readReconciliation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settleDifferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DifferencesSettled"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTerminals: {
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
                    "application/json": components["schemas"]["TerminalList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readTerminal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                terminalId: string;
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
                    "application/json": components["schemas"]["Terminal"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTransactions: {
        parameters: {
            query?: {
                authorizationCode?: string;
                cursor?: string;
                from?: string;
                idPosTxs?: string;
                limit?: number;
                maxAmount?: number;
                minAmount?: number;
                reference?: string;
                status?: ("queued" | "dispatching" | "in_progress" | "cancel_requested" | "verifying" | "needs_attention" | "approved" | "declined" | "not_sent" | "completed" | "reversing" | "reversed" | "reversal_failed")[];
                terminalId?: string;
                to?: string;
                type?: ("sale" | "promo_sale" | "void" | "return" | "poll" | "details" | "totals" | "close" | "last_voucher" | "duplicate" | "params" | "shift" | "shift_report" | "normal_mode" | "unattended_mode" | "print" | "identity_check")[];
                undone?: boolean;
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
                    "application/json": components["schemas"]["TransactionList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startTransaction: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperationInArgentina"] | components["schemas"]["OperationInChile"];
            };
        };
        responses: {
            200: {
                headers: {
                    "Idempotency-Replayed"?: string;
                    Location?: string;
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            202: {
                headers: {
                    "Idempotency-Replayed"?: string;
                    Location?: string;
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readTransaction: {
        parameters: {
            query?: never;
            header?: {
                Prefer?: string;
            };
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auditTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Audit"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamTransaction: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string;
            };
            path: {
                id: string;
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
                    "text/event-stream": string;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
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
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTest"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getnetCallback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
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
                        /** @enum {boolean} */
                        received?: true;
                    };
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: {
                headers: {
                    Allow?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
