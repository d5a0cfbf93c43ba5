package dev.concierge.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.support.DatabaseLine;
import dev.concierge.server.support.TestDatabase;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Servers whose one provider answers refreshes when the test says so, behind a line to the database that the test may break. Everything is stopped
 * from outside: at the provider, on the line, by a lock on a row.
 */
final class VaultWorld implements AutoCloseable {
    /** A grant with the tokens {@code access-0} and {@code refresh-0}. */
    record Held(UUID account, UUID grant) {}

    /** A row of {@code grants} without its tokens. */
    record Row(
            String state,
            @Nullable String cause,
            long version,
            long fence,
            int failures,
            boolean leased,
            @Nullable Instant retryAt,
            @Nullable Instant dueAt) {}

    private final HeldTokenEndpoint provider = new HeldTokenEndpoint();
    private final DatabaseLine line = DatabaseLine.to(TestDatabase.serverPort());
    private final World world;
    private final UUID account;

    /**
     * Starts it.
     *
     * @param old what becomes of an old refresh token: {@code stays}, {@code dies}, or {@code grace} of ten minutes
     * @param reach of a revocation: {@code token} or {@code project}
     */
    VaultWorld(int nodes, String old, String reach) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("ALLOWED_PRIVATE_HOSTS", provider.authority() + ",{sandbox-host}");
        settings.put("POSTGRES_PORT", Integer.toString(line.port()));
        settings.put("concierge.outbound.breaker-failures", "100");
        String rule = old.equals("grace") ? "oldRefreshToken: grace\n  grace: PT10M" : "oldRefreshToken: " + old;
        this.world = World.start(
                nodes,
                settings,
                text -> text.replaceAll("(?m)^  endpoint: \\S+/token$", "  endpoint: " + provider.token())
                        .replaceAll("(?m)^  endpoint: \\S+/revoke$", "  endpoint: " + provider.revocation())
                        .replaceAll("(?m)^  oldRefreshToken: stays.*$", "  " + rule)
                        .replaceAll("(?m)^  rotates: false$", "  rotates: true")
                        .replaceAll("(?m)^  reach: project.*$", "  reach: " + reach));
        Visitor ada = world.visitor().signUp();
        this.account = world.database()
                .owner()
                .sql("select account_id from accounts limit 1")
                .query(UUID.class)
                .single();
        assertThat(ada.email()).isNotEmpty();
    }

    World world() {
        return world;
    }

    HeldTokenEndpoint provider() {
        return provider;
    }

    DatabaseLine line() {
        return line;
    }

    /** The database is there again, and the pools have noticed which of their connections are broken: they look at what was idle for half a second. */
    void mend() {
        long since = System.nanoTime();
        line.mend();
        until(() -> System.nanoTime() - since > Duration.ofMillis(600).toNanos() && works());
    }

    private boolean works() {
        try {
            return inTransaction(() -> true);
        } catch (ProblemException e) {
            return false;
        }
    }

    Vault vault(int node) {
        return world.node(node).bean(Vault.class);
    }

    /** A new grant, whose access token lives for an hour. */
    Held grant() {
        return grant("google");
    }

    Held grant(String registration) {
        UUID grant = inTransaction(() -> vault(0).open(
                        account,
                        world.server().bean(Catalog.class).require("google"),
                        registration,
                        new UpstreamSubject(UUID.randomUUID().toString(), null),
                        Set.of("openid"),
                        tokens("0")));
        return new Held(account, grant);
    }

    /** The tokens of another consent are stored over those in hand. */
    void reconsent(Held grant, String name) {
        reconsent(grant, tokens(name));
    }

    /** As {@link #reconsent}, by an answer that brings an access token only. */
    void reconsentWithoutRefreshToken(Held grant, String name) {
        reconsent(grant, tokens(name, null));
    }

    private void reconsent(Held grant, TokenSet tokens) {
        inTransaction(() -> {
            vault(0).reconsent(grant.grant(), Set.of("openid"), tokens);
            return true;
        });
    }

    void disconnect(Held grant) {
        UUID integration = integration(grant);
        inTransaction(() -> vault(0).end(grant.grant(), integration));
    }

    private UUID integration(Held grant) {
        UUID id = UUID.randomUUID();
        world.database()
                .owner()
                .sql("""
                        insert into integrations (id, account_id, grant_id, provider, state, label, upstream_subject, upstream_label, connected_at)
                        values (:id, :account, :grant, 'google', 'active', 'ended', :subject, 'ended', now())
                        """)
                .param("id", id)
                .param("account", grant.account())
                .param("grant", grant.grant())
                .param("subject", id.toString())
                .update();
        return id;
    }

    private <T> T inTransaction(java.util.function.Supplier<T> work) {
        return world.server().bean(AccountScope.class).call(account, _ -> work.get());
    }

    private static TokenSet tokens(String name) {
        return tokens(name, Secret.of("refresh-" + name));
    }

    private static TokenSet tokens(String name, @Nullable Secret refreshToken) {
        return new TokenSet(Secret.of("access-" + name), refreshToken, "Bearer", Duration.ofHours(1), null, null, null);
    }

    /** Asks a node for a token in the background, as a caller does; the future has the token, or the problem. */
    CompletableFuture<String> ask(int node, Held grant) {
        return started(() -> token(node, grant));
    }

    /** Asks for a new token whatever is left of the one in hand. */
    CompletableFuture<String> askAnew(int node, Held grant) {
        return started(() -> {
            vault(node).refreshNow(grant.account(), grant.grant(), "key:test");
            return "refreshed";
        });
    }

    private static CompletableFuture<String> started(java.util.function.Supplier<String> work) {
        CompletableFuture<String> ended = new CompletableFuture<>();
        Thread.ofVirtual().name("caller").start(() -> {
            try {
                ended.complete(work.get());
            } catch (ProblemException e) {
                ended.complete(e.type().slug() + " " + e.members().getOrDefault("cause", ""));
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    /** The token a node hands out now. */
    String token(int node, Held grant) {
        return vault(node)
                .freshToken(grant.account(), grant.grant(), Duration.ofSeconds(30), "key:test")
                .accessToken()
                .reveal();
    }

    static String outcome(CompletableFuture<String> caller) {
        try {
            return caller.get(60, TimeUnit.SECONDS).strip();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The access token in hand ends. */
    void end() {
        world.advance(Duration.ofMinutes(61));
    }

    /** As if an hour had passed for the database: no lease is held any more, and open intents are past their deadline. */
    void leasesRunOut(Held grant) {
        pass(grant, Duration.ofHours(1));
    }

    /** Lets the database's time pass for one grant. */
    void pass(Held grant, Duration time) {
        double seconds = time.toSeconds();
        world.database()
                .owner()
                .sql("update grants set lease_until = lease_until - make_interval(secs => :s) where id = :id")
                .param("s", seconds)
                .param("id", grant.grant())
                .update();
        world.database()
                .owner()
                .sql("update refresh_intents set deadline = deadline - make_interval(secs => :s),"
                        + " opened_at = opened_at - make_interval(secs => :s) where grant_id = :id")
                .param("s", seconds)
                .param("id", grant.grant())
                .update();
    }

    Row row(Held grant) {
        return world.database()
                .owner()
                .sql(
                        "select state, cause, version, fence, failures, lease_until is not null as leased, retry_at, refresh_due_at"
                                + " from grants where id = :id")
                .param("id", grant.grant())
                .query((row, _) -> new Row(
                        row.getString("state"),
                        row.getString("cause"),
                        row.getLong("version"),
                        row.getLong("fence"),
                        row.getInt("failures"),
                        row.getBoolean("leased"),
                        GrantRepository.instant(row, "retry_at"),
                        GrantRepository.instant(row, "refresh_due_at")))
                .single();
    }

    /** How long a claim would find the grant held. */
    Duration held(Held grant) {
        return world.server()
                .bean(AccountScope.class)
                .call(
                        account,
                        jdbc -> RefreshIntents.beside(jdbc, grant.grant()).held());
    }

    /** What a caller on another node finds who waits for a version. */
    boolean isFree(Held grant, long version) {
        return world.server()
                .bean(AccountScope.class)
                .call(account, jdbc -> RefreshIntents.isFree(jdbc, grant.grant(), version));
    }

    long intents(Held grant) {
        return count("select count(*) from refresh_intents where grant_id = :id", grant.grant());
    }

    /** Tokens that were handed to the revoker and not ended yet. */
    long waitingToBeRevoked() {
        return count("select count(*) from pending_revocations where account_id = :id", account);
    }

    /** Lines of the trail about refreshes of the grant with that outcome. */
    long audited(Held grant, String outcome) {
        return world.database()
                .owner()
                .sql(
                        "select count(*) from audit_events where action = 'grant.refresh' and target = :target and outcome = :outcome")
                .param("target", "grant:" + grant.grant())
                .param("outcome", outcome)
                .query(Long.class)
                .single();
    }

    /** How often the metric has counted an outcome on a node. */
    double counted(int node, String outcome) {
        return world.node(node)
                .bean(io.micrometer.core.instrument.MeterRegistry.class)
                .counter("concierge.refreshes", "provider", "google", "outcome", outcome)
                .count();
    }

    private long count(String sql, UUID id) {
        return world.database()
                .owner()
                .sql(sql)
                .param("id", id)
                .query(Long.class)
                .single();
    }

    /** Waits until that many sessions of this database wait for a row. */
    void untilLocked(int sessions) {
        until(() -> TestDatabase.superuser("postgres")
                        .sql("select count(*) from pg_stat_activity where datname = :name and wait_event_type = 'Lock'")
                        .param("name", world.database().name())
                        .query(Long.class)
                        .single()
                >= sessions);
    }

    static void until(BooleanSupplier reached) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to that within a minute");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        line.mend();
        provider.close();
        world.close();
        line.close();
    }
}
