package dev.concierge.bench;

import dev.concierge.sandbox.Dialect;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * The grants of a storm: copies of one that a person has connected, each with tokens of its own that the sandbox has made, sealed by {@link Sealer}, and
 * with an integration and a consent of its own, so that a renewal costs what it costs in life. They belong to many people, twenty connections each. They
 * fall due as the server itself would have it: a tenth of their life before the end, and up to as much again by chance.
 */
final class StormGrants {
    private static final int LEAD_SHARE = 10;
    private static final int BATCH = 2_000;
    private static final int CONNECTIONS_OF_ONE = 20;
    private static final byte[] NONE = {};

    /** When a token is to be renewed, and when it is too late, both counted from the storm's beginning. */
    private record Times(String provider, Duration due, Duration end) {}

    /**
     * What became of one.
     *
     * @param late from when it was due until the new token was stored
     * @param inTime whether that was before the old one ended
     * @param cause of a state that is not live; empty for none
     */
    record Fate(
            UUID grant, String provider, boolean renewed, boolean inTime, Duration late, String state, String cause) {
        /** The provider had answered, and the process or database that should have stored it was killed: what the proof {@code kill} accounts for. */
        boolean answerLost() {
            return state.equals("rejected") && cause.equals("answer_lost");
        }
    }

    private final Installation at;
    private final Duration life;
    private final Duration lead;
    private final Random random = new Random(20_261_128);
    private final Map<UUID, Times> times = new HashMap<>();
    private final List<UUID> people = new ArrayList<>();
    private Instant began = Instant.MIN;

    /** @param life of the tokens that end */
    StormGrants(Installation at, Duration life) {
        this.at = at;
        this.life = life;
        this.lead = life.dividedBy(LEAD_SHARE);
    }

    /** How many people they belong to. */
    int people() {
        return people.size();
    }

    /** Makes the people whose grants there will be, so many in all. */
    void populate(int grants) throws SQLException {
        for (int person = 0; person < grants; person += CONNECTIONS_OF_ONE) {
            people.add(UUID.randomUUID());
        }
        try (Connection database = at.database();
                PreparedStatement insert = database.prepareStatement("""
                        insert into accounts (account_id, email, display_name, role, created_at)
                        select id, id || '@storm.example', 'Somebody', 'user', now() from unnest(?) as n (id)
                        """)) {
            insert.setArray(1, database.createArrayOf("uuid", people.toArray(UUID[]::new)));
            insert.executeUpdate();
        }
    }

