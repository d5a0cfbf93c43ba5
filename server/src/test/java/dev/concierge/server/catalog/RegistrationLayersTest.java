package dev.concierge.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.rooms.Rooms;
import dev.concierge.server.support.Proved;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.PublicUrl;
import dev.concierge.server.web.Role;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The environment, the table, and another provider's client: which wins, and for what. */
@Tag("token")
class RegistrationLayersTest {
    private static final Caller.Person ADMIN =
            new Caller.Person(UUID.randomUUID(), Role.ADMIN, "Ada", "ada@corp.example", UUID.randomUUID());

    private Rooms rooms;

    @BeforeEach
    void open() {
        rooms = opening().open();
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private static Rooms.Opening opening() {
        return Rooms.with("database", "jobs", "encryption", "audit", "limits", "catalog")
                .bean("proved", new Proved())
                .bean("publicUrl", PublicUrl.of("https://ours.example"));
    }

    private static ChangeOutcome keep(Rooms node, String provider, long version, boolean connects, boolean signsIn) {
        return node.get(RegistrationDesk.class)
                .keep(
                        ADMIN,
                        provider,
                        new RegistrationChange(
                                version,
                                provider + "-kept",
                                Secret.of("secret-of-" + provider),
                                null,
                                connects,
                                signsIn));
    }

    private Registrations registrations() {
        return rooms.get(Registrations.class);
    }

    @Test
    void a_provider_without_a_client_shares_the_kept_one_until_it_has_its_own() {
        keep(rooms, "google", 0, true, true);

        Registration shared = registrations().find("youtube").orElseThrow();
        assertThat(shared.id()).as("refreshed by the client that obtained it").isEqualTo("google");
        assertThat(shared.redirectUri()).hasToString("https://ours.example/api/v1/oauth/youtube/callback");
        keep(rooms, "youtube", 0, true, false);

        Registration own = registrations().find("youtube").orElseThrow();
        assertThat(own.id()).isEqualTo("youtube");
        assertThat(own.clientSecret()).isEqualTo(Secret.of("secret-of-youtube"));
        assertThat(registrations().byId("google").orElseThrow().clientId()).isEqualTo("google-kept");
    }

    @Test
    void each_use_is_switched_by_itself_and_what_exists_always_finds_its_client() {
        keep(rooms, "github", 0, false, true);
        assertThat(registrations().find("github")).isEmpty();
        assertThat(registrations().find("github", Use.SIGN_IN)).isPresent();
        keep(rooms, "github", 1, true, false);
        assertThat(registrations().find("github")).isPresent();
        assertThat(registrations().find("github", Use.SIGN_IN)).isEmpty();
        keep(rooms, "github", 2, false, false);
        assertThat(registrations().byId("github")).isPresent();
    }

    @Test
    void the_environment_wins_over_what_was_kept_before_and_leaves_it_in_place() {
        keep(rooms, "google", 0, false, false);
        try (Rooms restarted = opening()
                .beside(rooms)
                .set("GOOGLE_CLIENT_ID", "named")
                .set("GOOGLE_CLIENT_SECRET", "named-secret")
                .open()) {
            assertThat(restarted
                            .get(Registrations.class)
                            .find("google")
                            .orElseThrow()
                            .clientId())
                    .isEqualTo("named");
            assertThat(restarted
                            .get(Registrations.class)
                            .find("youtube")
                            .orElseThrow()
                            .clientId())
                    .isEqualTo("named");
            assertThat(keep(restarted, "google", 1, true, true))
                    .isEqualTo(new ChangeOutcome.ReadOnly("GOOGLE_CLIENT_ID"));
            RegistrationEntry entry = restarted.get(RegistrationDesk.class).one(ADMIN, "google");
            assertThat(entry.source()).isEqualTo(RegistrationEntry.Source.ENVIRONMENT);
            assertThat(entry.version()).isEqualTo(1);
            restarted.get(RegistrationDesk.class).remove(ADMIN, "google", 1);
            assertThat(restarted
                            .get(RegistrationDesk.class)
                            .one(ADMIN, "google")
                            .kept())
                    .isNull();
        }
    }

    @Test
    void a_look_up_inside_an_accounts_transaction_joins_it() {
        keep(rooms, "github", 0, true, true);
        AccountScope accounts = rooms.get(AccountScope.class);

        Optional<Registration> found =
                accounts.call(UUID.randomUUID(), _ -> registrations().byId("github"));

        assertThat(found).isPresent();
    }

    @Test
    void of_many_changes_of_one_version_one_is_kept() throws Exception {
        keep(rooms, "github", 0, true, true);
        List<Callable<ChangeOutcome>> changes =
                java.util.Collections.nCopies(8, () -> keep(rooms, "github", 1, true, false));
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            List<ChangeOutcome> outcomes =
                    together.invokeAll(changes).stream().map(Future::resultNow).toList();

            assertThat(outcomes)
                    .filteredOn(ChangeOutcome.Saved.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(ChangeOutcome.Overtaken.class::isInstance)
                    .hasSize(7);
        }
        assertThat(rooms.get(RegistrationDesk.class).one(ADMIN, "github").version())
                .isEqualTo(2);
    }
}
