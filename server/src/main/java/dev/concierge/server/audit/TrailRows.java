package dev.concierge.server.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of a chain with all their fields, for the verifier. */
@Repository
class TrailRows {
    private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};
    private static final Code NO_MAC = Code.of(new byte[0]);

    private final RowMacs macs;
    private final JsonMapper json;

    TrailRows(RowMacs macs, JsonMapper json) {
        this.macs = macs;
        this.json = json;
    }

    /** Rows after a place and not after another; null for no end. */
    List<TrailRow> between(JdbcClient jdbc, Chain chain, Place after, @Nullable Place upTo, int atMost) {
        String columns = switch (chain) {
            case EVENTS ->
                "r.*, r.xact::text as xact_text, r.detail::text as detail_text, s.salt, s.address, s.agent, s.email"
                        + " from audit_events r left join audit_subjects s on s.event_id = r.id";
            case VENDS -> "r.*, r.xact::text as xact_text from audit_vends r";
        };
        var query = jdbc.sql("select " + columns + " where (r.era, r.xact, r.id) > (:era, :xact::xid8, :id)"
                        + (upTo == null ? "" : " and (r.era, r.xact, r.id) <= (:toEra, :toXact::xid8, :toId)")
                        + " order by r.era, r.xact, r.id limit :most")
                .param("era", after.era())
                .param("xact", after.xact())
                .param("id", after.id())
                .param("most", atMost);
        if (upTo != null) {
            query = query.param("toEra", upTo.era())
                    .param("toXact", upTo.xact())
                    .param("toId", upTo.id());
        }
        return query.query((row, _) -> chain == Chain.EVENTS ? event(row) : vend(row))
                .list();
    }

    /** Whether a row is there at all, wherever it stands. */
    boolean exists(JdbcClient jdbc, Chain chain, UUID id) {
        return jdbc.sql("select exists (select 1 from " + chain.table() + " where id = :id)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private TrailRow event(ResultSet row) throws SQLException {
        byte[] subjectHash = row.getBytes("subject_hash");
        return new TrailRow(chainRow(row), eventMac(row, subjectHash), subjectFits(row, subjectHash));
    }

    private Code eventMac(ResultSet row, byte @Nullable [] subjectHash) throws SQLException {
        try {
            AuditEvent event = new AuditEvent(
                    row.getObject("account_id", UUID.class),
                    row.getString("actor"),
                    row.getString("action"),
                    row.getString("outcome").equals("done") ? AuditEvent.Outcome.DONE : AuditEvent.Outcome.REFUSED,
                    row.getString("target"),
                    json.readValue(row.getString("detail_text"), FACTS),
                    null);
            return macs.event(row.getObject("id", UUID.class), at(row), event, subjectHash);
        } catch (JacksonException | NullPointerException _) {
            // Not facts as we write them, so not by us.
            return NO_MAC;
        }
    }

    private static boolean subjectFits(ResultSet row, byte @Nullable [] subjectHash) throws SQLException {
        byte[] salt = row.getBytes("salt");
        if (salt == null) {
            return true;
        }
        AuditEvent.Subject subject =
                new AuditEvent.Subject(row.getString("address"), row.getString("agent"), row.getString("email"));
        return Arrays.equals(RowMacs.subject(salt, subject), subjectHash);
    }

    private TrailRow vend(ResultSet row) throws SQLException {
        VendEvent vend = new VendEvent(
                row.getObject("account_id", UUID.class),
                row.getString("actor"),
                row.getObject("grant_id", UUID.class),
                row.getObject("integration_id", UUID.class),
                null);
        Code mac = macs.vend(row.getObject("id", UUID.class), at(row), vend, row.getBytes("address_hash"));
        return new TrailRow(chainRow(row), mac, true);
    }

    private static ChainRow chainRow(ResultSet row) throws SQLException {
        Place place = new Place(row.getInt("era"), row.getString("xact_text"), row.getObject("id", UUID.class));
        return new ChainRow(place, Code.ofRow(row.getBytes("mac")), at(row));
    }

    private static Instant at(ResultSet row) throws SQLException {
        return SealRepository.instant(row, "occurred_at");
    }
}
