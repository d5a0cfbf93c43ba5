package dev.concierge.server.identity.people;

import dev.concierge.server.web.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds people, by the role system. Every list stands in the order of an index, so a page costs the same wherever it is. */
@Repository
class PeopleSearch {
    /** A person and the key by which they stand in the order. */
    record Found(Person person, String key) {}

    /** Above every character that a text goes on with. */
    private static final String TOP = "\uDBFF\uDFFF";

    private static final String APP =
            "exists (select 1 from totp_authenticators t where t.account_id = a.account_id and t.confirmed_at is not null)";
    private static final String PASSKEY = "exists (select 1 from passkeys k where k.account_id = a.account_id)";
    private static final int ALIKE_LOOKED_AT = 200;

    private final Clock clock;

    PeopleSearch(Clock clock) {
        this.clock = clock;
    }

    /** Everybody whom the filters leave, the newest first. */
    List<Found> newest(JdbcClient jdbc, PeopleQuery query, @Nullable UUID after, int limit) {
        Sql sql = filters(query);
        if (after != null) {
            sql.and("a.account_id < :after").with("after", after);
        }
        return sql.found(jdbc, "''", "a.account_id desc", "a.account_id desc", limit);
    }

    /** People who match in this way and in none before it, in the order of what matches. */
    List<Found> matching(JdbcClient jdbc, PeopleQuery query, Match match, @Nullable PeopleCursor after, int limit) {
        Sql sql = filters(query);
        sql.and(match.begins()).with("text", query.text()).with("top", TOP);
        for (Match before : Match.values()) {
            if (before.compareTo(match) < 0) {
                sql.and("(" + before.begins() + ") is not true");
            }
        }
        if (after != null) {
            sql.and("(" + match.key() + ", a.account_id) > ((:afterKey collate \"C\"), cast(:after as uuid))")
                    .with("afterKey", after.key())
                    .with("after", after.id());
        }
        return sql.found(
                jdbc, match.key(), match.key() + ", a.account_id", "(a.key collate \"C\"), a.account_id", limit);
    }

    /** People who resemble the text, the likest first; those looked at are few. */
    List<Person> alike(JdbcClient jdbc, PeopleQuery query, int limit) {
        List<UUID> ids = jdbc.sql("select account_id from people_alike(:text, :most)")
                .param("text", query.text())
                .param("most", ALIKE_LOOKED_AT)
                .query((row, _) -> row.getObject("account_id", UUID.class))
                .list();
        if (ids.isEmpty()) {
            return List.of();
        }
        Sql sql = filters(query).and("a.account_id in (:ids)").with("ids", ids);
        return sql.found(jdbc, "''", "a.account_id", "a.account_id", ALIKE_LOOKED_AT).stream()
                .map(Found::person)
                .sorted(Comparator.comparingInt(person -> ids.indexOf(person.id())))
                .limit(limit)
                .toList();
    }

    /** How many accounts there are: exact while they are few, the planner's estimate afterwards. */
    long about(JdbcClient jdbc, int few) {
        long counted = jdbc.sql("select count(*) from (select 1 from accounts limit :most) few")
                .param("most", few + 1)
                .query(Long.class)
                .single();
        return counted <= few
                ? counted
                : Math.max(
                        counted,
                        jdbc.sql("select reltuples::bigint from pg_class where oid = 'public.accounts'::regclass")
                                .query(Long.class)
                                .single());
    }

    private Sql filters(PeopleQuery query) {
        Sql sql = new Sql();
        Role role = query.role();
        if (role != null) {
            // constants, so that the planner sees how few or many there are, also in a prepared statement
            sql.and("a.role = '" + role.word() + "'");
        }
        Boolean active = query.active();
        if (active != null) {
            // beside a search the range of what begins with the text is better than the index of the disabled ones,
            // which has another order
            String status = query.text() == null ? "a.status" : "coalesce(a.status, '')";
            sql.and(status + (active ? " = 'active'" : " in ('disabled', 'leaving')"));
        }
        String way = query.way();
        if (way != null) {
            sql.and(
                            way.equals(Person.PASSWORD)
                                    ? "exists (select 1 from passwords p where p.account_id = a.account_id)"
                                    : "exists (select 1 from identities i where i.account_id = a.account_id and i.provider = :way)")
                    .with("way", way);
        }
        PeopleQuery.Second second = query.second();
        if (second != null) {
            sql.and(
                    switch (second) {
                        case NONE -> "not " + APP + " and not " + PASSKEY;
                        case APP -> APP;
                        case PASSKEY -> PASSKEY;
                    });
        }
        PeopleQuery.Seen seen = query.seen();
        if (seen != null) {
            switch (seen) {
                case DAY -> since(sql, Duration.ofDays(1));
                case WEEK -> since(sql, Duration.ofDays(7));
                case MONTH -> since(sql, Duration.ofDays(30));
                case LONGER -> sql.and("a.last_sign_in_at < :since").with("since", ago(Duration.ofDays(30)));
                case NEVER -> sql.and("a.last_sign_in_at is null");
            }
        }
        return sql;
    }

    private void since(Sql sql, Duration time) {
        sql.and("a.last_sign_in_at >= :since").with("since", ago(time));
    }

    private Object ago(Duration time) {
        Instant then = clock.instant().minus(time);
        return then.atOffset(ZoneOffset.UTC);
    }

    /** A query of fixed parts; what somebody typed is a parameter only (E-08). */
    private static final class Sql {
        private final StringBuilder where = new StringBuilder("a.kind = 'person'");
        private final List<String> names = new ArrayList<>();
        private final List<@Nullable Object> values = new ArrayList<>();

        Sql and(String condition) {
            where.append(" and ").append(condition);
            return this;
        }

        Sql with(String name, @Nullable Object value) {
            names.add(name);
            values.add(value);
            return this;
        }

        /**
         * The rows of a page; only for those are the ways in looked up.
         *
         * @param order that of the index
         * @param again the same, of the rows found
         */
        List<Found> found(JdbcClient jdbc, String key, String order, String again, int limit) {
            JdbcClient.StatementSpec statement = jdbc.sql(PeopleRepository.SHOWN
                    + ", a.key from (select a.*, " + key + " as key from accounts a where " + where + " order by "
                    + order
                    + " limit :limit) a order by " + again);
            for (int index = 0; index < names.size(); index++) {
                statement = statement.param(names.get(index), values.get(index));
            }
            return statement
                    .param("limit", limit)
                    .query((row, _) -> new Found(PeopleRepository.person(row), row.getString("key")))
                    .list();
        }
    }
}
