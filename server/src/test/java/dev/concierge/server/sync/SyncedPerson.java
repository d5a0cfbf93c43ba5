package dev.concierge.server.sync;

import dev.concierge.sandbox.Dialect;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.identity.KeyRequest;
import dev.concierge.server.identity.NewKeyOutcome;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.integrations.IntegrationConnected;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.support.Api;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.support.World;
import dev.concierge.server.vault.UpstreamSubject;
import dev.concierge.server.vault.Vault;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ClientAddress;
import dev.concierge.server.web.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody with a Google account connected, and what a test asks about it. The connection is stored as the connect flow stores it, with tokens that
 * the sandbox made, and without any page. Questions are put to the database as its owner.
 */
final class SyncedPerson {
    static final String EVENTS = "https://www.googleapis.com/auth/calendar.events.readonly";
    static final String LIST = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";

    /** The first Page that Linh runs, which is the one connected where a Page is chosen. */
    static final String PAGE = "104857600000101";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REGISTRATION = "concierge-test";

    private final World world;
    private final String provider;
    private final UUID account = UUID.randomUUID();
    private final UUID integration = UUID.randomUUID();
    private final String upstream;

    private SyncedPerson(World world, String provider, String upstream) {
        this.world = world;
        this.provider = provider;
        this.upstream = upstream;
    }

    /** Connects a new account of ours; nothing has been synced yet. */
    static SyncedPerson connect(World world, String upstream) {
        return connect(world, upstream, Set.of(EVENTS, LIST));
    }

    static SyncedPerson connect(World world, String upstream, Set<String> scopes) {
        return connect(world, "google", upstream, scopes);
    }

    /** @param scopes beside those that say who it is */
    static SyncedPerson connect(World world, String provider, String upstream, Set<String> scopes) {
        SyncedPerson person = new SyncedPerson(world, provider, upstream);
        person.insertAccount();
        person.consent(scopes);
        return person;
    }

