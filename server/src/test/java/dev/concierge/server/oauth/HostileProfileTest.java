package dev.concierge.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.TestOutbound;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.HostileAnswers;
import dev.concierge.server.support.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Profiles that are made to fill the memory of whoever reads them (H-09). The timeout only ends what would hang for ever. */
@Tag("security")
@Timeout(60)
class HostileProfileTest {
    private static final long ENOUGH = 64L * 1024 * 1024;

    private final SettableClock clock = new SettableClock();
    private final FakeProvider fake = FakeProvider.start(FakeProvider.json(200, "{}"));
    private final TestOutbound way = TestOutbound.allowing(clock, fake);
    private final HostileAnswers hostile = new HostileAnswers();

    @AfterEach
    void close() {
        way.close();
        fake.close();
    }

    @Test
    void h_09_a_profile_that_is_too_much_says_nothing_of_anybody_and_the_next_is_read() {
        UserInfo userInfo = new OutboundUserInfo(way.outbound());
        hostile.all("{\"sub\":\"A\"").forEach((name, script) -> {
            fake.script(script);
            assertThat(userInfo.fetch(Providers.at(fake.url("/")).provider(), Secret.of("at"), "A"))
                    .as(name)
                    .isInstanceOfSatisfying(
                            UserInfoOutcome.Unavailable.class,
                            unavailable -> assertThat(unavailable.trouble()).isEqualTo(Trouble.GARBLED));

            fake.script(FakeProvider.json(200, "{\"sub\":\"A\"}"));
            assertThat(userInfo.fetch(Providers.at(fake.url("/")).provider(), Secret.of("at"), "A"))
                    .as("after %s", name)
                    .isInstanceOf(UserInfoOutcome.Known.class);
        });
        assertThat(hostile.written()).as("bytes taken of endless answers").isLessThan(ENOUGH);
    }
}
