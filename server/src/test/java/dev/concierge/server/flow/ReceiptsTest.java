package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Secrets;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.oauth.RefreshOutcome;
import dev.concierge.server.oauth.TokenEndpoint;
import dev.concierge.server.oauth.UserInfo;
import dev.concierge.server.oauth.UserInfoOutcome;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A receipt says what happened at the provider and nothing else. Each way in which a disconnect can end goes through the real flow here. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReceiptsTest {
    private static final ProviderCase GOOGLE = ProviderCase.of("google", Visitor.LINH_HOME);
    private static final ProviderCase CHANNEL = ProviderCase.of("youtube", Visitor.LINH_HOME);
    private static final ProviderCase MICROSOFT = ProviderCase.of("microsoft", Visitor.LINH_WORK);
    private static final ProviderCase LINKEDIN = ProviderCase.of("linkedin", Visitor.LINH_WORK);
    private static final ProviderCase X = ProviderCase.of("twitter", Visitor.LINH_WORK);
    private static final ProviderCase GITHUB = ProviderCase.of("github", Visitor.LINH_WORK);
    private static final String CONFIRMED = "It confirmed that the token is worth nothing now";

    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @BeforeEach
    void reset() {
        for (ProviderCase provider : ProviderCase.all()) {
            providers.prepare(provider, "{}");
            providers.world().sandbox().revoke(provider.ledger(), Visitor.LINH_HOME, "concierge-test");
        }
        for (String table : java.util.List.of("pending_revocations", "pending_grants", "integrations", "grants")) {
            owner("delete from " + table);
        }
    }

    private int owner(String sql) {
        return providers.world().database().owner().sql(sql).update();
    }

    private long waiting() {
        return providers
                .world()
                .database()
                .owner()
                .sql("select count(*) from pending_revocations")
                .query(Long.class)
                .single();
    }

    private Page disconnect(Visitor person, UUID integration) {
        Page question = person.open("/integrations/" + integration + "/disconnect");
        Page receipt = person.browser()
                .submit(question, "form[action='/integrations/" + integration + "/disconnect']", Map.of());
        assertThat(receipt.path()).startsWith("/receipts/");
        return receipt;
    }

    private Page again(Visitor person, Page receipt) {
        if (person.open("/integrations").path().equals("/login")) {
            person.signIn();
        }
        return person.open(receipt.path());
    }

    private Page disconnected(ProviderCase provider) {
        Visitor ada = providers.person();
        return disconnect(ada, providers.connected(ada, provider));
    }

    /** Moves on and does what is due. */
    private void later(Duration step) {
        providers.world().advance(step);
        providers.server().bean(JobRunner.class).runDue(Lane.MAINTENANCE);
    }

    @Test
    @DisplayName("D-05 the tokens of an ended connection are used at the provider itself, after it was down at first")
    void d05_the_tokens_of_an_ended_connection_are_worth_nothing() {
        Visitor ada = providers.person();
        Set<Secrets.RecordedSecret> before =
                Set.copyOf(providers.world().sandbox().secrets().all());
        UUID integration = providers.connected(ada, X);
        List<Secrets.RecordedSecret> tokens = providers.world().sandbox().secrets().all().stream()
                .filter(secret -> !before.contains(secret))
                .toList();
        assertThat(tokens)
                .extracting(Secrets.RecordedSecret::kind)
                .contains(Secrets.Kind.ACCESS_TOKEN, Secrets.Kind.REFRESH_TOKEN);
        assertThat(taken(only(tokens, Secrets.Kind.ACCESS_TOKEN)))
                .as("works while it is connected; a try with the other would spend it")
                .isEqualTo(1);
        providers.prepare(X, "{\"failNext\":[{\"endpoint\":\"revoke\",\"status\":503,\"count\":1}]}");

        disconnect(ada, integration);
        later(Duration.ofHours(1));

        assertThat(waiting()).as("kept for the revoker no longer than needed").isZero();
        assertThat(taken(tokens)).isZero();
    }

    private static List<Secrets.RecordedSecret> only(List<Secrets.RecordedSecret> tokens, Secrets.Kind kind) {
        return tokens.stream().filter(token -> token.kind() == kind).toList();
    }

    /** How many of these the provider still takes, at its userinfo and at its token endpoint. */
    private long taken(List<Secrets.RecordedSecret> tokens) {
        Provider provider = providers.server().bean(Catalog.class).find(X.id()).orElseThrow();
        Registration registration =
                providers.server().bean(Registrations.class).find(X.id()).orElseThrow();
        Instant until = providers.world().clock().instant().plusSeconds(60);
        return tokens.stream()
                .filter(token -> switch (token.kind()) {
                    case ACCESS_TOKEN ->
                        providers.server().bean(UserInfo.class).fetch(provider, Secret.of(token.value()), null)
                                instanceof UserInfoOutcome.Known;
                    case REFRESH_TOKEN ->
                        providers
                                        .server()
                                        .bean(TokenEndpoint.class)
                                        .refresh(provider, registration, Secret.of(token.value()), Set.of(), until)
                                instanceof RefreshOutcome.Refreshed;
                    case CODE, STATE, NONCE, CODE_VERIFIER, CLIENT_SECRET, ID_TOKEN, TOKEN -> false;
                })
                .count();
    }

    @Test
    void a_provider_that_confirms_is_quoted() {
        assertThat(disconnected(GOOGLE).text()).contains(CONFIRMED, "All ended");
    }

    @Test
    void a_provider_that_cannot_be_asked_did_not_fail_to_answer() {
        Page receipt = disconnected(MICROSOFT);

        assertThat(receipt.text())
                .contains("Microsoft has no way for us to ask")
                .doesNotContain("three days", "confirmed");
        assertThat(receipt.find(".actions a[rel~=noopener]").text()).isEqualTo("See it at Microsoft");
    }

    @Test
    void an_endpoint_that_nobody_documents_confirms_nothing() {
        Page receipt = disconnected(LINKEDIN);

        assertThat(receipt.text())
                .contains("LinkedIn took our request")
                .doesNotContain("It confirmed", "All ended", "three days");
        assertThat(providers.world().sandbox().ledger().count("linkedin", "revoke", "revoked"))
                .isEqualTo(1);
        assertThat(providers.world().sandbox().ledger().entries("linkedin", "revoke"))
                .as("the refresh token and the access token, for the one need not end the other")
                .hasSize(2);
    }

    @Test
    void a_consent_that_another_connection_hangs_on_is_named_and_both_can_be_ended() {
        Visitor ada = providers.person();
        UUID google = providers.connected(ada, GOOGLE);
        UUID channel = providers.connected(ada, CHANNEL);
        String label = ada.open("/integrations/" + channel).find("h1").text();

        Page receipt = disconnect(ada, google);

        assertThat(receipt.text())
                .contains("The access at Google stays open", label)
                .doesNotContain("end .");
        assertThat(providers.world().sandbox().ledger().entries("google", "revoke"))
                .isEmpty();
        Page both = ada.browser().submit(receipt, "form[action='" + receipt.path() + "/shared']", Map.of());
        assertThat(both.path()).isEqualTo(receipt.path());
        assertThat(both.text()).contains(CONFIRMED, "All ended").doesNotContain("stays open");
        assertThat(providers.world().sandbox().ledger().count("google", "revoke", "revoked"))
                .isEqualTo(1);
        assertThat(ada.open("/integrations/" + channel).text()).contains("This connection was ended here");
    }

    @Test
    void what_was_kept_for_a_connection_that_could_not_be_ended_does_not_go_on_saying_kept() {
        Visitor ada = providers.person();
        UUID google = providers.connected(ada, GOOGLE);
        UUID channel = providers.connected(ada, CHANNEL);
        Page receipt = disconnect(ada, google);
        providers.prepare(CHANNEL, "{}");
        providers.prepare(GOOGLE, "{\"failNext\":[{\"endpoint\":\"revoke\",\"status\":503,\"count\":9}]}");

        disconnect(ada, channel);
        later(Duration.ofHours(73));

        assertThat(again(ada, receipt).text())
                .contains("End it at Google yourself", "did not answer for three days")
                .doesNotContain("stays open", "confirmed");
    }

    @Test
    void a_connection_of_somebody_else_is_not_named() {
        Visitor ada = providers.person();
        UUID hers = providers.connected(ada, GOOGLE);
        Visitor ben = providers.person();
        UUID his = providers.connected(ben, GOOGLE);
        providers.backend(ben);

        Page receipt = disconnect(ada, hers);

        assertThat(receipt.text())
                .contains("The access at Google stays open", "somebody else's, or one that is just being made or ended")
                .doesNotContain("end .", ben.email());
        assertThat(receipt.has("form[action$='/shared']")).isFalse();
        assertThat(ben.open("/integrations/" + his).text()).doesNotContain("This connection was ended here");
    }

    @Test
    void our_own_expired_secret_does_not_destroy_the_tokens_and_is_tried_again() {
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, X);
        providers.prepare(X, "{\"clientSecretExpired\":true}");

        Page receipt = disconnect(ada, integration);

        assertThat(receipt.text()).contains("X has not ended the access yet").doesNotContain("End it at X yourself");
        assertThat(waiting()).isEqualTo(1);
        providers.prepare(X, "{}");
        later(Duration.ofHours(3));
        assertThat(again(ada, receipt).text()).contains(CONFIRMED);
        assertThat(waiting()).isZero();
    }

    @Test
    void a_refusal_that_lasts_for_three_days_is_called_a_refusal() {
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, X);
        providers.prepare(X, "{\"clientSecretExpired\":true}");
        Page receipt = disconnect(ada, integration);

        later(Duration.ofHours(73));

        assertThat(again(ada, receipt).text())
                .contains("End it at X yourself", "refused for three days")
                .doesNotContain("did not answer");
        assertThat(waiting()).as("and the tokens are destroyed").isZero();
    }

    @Test
    void a_provider_that_is_away_for_three_days_did_not_answer() {
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, X);
        providers.prepare(X, "{\"failNext\":[{\"endpoint\":\"revoke\",\"status\":503,\"count\":9}]}");
        Page receipt = disconnect(ada, integration);
        assertThat(receipt.text()).contains("X has not ended the access yet");

        later(Duration.ofHours(73));

        assertThat(again(ada, receipt).text()).contains("End it at X yourself", "did not answer for three days");
        assertThat(waiting()).isZero();
    }

    @Test
    void what_cannot_be_read_any_more_was_not_confirmed_by_anybody() {
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, X);
        owner("update grants set access_token = set_byte(access_token, 40, get_byte(access_token, 40) # 1),"
                + " refresh_token = set_byte(refresh_token, 40, get_byte(refresh_token, 40) # 1)");

        Page receipt = disconnect(ada, integration);

        assertThat(receipt.text())
                .contains("End it at X yourself", "could not be read")
                .doesNotContain("confirmed", "three days");
    }

    @Test
    void a_token_that_ended_is_not_a_provider_that_was_silent() {
        providers.prepare(GITHUB, "{\"lie\":[{\"endpoint\":\"token\",\"merge\":{\"refresh_token\":null}}]}");
        Visitor ada = providers.person();
        UUID integration = providers.connected(ada, GITHUB);
        providers.world().advance(Duration.ofHours(9));

        if (ada.open("/integrations").path().equals("/login")) {
            ada.signIn();
        }
        Page receipt = disconnect(ada, integration);

        assertThat(receipt.text())
                .contains("End it at GitHub yourself", "only for a token that still works")
                .doesNotContain("confirmed", "three days");
    }

    @Test
    void a_provider_whose_file_is_gone_stops_no_other_and_its_tokens_go_in_time() {
        Visitor ada = providers.person();
        UUID gone = providers.connected(ada, X);
        UUID other = providers.connected(ada, GITHUB);
        providers.prepare(X, "{\"failNext\":[{\"endpoint\":\"revoke\",\"status\":503,\"count\":1}]}");
        providers.prepare(GITHUB, "{\"failNext\":[{\"endpoint\":\"*\",\"status\":503,\"count\":1}]}");
        disconnect(ada, gone);
        disconnect(ada, other);
        assertThat(owner("update pending_revocations set provider = 'gone' where provider = 'twitter'"))
                .isEqualTo(1);
        assertThat(owner("update pending_revocations set next_attempt_at = next_attempt_at - interval '1 second'"
                        + " where provider = 'gone'"))
                .isEqualTo(1);

        later(Duration.ofMinutes(10));
        assertThat(waiting()).as("the other one is done").isEqualTo(1);

        later(Duration.ofHours(73));
        assertThat(waiting()).isZero();
    }
}
