package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.integrations.DisconnectFlow;
import dev.concierge.server.support.Visitor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A disconnect and another change of the same rows, each of which waits for the other: PostgreSQL ends one of the two. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostDeadlockTest {
    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @Test
    void a_disconnect_that_is_ended_for_anothers_sake_is_made_all_the_same() throws Exception {
        ProviderCase google = ProviderCase.of("google", Visitor.LINH_HOME);
        providers.prepare(google, "{}");
        Visitor person = providers.world().visitor();
        person.signUp();
        UUID integration = providers.connected(person, google);
        try (Connection other = providers.world().database().connectAsSuperuser();
                Statement statement = other.createStatement();
                ExecutorService side = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            // PostgreSQL ends whoever looks for a deadlock first: the other one looks late.
            statement.execute("set deadlock_timeout = '1min'");
            statement.execute("select 1 from grants g join integrations i on i.grant_id = g.id where i.id = '"
                    + integration + "' for update of g");
            Future<UUID> receipt = side.submit(() -> providers
                    .world()
                    .server()
                    .bean(DisconnectFlow.class)
                    .disconnect(account(integration), "person:test", integration));
            untilSomebodyWaits(statement);
            statement.execute("select 1 from integrations where id = '" + integration + "' for update");
            other.rollback();

            assertThat(receipt.get()).isNotNull();
        }
        assertThat(providers
                        .world()
                        .database()
                        .owner()
                        .sql("select state from integrations where id = :id")
                        .param("id", integration)
                        .query(String.class)
                        .single())
                .isEqualTo("disconnected");
    }

    private UUID account(UUID integration) {
        return providers
                .world()
                .database()
                .owner()
                .sql("select account_id from integrations where id = :id")
                .param("id", integration)
                .query(UUID.class)
                .single();
    }

    private static void untilSomebodyWaits(Statement statement) throws SQLException {
        while (true) {
            try (ResultSet row = statement.executeQuery(
                    "select exists (select 1 from pg_locks where not granted and locktype in ('transactionid', 'tuple'))")) {
                row.next();
                if (row.getBoolean(1)) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
    }
}
