package dev.concierge.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.TestOutbound;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.SettableClock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The profile endpoint (OpenID Connect Core section 5.3). */
@Tag("flow")
class UserInfoTest {
    private final FakeProvider fake = FakeProvider.start(FakeProvider.json(200, "{}"));
    private final TestOutbound way = TestOutbound.allowing(new SettableClock(), fake);
    private final UserInfo userInfo = new OutboundUserInfo(way.outbound());

    @AfterEach
    void close() {
        way.close();
        fake.close();
    }

    private UserInfoOutcome fetch(String body, @Nullable String expected) {
        fake.script(FakeProvider.json(200, body));
        return userInfo.fetch(Providers.at(fake.url("/")).provider(), Secret.of("at-1"), expected);
    }

    @Test
    void the_profile_of_the_expected_account_is_read() {
        assertThat(fetch("{\"sub\":\"A\",\"email\":\"a@b.example\",\"name\":\" Mara\\nReyes \"}", "A"))
                .isEqualTo(new UserInfoOutcome.Known(
                        new UserProfile("A", "a@b.example", "Mara Reyes", null, "a@b.example", false)));
        assertThat(fake.requests().getFirst().header("authorization")).isEqualTo("Bearer at-1");
    }

    @Test
    void b_09_a_profile_of_somebody_else_or_of_nobody_is_dropped() {
        assertThat(fetch("{\"sub\":\"B\",\"email\":\"a@b.example\"}", "A")).isEqualTo(new UserInfoOutcome.Foreign());
        assertThat(fetch("{\"email\":\"a@b.example\"}", "A")).isEqualTo(new UserInfoOutcome.Foreign());
        assertThat(fetch("{\"email\":\"a@b.example\"}", null)).isEqualTo(new UserInfoOutcome.Foreign());
        assertThat(fetch("{\"sub\":\"A\",\"sub\":\"B\"}", "A")).isInstanceOf(UserInfoOutcome.Unavailable.class);
        assertThat(fetch("{\"sub\":\"B\",\"sub\":\"A\"}", "A")).isInstanceOf(UserInfoOutcome.Unavailable.class);
    }

    /** Once the hidden characters were taken away, and what was left was another mailbox. */
    @Test
    void c_12_an_address_with_hidden_characters_is_none() {
        for (String hidden : List.of(
                "\\u200ba@b.example",
                "a@b.example\\ufeff",
                "a\\u0000@b.example",
                "a@b.example\\r\\nBcc: c@d.example")) {
            assertThat(fetch("{\"sub\":\"A\",\"email\":\"" + hidden + "\",\"email_verified\":true}", "A"))
                    .isInstanceOfSatisfying(
                            UserInfoOutcome.Known.class,
                            known -> assertThat(known.profile().email())
                                    .as(hidden)
                                    .isNull());
        }
    }

    @Test
    void a_numbered_account_is_told_as_text() {
        assertThat(fetch("{\"sub\":583231}", null))
                .isEqualTo(new UserInfoOutcome.Known(new UserProfile("583231", null, null, null, null, false)));
    }

    @Test
    void a_token_that_is_not_taken_is_told_from_trouble() {
        fake.script(FakeProvider.json(401, "{}"));
        assertThat(userInfo.fetch(Providers.at(fake.url("/")).provider(), Secret.of("at"), "A"))
                .isEqualTo(new UserInfoOutcome.Refused(401));
        fake.script(FakeProvider.json(503, "{}"));
        assertThat(userInfo.fetch(Providers.at(fake.url("/")).provider(), Secret.of("at"), "A"))
                .isInstanceOf(UserInfoOutcome.Unavailable.class);
    }
}
