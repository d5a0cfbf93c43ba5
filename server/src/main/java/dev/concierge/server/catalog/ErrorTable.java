package dev.concierge.server.catalog;

import dev.concierge.server.catalog.ErrorRule.Cause;
import dev.concierge.server.catalog.ErrorRule.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider's errors: its own rules, the first that fits, and behind them what the standards say (RFC 6749 sections 4.1.2.1 and 5.2, RFC 7009
 * section 2.2.1, OpenID Connect Core section 3.1.2.6). An error that is in neither means nothing about a grant.
 *
 * @param rules of the file, in its order
 */
public record ErrorTable(List<ErrorRule> rules) {
    /** Without rules of its own. */
    public static final ErrorTable STANDARD = new ErrorTable(List.of());

    private static final Set<Step> TOKEN = EnumSet.of(Step.EXCHANGE, Step.REFRESH);
    private static final Set<Step> ALL = EnumSet.allOf(Step.class);
    private static final List<ErrorRule> STANDARD_RULES = Stream.of(
                    all(EnumSet.of(Step.CALLBACK), Cause.DENIED, ErrorWords.PERSON_REFUSED, "access_denied"),
                    all(
                            EnumSet.of(Step.CALLBACK),
                            Cause.REJECTED,
                            ErrorWords.SIGN_IN_POLICY,
                            "login_required",
                            "interaction_required",
                            "consent_required",
                            "account_selection_required"),
                    all(EnumSet.of(Step.EXCHANGE), Cause.REJECTED, ErrorWords.BEGIN_AGAIN, "invalid_grant"),
                    all(EnumSet.of(Step.REFRESH), Cause.REJECTED, ErrorWords.GRANT_ENDED, "invalid_grant"),
                    all(
                            EnumSet.of(Step.REVOKE),
                            Cause.REJECTED,
                            ErrorWords.GRANT_ENDED,
                            "invalid_token",
                            "invalid_grant"),
                    all(TOKEN, Cause.MISCONFIGURED, ErrorWords.OUR_REQUEST, "unsupported_grant_type"),
                    all(ALL, Cause.MISCONFIGURED, ErrorWords.CLIENT_SECRET_WRONG, "invalid_client"),
                    all(ALL, Cause.MISCONFIGURED, ErrorWords.CLIENT_DISABLED, "unauthorized_client"),
                    all(ALL, Cause.MISCONFIGURED, ErrorWords.SCOPE_NOT_ALLOWED, "invalid_scope"),
                    all(
                            ALL,
                            Cause.MISCONFIGURED,
                            ErrorWords.OUR_REQUEST,
                            "invalid_request",
                            "unsupported_response_type",
                            "unsupported_token_type"),
                    all(ALL, Cause.RETRY, ErrorWords.PROVIDER_BUSY, "temporarily_unavailable", "slow_down"),
                    all(ALL, Cause.RETRY, ErrorWords.PROVIDER_BROKEN, "server_error"))
            .flatMap(List::stream)
            .toList();

    public ErrorTable {
        rules = List.copyOf(rules);
    }

    /** The rule for an error; empty when nobody knows it. */
    public Optional<ErrorRule> find(Step step, String code, @Nullable String subcode, @Nullable String description) {
        return Stream.concat(rules.stream(), STANDARD_RULES.stream())
                .filter(rule -> rule.fits(step, code, subcode, description))
                .findFirst();
    }

    private static List<ErrorRule> all(Set<Step> at, Cause cause, ErrorWords words, String... codes) {
        return Stream.of(codes)
                .map(code -> new ErrorRule(at, code, Set.of(), null, cause, words))
                .toList();
    }
}