    /** Makes grants like the one of that integration. They are not due yet. */
    void add(String provider, UUID integration, String account, int count, Duration spread)
            throws SQLException, GeneralSecurityException {
        try (Connection database = at.database();
                PreparedStatement ask = database.prepareStatement("""
                        select g.account_id, g.id, array_to_string(g.scopes, ' ') from integrations i join grants g on g.id = i.grant_id
                        where i.id = ?
                        """)) {
            ask.setObject(1, integration);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                Sealer sealer = Sealer.of(database, at.setting("ENCRYPTION_KEY"), row.getObject(1, UUID.class));
                UUID template = row.getObject(2, UUID.class);
                List<String> scopes = Arrays.asList(row.getString(3).split(" "));
                for (int done = 0; done < count; done += BATCH) {
                    int size = Math.min(BATCH, count - done);
                    UUID[] ids = insert(database, sealer, template, minted(provider, account, scopes, size));
                    connect(database, integration, ids);
                }
            }
        }
        for (Map.Entry<UUID, Times> one : times.entrySet()) {
            if (one.getValue().provider().isEmpty()) {
                one.setValue(times(provider, spread));
            }
        }
    }

    private List<Dialect.Minted> minted(String provider, String account, List<String> scopes, int count) {
        List<Dialect.Minted> minted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            minted.add(at.sandbox().mint(provider, account, Connections.CLIENT, scopes));
        }
        return minted;
    }

    private Times times(String provider, Duration spread) {
        Duration end = lead.multipliedBy(2).plusMillis(random.nextLong(spread.toMillis()));
        Duration due = end.minus(lead).minusMillis(random.nextLong(lead.toMillis()));
        return new Times(provider, due, end);
    }

    /** @return the ids of the new grants, dealt out to the people in turn */
    private UUID[] insert(Connection database, Sealer sealer, UUID template, List<Dialect.Minted> minted)
            throws SQLException, GeneralSecurityException {
        UUID[] ids = minted.stream().map(_ -> UUID.randomUUID()).toArray(UUID[]::new);
        UUID[] owners = new UUID[ids.length];
        byte[][] access = new byte[ids.length][];
        byte[][] refresh = new byte[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            owners[i] = people.get(times.size() % people.size());
            Sealer theirs = sealer.of(owners[i]);
            access[i] = theirs.seal(minted.get(i).accessToken(), "access_token", ids[i]);
            String token = minted.get(i).refreshToken();
            refresh[i] = token.isEmpty() ? NONE : theirs.seal(token, "refresh_token", ids[i]);
            times.put(ids[i], new Times("", Duration.ZERO, Duration.ZERO));
        }
        try (PreparedStatement insert = database.prepareStatement("""
                insert into grants
                select (jsonb_populate_record(g, jsonb_build_object('id', n.id, 'account_id', n.owner, 'version', 1, 'fence', 0, 'refreshes', 0,
                            'refresh_due_at', null, 'access_token', n.access, 'refresh_token', nullif(n.refresh, ''::bytea)))).*
                from grants g, unnest(?, ?, ?, ?) as n (id, owner, access, refresh) where g.id = ?
                """)) {
            insert.setArray(1, database.createArrayOf("uuid", ids));
            insert.setArray(2, database.createArrayOf("uuid", owners));
            insert.setArray(3, database.createArrayOf("bytea", access));
            insert.setArray(4, database.createArrayOf("bytea", refresh));
            insert.setObject(5, template);
            insert.executeUpdate();
        }
        return ids;
    }

    /** Gives each grant an integration like that one, and the same consent. */
    private static void connect(Connection database, UUID integration, UUID[] grants) throws SQLException {
        try (PreparedStatement connect = database.prepareStatement("""
                        insert into integrations
                        select (jsonb_populate_record(i, jsonb_build_object('id', g.id, 'grant_id', g.id, 'account_id', g.account_id,
                                    'upstream_subject', g.id))).*
                        from integrations i, grants g where i.id = ? and g.id = any (?)
                        """);
                PreparedStatement consent = database.prepareStatement("""
                        insert into consents
                        select (jsonb_populate_record(c, jsonb_build_object('id', g.id, 'integration_id', g.id, 'account_id', g.account_id))).*
                        from consents c, grants g
                        where c.id = (select id from consents where integration_id = ? order by given_at desc, id desc limit 1) and g.id = any (?)
                        """)) {
            for (PreparedStatement insert : List.of(connect, consent)) {
                insert.setObject(1, integration);
                insert.setArray(2, database.createArrayOf("uuid", grants));
                insert.executeUpdate();
            }
        }
    }

    /** The storm begins. */
    void begin() throws SQLException {
        began = Instant.now();
        try (Connection database = at.database();
                var analyze = database.createStatement();
                PreparedStatement update = database.prepareStatement("""
                        update grants g set refresh_due_at = n.due, access_expires_at = n.ends, obtained_at = n.obtained
                        from unnest(?, ?, ?, ?) as n (id, due, ends, obtained) where g.id = n.id
                        """)) {
            analyze.execute("analyze accounts, grants, integrations, consents");
            UUID[] ids = times.keySet().toArray(UUID[]::new);
            update.setArray(1, database.createArrayOf("uuid", ids));
            update.setArray(2, database.createArrayOf("timestamptz", instants(ids, Duration.ZERO, true)));
            update.setArray(3, database.createArrayOf("timestamptz", instants(ids, Duration.ZERO, false)));
            update.setArray(4, database.createArrayOf("timestamptz", instants(ids, life, false)));
            update.executeUpdate();
        }
    }

    private OffsetDateTime[] instants(UUID[] ids, Duration before, boolean due) {
        return Arrays.stream(ids)
                .map(times::get)
                .map(one -> began.plus(due ? one.due() : one.end()).minus(before))
                .map(time -> time.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }

    /** How many of all but one provider still have the token that ends until then. */
    int left(String without, Instant last) throws SQLException {
        try (Connection database = at.database();
                PreparedStatement ask = database.prepareStatement(
                        "select count(*) from grants where version = 1 and provider <> ? and access_expires_at <= ?")) {
            ask.setString(1, without);
            ask.setObject(2, last.atOffset(ZoneOffset.UTC));
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** The moment at which the last token has ended. */
    Instant ends(Duration spread) {
        return began.plus(lead.multipliedBy(2)).plus(spread);
    }

    List<Fate> fates() throws SQLException {
        List<Fate> fates = new ArrayList<>();
        try (Connection database = at.database();
                var ask = database.createStatement();
                ResultSet row =
                        ask.executeQuery("select id, version, obtained_at, state, coalesce(cause, '') from grants")) {
            while (row.next()) {
                Times one = times.get(row.getObject(1, UUID.class));
                if (one != null) {
                    Instant obtained = row.getObject(3, OffsetDateTime.class).toInstant();
                    boolean renewed = row.getLong(2) > 1;
                    fates.add(new Fate(
                            row.getObject(1, UUID.class),
                            one.provider(),
                            renewed,
                            renewed && !obtained.isAfter(began.plus(one.end())),
                            Duration.between(began.plus(one.due()), obtained),
                            row.getString(4),
                            row.getString(5)));
                }
            }
        }
        return fates;
    }
}