    private void insertAccount() {
        owner().sql(
                        "insert into accounts (account_id, email, display_name, role, created_at) values (:id, :email, 'Ada', 'user', :now)")
                .param("id", account)
                .param("email", account + "@people.example")
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private void consent(Set<String> scopes) {
        TestServer server = world.server();
        Set<String> all = withIdentity(scopes);
        TokenSet tokens = tokens(upstream, all);
        server.bean(AccountScope.class).run(account, jdbc -> {
            UUID grant = server.bean(Vault.class)
                    .open(account, provider(), registration(), new UpstreamSubject(subject(tokens), null), all, tokens);
            store(jdbc, grant, all);
            publish(grant, all, true);
        });
    }

    /** The person connects the same account at the provider again. */
    void reconnect() {
        reconnect(Set.of(EVENTS, LIST));
    }

    /** {@link #reconnect()}, allowing these scopes only. */
    void reconnect(Set<String> scopes) {
        TestServer server = world.server();
        Set<String> all = withIdentity(scopes);
        TokenSet tokens = tokens(upstream, all);
        UUID grant = owner().sql("select grant_id from integrations where id = :id")
                .param("id", integration)
                .query(UUID.class)
                .single();
        server.bean(AccountScope.class).run(account, jdbc -> {
            server.bean(Vault.class).reconsent(grant, all, tokens);
            allow(jdbc, all);
            jdbc.sql("update integrations set state = 'active', cause = null where id = :id")
                    .param("id", integration)
                    .update();
            publish(grant, all, false);
        });
    }

    /** Another account at the provider takes the place of the one that was connected. */
    void replaceBy(String other) {
        TestServer server = world.server();
        Set<String> all = withIdentity(Set.of(EVENTS, LIST));
        TokenSet tokens = tokens(other, all);
        server.bean(AccountScope.class).run(account, jdbc -> {
            UUID grant = server.bean(Vault.class)
                    .open(account, provider(), registration(), new UpstreamSubject(subject(tokens), null), all, tokens);
            jdbc.sql("update integrations set grant_id = :grant, upstream_subject = :subject where id = :id")
                    .param("grant", grant)
                    .param("subject", other)
                    .param("id", integration)
                    .update();
            publish(grant, all, false);
        });
    }

    /** Puts the integration into another state, as its room would. */
    void become(String state) {
        world.server().bean(AccountScope.class).run(account, jdbc -> {
            jdbc.sql("update integrations set state = :state where id = :id")
                    .param("state", state)
                    .param("id", integration)
                    .update();
            world.server().bean(Notifications.class).changed(integration);
        });
    }

    private void publish(UUID grant, Set<String> scopes, boolean first) {
        world.server().bean(Notifications.class).changed(integration);
        world.server()
                .context()
                .publishEvent(new IntegrationConnected(account, integration, grant, provider, scopes, first));
    }

    private TokenSet tokens(String from, Set<String> scopes) {
        Dialect.Minted minted = world.sandbox().mint(provider, from, REGISTRATION, List.copyOf(scopes));
        return new TokenSet(
                Secret.of(minted.accessToken()),
                minted.refreshToken().isEmpty() ? null : Secret.of(minted.refreshToken()),
                "Bearer",
                minted.expiresInSeconds() == 0 ? null : Duration.ofSeconds(minted.expiresInSeconds()),
                null,
                scopes,
                null);
    }

    /** Who the tokens belong to, as the provider says; where only a token's own answer says it, what it was asked for by. */
    private String subject(TokenSet tokens) {
        var identity = provider().identity();
        if (identity.userinfo() == null) {
            return upstream;
        }
        HttpRequest request = HttpRequest.newBuilder(identity.userinfo())
                .header("Authorization", "Bearer " + tokens.accessToken().reveal())
                .build();
        try {
            var profile = JSON.readTree(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return identity.subject().stream()
                    .map(member -> profile.at(member).asString(""))
                    .filter(value -> !value.isEmpty())
                    .reduce((one, other) -> one + "." + other)
                    .orElse(upstream);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the sandbox does not answer", e);
        }
    }

    private Set<String> withIdentity(Set<String> scopes) {
        Set<String> all = new LinkedHashSet<>();
        if (provider.equals("google")) {
            all.addAll(List.of("openid", "email", "profile"));
        }
        all.addAll(scopes);
        return all;
    }

    private Provider provider() {
        return world.server().bean(Catalog.class).require(provider);
    }

    private String registration() {
        return world.server()
                .bean(Registrations.class)
                .find(provider)
                .orElseThrow()
                .id();
    }

    private void store(JdbcClient jdbc, UUID grant, Set<String> scopes) {
        jdbc.sql("""
                        insert into integrations (id, account_id, grant_id, provider, state, label, upstream_subject, upstream_label, chosen_id, connected_at)
                        values (:id, :account, :grant, :provider, 'active', :upstream, :upstream, :upstream, :chosen, :now)
                        """)
                .param("id", integration)
                .param("account", account)
                .param("provider", provider)
                .param("grant", grant)
                .param("chosen", provider.equals("meta") ? PAGE : null)
                .param("upstream", upstream)
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .update();
        allow(jdbc, scopes);
    }

    private void allow(JdbcClient jdbc, Set<String> scopes) {
        jdbc.sql("""
                        insert into consents (id, account_id, integration_id, asked, granted, given_at)
                        values (:id, :account, :integration, :scopes, :scopes, :now)
                        """)
                .param("id", UUID.randomUUID())
                .param("account", account)
                .param("integration", integration)
                .param("scopes", scopes.toArray(String[]::new))
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    UUID integration() {
        return integration;
    }

    UUID streamId(String stream) {
        return owner().sql("select id from streams where integration_id = :id and name = :name")
                .param("id", integration)
                .param("name", stream)
                .query(UUID.class)
                .single();
    }

    UUID account() {
        return account;
    }

    /** A backend of this person with a key of these scopes. */
    Api api(String... scopes) {
        Caller.Person person =
                new Caller.Person(account, Role.USER, "Ada", account + "@people.example", UUID.randomUUID());
        NewKeyOutcome made = world.server()
                .bean(ApiKeys.class)
                .create(
                        person,
                        new KeyRequest("key " + UUID.randomUUID(), List.of(scopes), 90),
                        new Visitor(new ClientAddress(InetAddress.getLoopbackAddress()), "test"));
        String key = ((NewKeyOutcome.Made) made).key().value().reveal();
        return new Api(HTTP, world.server(), world.url("/"), key);
    }

    /** Runs everything that is due in the sync lane of the first node. */
    void runDue() {
        world.server().bean(JobRunner.class).runDue(Lane.SYNC);
    }

    /** The person does not want to wait for the schedule, and need not. */
    void syncNow() {
        world.server().bean(SyncRequests.class).one(account, "person:" + account, integration);
        runDue();
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
        return owner().sql(
                        "select content->>'summary' from records where integration_id = :id and content->>'summary' is not null")
                .param("id", integration)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** A column of what is stored of a stream, tombstones left out. */
    List<String> column(String stream, String column) {
        return owner().sql("select " + column
                        + " from records where integration_id = :id and stream = :stream and deleted_at is null")
                .param("id", integration)
                .param("stream", stream)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** Outcomes of the runs, oldest first. */
    List<String> outcomes() {
        return owner().sql(
                        "select coalesce(outcome, 'open') from runs where integration_id = :id order by started_at, id")
                .param("id", integration)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** How the first of the streams by name is. */
    SyncReader.Status status() {
        return world.server().bean(SyncReader.class).status(account).getFirst();
    }

    SyncReader.Status status(String stream) {
        return world.server().bean(SyncReader.class).status(account).stream()
                .filter(status -> status.stream().equals(stream))
                .findFirst()
                .orElseThrow();
    }

    /** A node died while it held the claim: nobody gives it back, and its lease ends. */
    void endLease() {
        owner().sql(
                        "update streams set lease_until = clock_timestamp() - interval '1 second' where integration_id = :id and lease_until is not null")
                .param("id", integration)
                .update();
    }

    private JdbcClient owner() {
        return world.database().owner();
    }
}
