package dev.concierge.server.sync;

import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody with a Google account connected, and what a test asks about it. Questions are put to the database as its owner. */
final class SyncedPerson {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final World world;
    private final Visitor visitor;
    private final UUID integration;
    private final UUID account;

    private SyncedPerson(World world, Visitor visitor, UUID integration) {
        this.world = world;
        this.visitor = visitor;
        this.integration = integration;
        this.account = world.database()
                .owner()
                .sql("select account_id from integrations where id = :id")
                .param("id", integration)
                .query(UUID.class)
                .single();
    }

    /** Signs up and connects; nothing has been synced yet. */
    static SyncedPerson connect(World world, String upstream) {
        Visitor visitor = world.visitor().signUp();
        return new SyncedPerson(world, visitor, visitor.connected(upstream));
    }

    static SyncedPerson connect(World world, String upstream, Set<String> unticked) {
        Visitor visitor = world.visitor().signUp();
        visitor.connect(upstream, unticked);
        UUID integration = world.database()
                .owner()
                .sql("select i.id from integrations i join accounts a using (account_id) where a.email = :email")
                .param("email", visitor.email())
                .query(UUID.class)
                .single();
        return new SyncedPerson(world, visitor, integration);
    }

    Visitor visitor() {
        return visitor;
    }

    UUID integration() {
        return integration;
    }

    UUID account() {
        return account;
    }

    Api api(String... scopes) {
        return new Api(HTTP, world.server(), world.url("/"), visitor.apiKey(scopes));
    }

    /** Runs everything that is due in the sync lane of the first node. */
    void runDue() {
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
    }

    long records() {
        return count("select count(*) from records where integration_id = :id and deleted_at is null");
    }

    long tombstones() {
        return count("select count(*) from records where integration_id = :id and deleted_at is not null");
    }

    /** The largest number of writes that any record has seen. */
    long latestVersion() {
        return count("select coalesce(max(version), 0) from records where integration_id = :id");
    }

    long count(String sql) {
        return owner().sql(sql).param("id", integration).query(Long.class).single();
    }

    /** Titles of what is stored, tombstones left out. */
    List<String> titles() {
        return owner().sql("select content->>'summary' from records where integration_id = :id and content->>'summary' is not null")
                .param("id", integration)
                .query(String.class)
                .list();
    }

    /** Outcomes of the runs, oldest first. */
    List<String> outcomes() {
        return owner().sql(
                        "select coalesce(outcome, 'open') from runs where integration_id = :id order by started_at, id")
                .param("id", integration)
                .query(String.class)
                .list();
    }

    SyncReader.Status status() {
        return world.server().bean(SyncReader.class).status(account).getFirst();
    }

    /** A node died while it held the claim: nobody gives it back, and its lease ends. */
    void endLease() {
        owner().sql("update streams set lease_until = clock_timestamp() - interval '1 second' where integration_id = :id and lease_until is not null")
                .param("id", integration)
                .update();
    }

    private JdbcClient owner() {
        return world.database().owner();
    }
}
