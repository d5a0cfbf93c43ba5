package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A revocation at Google ends what the person allowed the whole project, a YouTube channel included; whose consent it is, is told by the ID token. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectSiblingsTest {
    private record Row(UUID account, UUID grant, String subject) {}

    private World world;

    @BeforeAll
    void start() {
        world = World.start();
    }

    @AfterEach
    void forget() {
        world.sandbox().ledger().clear();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private Row connected(String account) {
        UUID integration = world.visitor().signUp().connected(account);
        return world.database()
                .owner()
                .sql("select account_id, grant_id, upstream_subject from integrations where id = :id")
                .param("id", integration)
                .query((row, _) -> new Row(
                        row.getObject("account_id", UUID.class),
                        row.getObject("grant_id", UUID.class),
                        row.getString("upstream_subject")))
                .single();
    }

    /** A channel of that Google account, connected with Google's client. */
    private UUID channel(Row google, String consent) {
        TokenSet tokens = new TokenSet(
                Secret.of("channel-token"),
                Secret.of("channel-refresh"),
                "Bearer",
                Duration.ofHours(1),
                null,
                null,
                null);
        return world.server()
                .bean(AccountScope.class)
                .call(
                        google.account(),
                        _ -> world.server()
                                .bean(Vault.class)
                                .open(
                                        google.account(),
                                        world.server().bean(Catalog.class).require("youtube"),
                                        "google",
                                        new UpstreamSubject("UC" + UUID.randomUUID(), consent),
                                        Set.of(),
                                        tokens));
    }

    private RevocationSettled.Outcome disconnect(UUID account, UUID grant) {
        Vault vault = world.server().bean(Vault.class);
        UUID revocation = world.server()
                .bean(AccountScope.class)
                .call(
                        account,
                        jdbc -> vault.end(
                                grant,
                                jdbc.sql("select id from integrations limit 1")
                                        .query(UUID.class)
                                        .single()))
                .orElseThrow();
        return vault.revoke(account, revocation).orElseThrow();
    }

    private long revocations() {
        return world.sandbox().ledger().entries("google", "revoke").size();
    }

    @Test
    void disconnecting_google_leaves_the_consent_that_a_channel_hangs_on() {
        Row google = connected(Visitor.LINH_WORK);
        UUID channel = channel(google, google.subject());

        assertThat(disconnect(google.account(), google.grant())).isEqualTo(RevocationSettled.Outcome.KEPT_FOR_SIBLING);
        assertThat(revocations()).isZero();
        assertThat(world.server().bean(Vault.class).health(google.account(), channel))
                .hasValueSatisfying(health -> assertThat(health.state()).isEqualTo(TokenHealth.State.LIVE));
    }

    @Test
    void disconnecting_a_channel_leaves_google_although_its_own_subject_is_another_one() {
        Row google = connected("ana.ruiz@meridian.example");
        UUID channel = channel(google, google.subject());

        assertThat(disconnect(google.account(), channel)).isEqualTo(RevocationSettled.Outcome.KEPT_FOR_SIBLING);
        assertThat(revocations()).isZero();
    }

    @Test
    void a_channel_of_somebody_else_keeps_nothing_alive() {
        Row google = connected("jonas.weber@home.example");
        channel(google, "another-google-account");

        assertThat(disconnect(google.account(), google.grant())).isEqualTo(RevocationSettled.Outcome.REVOKED);
        assertThat(revocations()).isEqualTo(1);
    }
}
