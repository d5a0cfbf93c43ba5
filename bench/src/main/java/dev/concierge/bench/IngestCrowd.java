package dev.concierge.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Accounts with records of four streams at two providers, by {@code COPY}: a share of the records belongs to the first one, the others have about five thousand
 * each. Integrations, grants and streams are those of somebody who really connected, once more under other names.
 */
final class IngestCrowd {
    static final int EACH = 5_000;

    private static final Instant BEGIN = Instant.parse("2020-01-01T08:00:00Z");
    private static final int MINUTES = 2_600 * 24 * 60;
    private static final String[] NAMES = {"Linh Tran", "Anna Strand", "Mei Chen", "Ravi Patel", "Ingrid Berg"};

    private final Connection database;
    private final int records;
    private final int share;
    private final List<UUID> accounts;
    private final List<List<Place>> places;

    /** A stream of an account. */
    private record Place(UUID integration, UUID stream, Of of) {}

    /** What a record is, how many of ten are, and where. */
    enum Of {
        MESSAGE("google", "google.mail.messages", "message", 6),
        EVENT("google", "google.calendar.events", "event", 2),
        FILE("google", "google.drive.files", "file", 1),
        ISSUE("github", "github.issues", "issue", 1);

        private final String provider;
        private final String stream;
        private final String kind;
        private final int ofTen;

        Of(String provider, String stream, String kind, int ofTen) {
            this.provider = provider;
            this.stream = stream;
            this.kind = kind;
            this.ofTen = ofTen;
        }

        static Of any(SplittableRandom random) {
            int rest = random.nextInt(10);
            for (Of one : values()) {
                rest -= one.ofTen;
                if (rest < 0) {
                    return one;
                }
            }
            return MESSAGE;
        }
    }

    private IngestCrowd(Connection database, int records, int share, List<UUID> accounts, List<List<Place>> places) {
        this.database = database;
        this.records = records;
        this.share = share;
        this.accounts = accounts;
        this.places = places;
    }

