package dev.concierge.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Revocation.Style;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.TestOutbound;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Revocation (RFC 7009, and Google's way). */
@Tag("token")
class RevocationTest {
    private final FakeProvider fake = FakeProvider.start(FakeProvider.answer(200, "text/plain", ""));
    private final TestOutbound way = TestOutbound.allowing(new SettableClock(), fake);
    private final RevocationEndpoint endpoint = new NimbusRevocationEndpoint(way.outbound());

    @AfterEach
    void close() {
        way.close();
        fake.close();
    }

    private RevocationOutcome revoke(Style style) {
        return endpoint.revoke(
                Providers.at(fake.url("/")).provider(),
                Providers.registration(),
                Providers.call(style, fake.url("/revoke")),
                Secret.of("t/+&"));
    }

    @Test
    void a_token_form_carries_the_token_alone() {
        assertThat(revoke(Style.TOKEN_FORM)).isEqualTo(new RevocationOutcome.Revoked());
        FakeProvider.Request sent = fake.requests().getFirst();
        assertThat(sent.body()).isEqualTo("token=t%2F%2B%26");
        assertThat(sent.headers()).doesNotContainKey("authorization");
    }

    @Test
    void the_standard_carries_client_authentication() {
        assertThat(revoke(Style.RFC7009)).isEqualTo(new RevocationOutcome.Revoked());
        assertThat(fake.requests().getFirst().body())
                .contains("token=t%2F%2B%26", "client_id=client-1", "client_secret=");
    }

    @Test
    void a_token_that_is_gone_a_refusal_and_trouble_are_told_apart() {
        fake.script(FakeProvider.json(400, "{\"error\":\"invalid_token\"}"));
        assertThat(revoke(Style.TOKEN_FORM)).isEqualTo(new RevocationOutcome.AlreadyGone());
        fake.script(FakeProvider.json(400, "{\"error\":\"unsupported_token_type\"}"));
        assertThat(revoke(Style.TOKEN_FORM))
                .isInstanceOfSatisfying(
                        RevocationOutcome.Refused.class,
                        refused -> assertThat(refused.error().code()).isEqualTo("unsupported_token_type"));
        fake.script(FakeProvider.answer(404, "text/html", "<p>"));
        assertThat(revoke(Style.TOKEN_FORM))
                .isEqualTo(new RevocationOutcome.Refused(new OAuthError("status_404", null, null)));
        fake.script(FakeProvider.answer(503, "text/html", "", "Retry-After: 30"));
        assertThat(revoke(Style.TOKEN_FORM))
                .isEqualTo(new RevocationOutcome.Unavailable(Trouble.BROKEN, Duration.ofSeconds(30)));
        fake.script((_, _) -> {});
        assertThat(revoke(Style.TOKEN_FORM))
                .isEqualTo(new RevocationOutcome.Unavailable(Trouble.NO_ANSWER, Duration.ofSeconds(5)));
    }
}
