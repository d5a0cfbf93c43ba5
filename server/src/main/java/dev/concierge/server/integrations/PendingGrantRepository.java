package dev.concierge.server.integrations;

import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.oauth.Choosable;
import dev.concierge.server.vault.UpstreamSubject;
import dev.concierge.server.vault.stops.StopScope;
import dev.concierge.server.web.BrowserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code pending_grants}, inside the caller's transaction. */
final class PendingGrantRepository {
    private static final String COLUMNS =
            "id, kind, provider, registration, integration_id, upstream_subject, consent_subject, upstream_label, chosen_id, chosen_name, option_ids, option_names, option_notes, asked, granted, beyond, tokens, created_at, expires_at";

    private PendingGrantRepository() {}

    static void insert(JdbcClient jdbc, UUID accountId, BrowserId browser, PendingGrant pending) {
        jdbc.sql("""
                        insert into pending_grants (id, account_id, browser_hash, kind, provider, registration, integration_id, upstream_subject,
                                                    consent_subject, upstream_label, chosen_id, chosen_name, option_ids, option_names, option_notes, asked,
                                                    granted, beyond, tokens, created_at, expires_at)
                        values (:id, :account, :browser, :kind, :provider, :registration, :integration, :subject, :consent, :label, :chosen, :chosenName,
                                :optionIds, :optionNames, :optionNotes, :asked, :granted, :beyond, :tokens, :created, :expires)
                        """)
                .param("id", pending.id())
                .param("account", accountId)
                .param("browser", browser.hash())
                .param("kind", pending.kind().word())
                .param("provider", pending.provider())
                .param("registration", pending.registration())
                .param("integration", pending.integrationId())
                .param("subject", pending.of().account().value())
                .param("consent", pending.of().account().consent())
                .param("label", pending.of().accountLabel())
                .param("chosen", pending.of().chosenId())
                .param(
                        "chosenName",
                        pending.of().chosen() == null ? null : pending.of().name())
                .param("optionIds", column(pending.options(), Choosable::id))
                .param("optionNames", column(pending.options(), Choosable::name))
                .param("optionNotes", column(pending.options(), Choosable::note))
                .param("asked", pending.asked().toArray(String[]::new))
                .param("granted", pending.granted().toArray(String[]::new))
                .param("beyond", pending.beyond().toArray(String[]::new))
                .param("tokens", pending.tokens().bytes())
                .param("created", IntegrationRepository.utc(pending.createdAt()))
                .param("expires", IntegrationRepository.utc(pending.expiresAt()))
                .update();
    }

    static Optional<PendingGrant> find(JdbcClient jdbc, UUID id, BrowserId browser, Instant now) {
        return jdbc.sql("select " + COLUMNS
                        + " from pending_grants where id = :id and browser_hash = :browser and expires_at > :now")
                .param("id", id)
                .param("browser", browser.hash())
                .param("now", IntegrationRepository.utc(now))
                .query((row, _) -> map(row))
                .optional();
    }

    /** Takes it, once: of two at the same moment one gets it. */
    static Optional<PendingGrant> take(JdbcClient jdbc, UUID id, BrowserId browser, Instant now) {
        return jdbc.sql(
                        "delete from pending_grants where id = :id and browser_hash = :browser and expires_at > :now returning "
                                + COLUMNS)
                .param("id", id)
                .param("browser", browser.hash())
                .param("now", IntegrationRepository.utc(now))
                .query((row, _) -> map(row))
                .optional();
    }

    static Optional<PendingGrant> takeExpired(JdbcClient jdbc, UUID id, Instant now) {
        return jdbc.sql("delete from pending_grants where id = :id and expires_at <= :now returning " + COLUMNS)
                .param("id", id)
                .param("now", IntegrationRepository.utc(now))
                .query((row, _) -> map(row))
                .optional();
    }

    /** Takes all of the account, of whatever browser. */
    static List<PendingGrant> takeAll(JdbcClient jdbc) {
        return jdbc.sql("delete from pending_grants returning " + COLUMNS)
                .query((row, _) -> map(row))
                .list();
    }

    /** How many choices wait with tokens in a scope of an emergency stop; by the role system. */
    static long waiting(JdbcClient jdbc, StopScope scope, Instant now) {
        return jdbc.sql("select count(*) from pending_grants where expires_at > :now and " + inScope(scope))
                .param("now", IntegrationRepository.utc(now))
                .param("target", scope.target())
                .query(Long.class)
                .single();
    }

    /** Lets what a scope of an emergency stop holds from before it run out now; by the role system. */
    static void runOut(JdbcClient jdbc, StopScope scope, Instant before, Instant now) {
        jdbc.sql("update pending_grants set expires_at = :now where expires_at > :now and created_at <= :before and "
                        + inScope(scope))
                .param("now", IntegrationRepository.utc(now))
                .param("before", IntegrationRepository.utc(before))
                .param("target", scope.target())
                .update();
    }

    /** A condition of ours alone; what somebody typed is a parameter. */
    private static String inScope(StopScope scope) {
        return switch (scope) {
            case StopScope.OfProvider _ -> "provider = :target";
            case StopScope.OfRegistration _ -> "registration = :target";
            case StopScope.OfAccount _ -> "account_id = cast(:target as uuid)";
            case StopScope.Everything _ -> "true";
        };
    }

    private static @Nullable String[] column(List<Choosable> options, Function<Choosable, @Nullable String> part) {
        return options.stream().map(part).toArray(String[]::new);
    }

    private static @Nullable Choosable chosen(ResultSet row) throws SQLException {
        String id = row.getString("chosen_id");
        return id == null ? null : new Choosable(id, row.getString("chosen_name"), null);
    }

    private static List<Choosable> options(ResultSet row) throws SQLException {
        String[] ids = (String[]) row.getArray("option_ids").getArray();
        String[] names = (String[]) row.getArray("option_names").getArray();
        @Nullable
        String[] notes = (@Nullable String[]) row.getArray("option_notes").getArray();
        List<Choosable> options = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            options.add(new Choosable(ids[i], names[i], notes[i]));
        }
        return options;
    }

    private static PendingGrant map(ResultSet row) throws SQLException {
        return new PendingGrant(
                row.getObject("id", UUID.class),
                PendingGrant.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("provider"),
                row.getString("registration"),
                row.getObject("integration_id", UUID.class),
                new Connectable(
                        new UpstreamSubject(row.getString("upstream_subject"), row.getString("consent_subject")),
                        row.getString("upstream_label"),
                        chosen(row)),
                options(row),
                IntegrationRepository.words(row, "asked"),
                IntegrationRepository.words(row, "granted"),
                IntegrationRepository.words(row, "beyond"),
                Ciphertext.of(row.getBytes("tokens")),
                IntegrationRepository.instant(row, "created_at"),
                IntegrationRepository.instant(row, "expires_at"));
    }
}
