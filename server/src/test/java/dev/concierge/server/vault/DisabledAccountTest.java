package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Nobody's tokens are used while their account is disabled (C-15). The refresh worker once went on for such an account. */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisabledAccountTest {
    private World world;
    private HttpClient http;

    @BeforeAll
    void start() {
        world = World.start();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() {
        http.close();
        world.close();
    }

    private record Held(UUID grant, UUID account) {}

    private Held held(UUID integration) {
        return world.database()
                .owner()
                .sql("select grant_id, account_id from integrations where id = :id")
                .param("id", integration)
                .query((row, _) -> new Held(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .single();
    }

    private void status(UUID account, String status) {
        world.database()
                .owner()
                .sql("update accounts set status = :status where account_id = :id")
                .param("status", status)
                .param("id", account)
                .update();
    }

    @Test
    @DisplayName("C-15 Root disables Alice, and her tokens fall due")
    void no_token_is_renewed_for_a_disabled_account_and_the_grant_is_as_it_was_afterwards() {
        Visitor alice = world.visitor().signUp();
        UUID integration = alice.connected(Visitor.LINH_WORK);
        Api backend = new Api(http, world.server(), world.url("/"), alice.apiKey("tokens:vend"));
        Held held = held(integration);
        world.advance(Duration.ofHours(2));
        world.sandbox().ledger().clear();
        status(held.account(), "disabled");
        TokenRefresher refresher = world.server().bean(TokenRefresher.class);

        world.server().bean(RefreshSchedule.class).begin();
        RefreshResult result = refresher.refresh(held.account(), held.grant(), RefreshAsk.SCHEDULE);

        assertThat(result).isInstanceOf(RefreshResult.Ended.class);
        assertThat(world.sandbox().ledger().entries("google", "token")).isEmpty();
        assertThat(dueAfterMinutes(held.grant()))
                .as("the schedule does not come back each minute")
                .isGreaterThan(30);

        status(held.account(), "active");
        assertThat(backend.token(integration).status()).isEqualTo(200);
        assertThat(world.sandbox().ledger().entries("google", "token")).hasSize(1);
    }

    private double dueAfterMinutes(UUID grant) {
        return world.database()
                .owner()
                .sql(
                        "select extract(epoch from refresh_due_at - cast(:now as timestamptz)) / 60 from grants where id = :id")
                .param("now", GrantRepository.utc(world.clock().instant()))
                .param("id", grant)
                .query(Double.class)
                .single();
    }
}
