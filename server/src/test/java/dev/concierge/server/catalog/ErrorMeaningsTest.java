package dev.concierge.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors of one name that mean different things: by their finer code or text, and not by what merely looks alike. */
@Tag("flow")
class ErrorMeaningsTest {
    @ParameterizedTest(name = "{0} at {1}: {2} {3} {4}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "microsoft|callback|consent_required|-|AADSTS90094: needs an admin|upgrade|admin_consent",
                "microsoft|callback|access_denied|-|AADSTS900941: blocked|upgrade|admin_consent",
                "microsoft|callback|access_denied|-|AADSTS65004: declined|denied|person_refused",
                "microsoft|callback|consent_required|-|AADSTS90090: try later|rejected|consent_needed",
                "microsoft|callback|consent_required|-|AADSTS65001: no consent|rejected|consent_needed",
                "microsoft|refresh|invalid_request|90090|AADSTS90090|retry|provider_busy",
                "microsoft|refresh|invalid_grant|53003|-|rejected|sign_in_policy",
                "microsoft|refresh|invalid_grant|530032|-|rejected|sign_in_policy",
                "microsoft|refresh|invalid_grant|50074|-|rejected|sign_in_policy",
                "microsoft|refresh|invalid_grant|700020|-|rejected|sign_in_policy",
                "microsoft|refresh|invalid_grant|65001|-|rejected|consent_needed",
                "microsoft|refresh|invalid_grant|50173|-|rejected|password_changed",
                "microsoft|refresh|invalid_grant|700082|-|rejected|grant_ended",
                "notion|refresh|unauthorized|-|-|rejected|grant_ended",
                "notion|refresh|invalid_client|-|-|misconfigured|client_secret_wrong",
                "youtube|exchange|org_internal|-|-|misconfigured|client_disabled",
                "meta|refresh|3|-|-|upgrade|permission_missing",
                "meta|refresh|10|-|-|upgrade|permission_missing",
                "meta|refresh|200|-|-|upgrade|permission_missing",
                "meta|refresh|299|-|-|upgrade|permission_missing",
                "meta|refresh|80001|-|-|retry|provider_busy",
                "meta|refresh|80002|-|-|retry|provider_busy",
                "meta|refresh|368|-|-|upgrade|account_checkpoint",
                "meta|refresh|506|-|-|upgrade|account_checkpoint",
                "meta|refresh|300|-|-|-|-",
                "meta|refresh|199|-|-|-|-",
                "github|revoke|status_422|-|-|-|-",
            })
    void an_error_means(
            String id,
            String step,
            String code,
            @Nullable String subcode,
            @Nullable String text,
            @Nullable String cause,
            @Nullable String words) {
        Optional<ErrorRule> rule = Catalogs.builtIn()
                .require(id)
                .errors()
                .find(ErrorRule.Step.valueOf(step.toUpperCase(Locale.ROOT)), code, subcode, text);

        assertThat(rule.map(found -> found.cause().name().toLowerCase(Locale.ROOT)))
                .isEqualTo(Optional.ofNullable(cause));
        assertThat(rule.map(found -> found.words().word())).isEqualTo(Optional.ofNullable(words));
    }
}
