package dev.concierge.server.identity;

import dev.concierge.server.database.Ids;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code recovery_codes}. */
@Repository
class RecoveryCodeRepository {
    private final Ids ids;

    RecoveryCodeRepository(Ids ids) {
        this.ids = ids;
    }

    int left(JdbcClient jdbc, UUID accountId) {
        return jdbc.sql("select count(*) from recovery_codes where account_id = :account and used_at is null")
                .param("account", accountId)
                .query(Integer.class)
                .single();
    }

    /** Ends all codes there are, and writes these. */
    void replace(JdbcClient jdbc, UUID accountId, Collection<RecoveryCode> codes, Instant now) {
        deleteSince(jdbc, accountId, Instant.EPOCH);
        for (RecoveryCode code : codes) {
            jdbc.sql("""
                            insert into recovery_codes (id, account_id, hash, created_at)
                            values (:id, :account, :hash, :now)
                            """)
                    .param("id", ids.next())
                    .param("account", accountId)
                    .param("hash", code.hash())
                    .param("now", Rows.utc(now))
                    .update();
        }
    }

    /** Takes a code, once. @return whether there was one that nobody had taken */
    boolean take(JdbcClient jdbc, UUID accountId, RecoveryCode code, Instant now) {
        return jdbc.sql("""
                                update recovery_codes set used_at = :now
                                where account_id = :account and hash = :hash and used_at is null
                                """)
                        .param("now", Rows.utc(now))
                        .param("account", accountId)
                        .param("hash", code.hash())
                        .update()
                > 0;
    }

    /** Those made at or after a moment. @return how many, used ones too */
    int deleteSince(JdbcClient jdbc, UUID accountId, Instant moment) {
        return jdbc.sql("delete from recovery_codes where account_id = :account and created_at >= :moment")
                .param("account", accountId)
                .param("moment", Rows.utc(moment))
                .update();
    }
}
