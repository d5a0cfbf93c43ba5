package dev.concierge.server.integrations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code integrations} and {@code consents}, inside the caller's transaction. */
final class IntegrationRepository {
    private static final String COLUMNS =
            "id, account_id, grant_id, provider, state, cause, label, upstream_subject, upstream_label, chosen_id, connected_at, disconnected_at, metadata";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};

    private IntegrationRepository() {}

    static Optional<Integration> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select " + COLUMNS + " from integrations where id = :id")
                .param("id", id)
                .query((row, _) -> map(row))
                .optional();
    }

    static Optional<Integration> lock(JdbcClient jdbc, UUID id) {
        return jdbc.sql("select " + COLUMNS + " from integrations where id = :id for update")
                .param("id", id)
                .query((row, _) -> map(row))
                .optional();
    }

    static Optional<Integration> liveByUpstream(JdbcClient jdbc, String provider, String subject) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from integrations where provider = :provider and upstream_subject = :subject and state <> 'disconnected' for update")
                .param("provider", provider)
                .param("subject", subject)
                .query((row, _) -> map(row))
                .optional();
    }

    static Optional<Integration> byGrant(JdbcClient jdbc, UUID grantId) {
        return jdbc.sql("select " + COLUMNS + " from integrations where grant_id = :grant")
                .param("grant", grantId)
                .query((row, _) -> map(row))
                .optional();
    }

    /** The integrations of these grants that are not disconnected, by name. */
    static List<Integration> liveByGrants(JdbcClient jdbc, Collection<UUID> grantIds) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from integrations where grant_id = any (:grants) and state <> 'disconnected' order by label, id")
                .param("grants", grantIds.toArray(UUID[]::new))
                .query((row, _) -> map(row))
                .list();
    }

    /** The account's integrations that are not disconnected, what needs the person first, then the latest. */
    static List<Integration> live(JdbcClient jdbc) {
        return jdbc.sql("select " + COLUMNS + """
                           from integrations where state <> 'disconnected'
                          order by (state not in ('needs_reconnect')), connected_at desc, id desc
                        """).query((row, _) -> map(row)).list();
    }

    /**
     * One page by key, newest first, without disconnected ones unless asked for by state.
     *
     * @param before the last row of the page before; null for the first page
     */
    static List<Integration> page(
            JdbcClient jdbc,
            @Nullable String provider,
            @Nullable String state,
            @Nullable String label,
            @Nullable Position before,
            int limit) {
        return jdbc.sql("select " + COLUMNS + """
                           from integrations
                          where (:provider::text is null or provider = :provider)
                            and ((:state::text is null and state <> 'disconnected') or state = :state)
                            and (:label::text is null or label = :label)
                            and (:at::timestamptz is null or (connected_at, id) < (:at, :id))
                          order by connected_at desc, id desc limit :limit
                        """)
                .param("provider", provider)
                .param("state", state)
                .param("label", label)
                .param("at", before == null ? null : utc(before.at()))
                .param("id", before == null ? null : before.id())
                .param("limit", limit)
                .query((row, _) -> map(row))
                .list();
    }

    /** A place in the list. */
    record Position(Instant at, UUID id) {}

    static void insert(JdbcClient jdbc, Integration integration) {
        jdbc.sql("""
                        insert into integrations (id, account_id, grant_id, provider, state, label, upstream_subject, upstream_label, chosen_id, connected_at)
                        values (:id, :account, :grant, :provider, :state, :label, :subject, :upstream, :chosen, :at)
                        """)
                .param("id", integration.id())
                .param("account", integration.accountId())
                .param("grant", integration.grantId())
                .param("provider", integration.provider())
                .param("state", integration.state().word())
                .param("label", integration.label())
                .param("subject", integration.upstreamSubject())
                .param("upstream", integration.upstreamLabel())
                .param("chosen", integration.chosenId())
                .param("at", utc(integration.connectedAt()))
                .update();
    }

    static void activate(JdbcClient jdbc, UUID id, UUID grantId, Upstream upstream) {
        jdbc.sql("""
                        update integrations set state = 'active', cause = null, grant_id = :grant, upstream_subject = :subject,
                            upstream_label = :upstream, chosen_id = :chosen, told_end = null, version = version + 1
                        where id = :id and state <> 'disconnected'
                        """)
                .param("id", id)
                .param("grant", grantId)
                .param("subject", upstream.subject().value())
                .param("upstream", upstream.of().label())
                .param("chosen", upstream.of().chosenId())
                .update();
    }

    /** Notes the end of an active integration's access that its person is told. @return whether none was told since it was connected */
    static boolean tellEnd(JdbcClient jdbc, UUID id, Instant end) {
        return jdbc.sql(
                                "update integrations set told_end = :end where id = :id and state = 'active' and told_end is null")
                        .param("id", id)
                        .param("end", utc(end))
                        .update()
                == 1;
    }

    /** Moves a live integration to another state. @return whether it was live */
    static boolean move(
            JdbcClient jdbc,
            UUID id,
            IntegrationState state,
            @Nullable String cause,
            @Nullable Instant disconnectedAt) {
        return jdbc.sql("""
                                update integrations set state = :state, cause = :cause, disconnected_at = :at, version = version + 1
                                where id = :id and state <> 'disconnected'
                                """)
                        .param("id", id)
                        .param("state", state.word())
                        .param("cause", cause)
                        .param("at", disconnectedAt == null ? null : utc(disconnectedAt))
                        .update()
                == 1;
    }

    /** @return whether it was live */
    static boolean change(JdbcClient jdbc, UUID id, IntegrationChange change) {
        return jdbc.sql("""
                                update integrations set label = coalesce(:label, label), metadata = coalesce(:metadata::jsonb, metadata),
                                    version = version + 1
                                where id = :id and state <> 'disconnected'
                                """)
                        .param("id", id)
                        .param("label", change.label())
                        .param(
                                "metadata",
                                change.metadata() == null ? null : JSON.writeValueAsString(change.metadata()))
                        .update()
                == 1;
    }

    static void addConsent(JdbcClient jdbc, UUID id, Integration integration, Consent consent) {
        jdbc.sql("""
                        insert into consents (id, account_id, integration_id, asked, granted, beyond, given_at, imported)
                        values (:id, :account, :integration, :asked, :granted, :beyond, :at, :imported)
                        """)
                .param("id", id)
                .param("account", integration.accountId())
                .param("integration", integration.id())
                .param("asked", consent.asked().stream().sorted().toArray(String[]::new))
                .param("granted", consent.granted().stream().sorted().toArray(String[]::new))
                .param("beyond", consent.beyond().stream().sorted().toArray(String[]::new))
                .param("at", utc(consent.givenAt()))
                .param("imported", consent.imported())
                .update();
    }

    static Optional<Consent> latestConsent(JdbcClient jdbc, UUID integrationId) {
        return jdbc.sql(
                        "select asked, granted, beyond, given_at, imported from consents where integration_id = :id order by given_at desc, id desc limit 1")
                .param("id", integrationId)
                .query((row, _) -> consent(row))
                .optional();
    }

    /** The newest line of the scope ledger of each integration of the account that is not disconnected. */
    static Map<UUID, Consent> latestConsents(JdbcClient jdbc) {
        return jdbc.sql("""
                        select i.id, c.asked, c.granted, c.beyond, c.given_at, c.imported
                        from integrations i
                        cross join lateral (select * from consents where integration_id = i.id order by given_at desc, id desc limit 1) c
                        where i.state <> 'disconnected'
                        """).query((row, _) -> Map.entry(row.getObject("id", UUID.class), consent(row))).stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Consent consent(ResultSet row) throws SQLException {
        return new Consent(
                words(row, "asked"),
                words(row, "granted"),
                words(row, "beyond"),
                instant(row, "given_at"),
                row.getBoolean("imported"));
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class))
                .toInstant();
    }

    static java.util.Set<String> words(ResultSet row, String column) throws SQLException {
        return java.util.Set.of((String[]) row.getArray(column).getArray());
    }

    private static Integration map(ResultSet row) throws SQLException {
        OffsetDateTime disconnected = row.getObject("disconnected_at", OffsetDateTime.class);
        return new Integration(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getObject("grant_id", UUID.class),
                row.getString("provider"),
                IntegrationState.of(row.getString("state")),
                row.getString("cause"),
                row.getString("label"),
                row.getString("upstream_subject"),
                row.getString("upstream_label"),
                row.getString("chosen_id"),
                instant(row, "connected_at"),
                disconnected == null ? null : disconnected.toInstant(),
                JSON.readValue(row.getString("metadata"), METADATA));
    }
}