    /**
     * Makes the accounts and what they have connected.
     *
     * @param stream of the integration that is the pattern
     * @param large address of the account that will have its share of all
     * @param small address of one that will have as many as others
     * @param records how many there will be in all
     * @param share every so manieth is the large one's: 1 for all of them, and hardly any other account
     */
    static IngestCrowd make(Connection database, UUID stream, String large, String small, int records, int share)
            throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("""
                    insert into accounts (account_id, email, email_verified, display_name, role, status, created_at)
                    select md5('crowd' || n)::uuid, 'p' || n || '@crowd.example', true, 'Person ' || n, 'user', 'active', now()
                      from generate_series(1, %d) n""".formatted(others(records, share)));
            statement.execute("""
                    create temporary table crowd as
                    select account_id, case email when '%s' then 0 when '%s' then 1 else 2 end as place
                      from accounts where email in ('%s', '%s') or email like '%%@crowd.example'""".formatted(large, small, large, small));
            statement.execute("create temporary table crowd_streams (provider text, name text)");
            for (Of one : Of.values()) {
                statement.execute("insert into crowd_streams values ('" + one.provider + "', '" + one.stream + "')");
            }
        }
        connect(database, stream);
        return read(database, records, share);
    }

    private static void connect(Connection database, UUID stream) throws SQLException {
        String of = " where s.id = '" + stream + "'";
        try (Statement statement = database.createStatement()) {
            statement.execute("""
                    insert into grants select r.* from streams s join grants g on g.id = s.grant_id
                      cross join crowd c cross join (select distinct provider from crowd_streams) p
                      cross join lateral jsonb_populate_record(g, jsonb_build_object('id', md5('grant' || c.account_id || p.provider)::uuid,
                          'account_id', c.account_id, 'provider', p.provider, 'upstream_subject', md5(c.account_id::text), 'refresh_due_at', null,
                          'access_expires_at', now() + interval '30 days')) r""" + of);
            statement.execute("""
                    insert into integrations select r.* from streams s join integrations i on i.id = s.integration_id
                      cross join crowd c cross join (select distinct provider from crowd_streams) p
                      cross join lateral jsonb_populate_record(i, jsonb_build_object('id', md5('integration' || c.account_id || p.provider)::uuid,
                          'account_id', c.account_id, 'grant_id', md5('grant' || c.account_id || p.provider)::uuid, 'provider', p.provider,
                          'upstream_subject', md5(c.account_id::text))) r""" + of);
            statement.execute("""
                    insert into streams select r.* from streams s cross join crowd c cross join crowd_streams p
                      cross join lateral jsonb_populate_record(s, jsonb_build_object('id', md5('stream' || c.account_id || p.name)::uuid,
                          'account_id', c.account_id, 'integration_id', md5('integration' || c.account_id || p.provider)::uuid,
                          'grant_id', md5('grant' || c.account_id || p.provider)::uuid, 'provider', p.provider, 'name', p.name, 'due_at', null,
                          'asked_at', null, 'asked_run', null, 'records', 0)) r""" + of);
        }
    }

    private static IngestCrowd read(Connection database, int records, int share) throws SQLException {
        List<UUID> accounts = new ArrayList<>();
        List<List<Place>> places = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("""
                        select c.account_id, s.integration_id, s.id, s.name from crowd c join streams s using (account_id)
                         where s.id = md5('stream' || c.account_id || s.name)::uuid order by c.place, c.account_id""")) {
            while (row.next()) {
                UUID account = row.getObject(1, UUID.class);
                if (accounts.isEmpty() || !accounts.getLast().equals(account)) {
                    accounts.add(account);
                    places.add(new ArrayList<>());
                }
                String name = row.getString(4);
                for (Of one : Of.values()) {
                    if (one.stream.equals(name)) {
                        places.getLast()
                                .add(new Place(row.getObject(2, UUID.class), row.getObject(3, UUID.class), one));
                    }
                }
            }
        }
        return new IngestCrowd(database, records, share, accounts, places);
    }

    /** The account that has its share of all. */
    UUID large() {
        return accounts.get(0);
    }

    /** One that has as many as others. */
    UUID small() {
        return accounts.get(1);
    }

    /** What the account has connected there. */
    UUID integration(UUID account, Of of) {
        return place(accounts.indexOf(account), of).integration();
    }

    int accounts() {
        return accounts.size();
    }

    private Place place(int account, Of of) {
        return places.get(account).stream()
                .filter(place -> place.of() == of)
                .findFirst()
                .orElseThrow();
    }

    /**
     * The word that one record of the large account, or of the small one, has and no other one; in the middle of what {@link #fill} makes.
     *
     * @param beside words that this record has as well
     */
    String only(UUID account, List<String> beside) {
        int number = records / 2;
        while (!accounts.get(account(number)).equals(account) || !hasAll(number, beside)) {
            number++;
        }
        return "tk" + number;
    }

    private static boolean hasAll(int number, List<String> words) {
        SplittableRandom random = new SplittableRandom(~number);
        var _ = Of.any(random);
        var _ = random.nextInt(MINUTES);
        return List.of((IngestWords.text(random, 5) + " " + IngestWords.text(random, 30)).split(" ", -1))
                .containsAll(words);
    }

    /** Fills in the records. Indexes that keep nothing unique are made after it, as a load that size would. */
    void fill() throws SQLException, IOException {
        List<String> indexes = drop();
        String era = one("select current_era()");
        String xact = one("select pg_current_xact_id()");
        CopyIn copy = database.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "copy records (id, account_id, integration_id, stream_id, stream, part, upstream_id, content, content_hash, starts_at, ends_at, kind,"
                                + " title, people, happened_at, words, seen_pass, created_at, changed_at, era, xact) from stdin");
        StringBuilder rows = new StringBuilder();
        for (int number = 0; number < records; number++) {
            row(rows, number, era + "\t" + xact);
            if (rows.length() > 1 << 16 || number == records - 1) {
                byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
                rows.setLength(0);
            }
        }
        var _ = copy.endCopy();
        try (Statement statement = database.createStatement()) {
            statement.execute("set maintenance_work_mem = '256MB'");
            for (String index : indexes) {
                statement.execute(index);
            }
            statement.execute(
                    "update streams s set records = r.n from (select stream_id, count(*) as n from records group by stream_id) r where r.stream_id = s.id");
            statement.execute("vacuum analyze records");
            statement.execute("vacuum analyze streams");
            statement.execute("analyze integrations");
        }
    }

    private List<String> drop() throws SQLException {
        List<String> definitions = new ArrayList<>();
        try (Statement ask = database.createStatement();
                Statement drop = database.createStatement();
                ResultSet index = ask.executeQuery(
                        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index where indrelid = 'records'::regclass and not indisunique")) {
            while (index.next()) {
                definitions.add(index.getString(2));
                drop.execute("drop index " + index.getString(1));
            }
        }
        return definitions;
    }

    private static int others(int records, int share) {
        return Math.max(1, records / share * (share - 1) / EACH);
    }

    private int account(int number) {
        SplittableRandom random = new SplittableRandom(number);
        return random.nextInt(share) == 0 ? 0 : 1 + random.nextInt(others(records, share) + 1);
    }

    private void row(StringBuilder rows, int number, String written) {
        int account = account(number);
        SplittableRandom random = new SplittableRandom(~number);
        Place place = place(account, Of.any(random));
        Instant at = BEGIN.plus(random.nextInt(MINUTES), ChronoUnit.MINUTES);
        String title = IngestWords.text(random, 5);
        String text = IngestWords.text(random, 30) + " tk" + number;
        String person = NAMES[random.nextInt(NAMES.length)];
        String time = place.of() == Of.EVENT ? at + "\t" + at.plus(45, ChronoUnit.MINUTES) : "\\N\t\\N";
        rows.append(new UUID((at.toEpochMilli() << 16) | 0x7000L, 0x8000000000000000L | number))
                .append('\t');
        rows.append(accounts.get(account))
                .append('\t')
                .append(place.integration())
                .append('\t');
        rows.append(place.stream()).append('\t').append(place.of().stream).append("\t\t");
        rows.append(Long.toHexString(random.nextLong())).append(number).append('\t');
        rows.append("{\"id\": \"").append(number).append("\", \"subject\": \"").append(title);
        rows.append("\", \"snippet\": \"")
                .append(text)
                .append("\", \"from\": \"")
                .append(person);
        rows.append("\", \"labels\": [\"INBOX\", \"IMPORTANT\"]}\t\\\\x");
        rows.append(Long.toHexString(random.nextLong() | Long.MIN_VALUE).repeat(4))
                .append('\t');
        rows.append(time).append('\t').append(place.of().kind).append('\t').append(title);
        rows.append("\t{\"").append(person).append("\"}\t").append(at).append('\t');
        rows.append(title).append(' ').append(text).append(' ').append(person.toLowerCase(java.util.Locale.ROOT));
        rows.append("\t1\t")
                .append(at)
                .append('\t')
                .append(at)
                .append('\t')
                .append(written)
                .append('\n');
    }

    private String one(String sql) throws SQLException {
        try (PreparedStatement ask = database.prepareStatement(sql);
                ResultSet row = ask.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
