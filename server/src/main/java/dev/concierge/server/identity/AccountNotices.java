package dev.concierge.server.identity;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.web.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What others did to a person's account, or, for an administrator, to another's: kept until the person has read it on {@code /security}. */
@Component
public class AccountNotices {
    private static final int MOST_SHOWN = 20;

    /** What was done. */
    public enum Kind {
        FACTORS_RESET,
        UNLOCKED,
        /** To another account, which the notice names. */
        OTHERS_FACTORS_RESET,
        OTHER_UNLOCKED
    }

    /**
     * One of them.
     *
     * @param about the other account's address; null when it is about this one
     */
    public record Unread(UUID id, Kind kind, @Nullable String about, Instant at) {}

    private final AccountScope scope;
    private final Ids ids;
    private final Clock clock;

    AccountNotices(AccountScope scope, Ids ids, Clock clock) {
        this.scope = scope;
        this.ids = ids;
        this.clock = clock;
    }

    /** The newest first, twenty at most. */
    public List<Unread> unread(Caller.Person person) {
        return scope.call(
                person.accountId(),
                jdbc -> jdbc.sql("""
                                select id, kind, about, created_at from account_notices
                                where account_id = :account order by created_at desc, id limit :most
                                """)
                        .param("account", person.accountId())
                        .param("most", MOST_SHOWN)
                        .query((row, _) -> new Unread(
                                row.getObject("id", UUID.class),
                                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                                row.getString("about"),
                                Rows.instant(row, "created_at")))
                        .list());
    }

    /** The person has read it. @return whether there was one of that id */
    public boolean close(Caller.Person person, UUID id) {
        return scope.call(
                person.accountId(),
                jdbc -> jdbc.sql("delete from account_notices where id = :id")
                                .param("id", id)
                                .update()
                        > 0);
    }

    /** Writes one, in the open transaction of the account. */
    void put(UUID accountId, Kind kind, @Nullable String about) {
        CurrentTransaction.jdbc()
                .sql("""
                        insert into account_notices (id, account_id, kind, about, created_at)
                        values (:id, :account, :kind, :about, :now)
                        """)
                .param("id", ids.next())
                .param("account", accountId)
                .param("kind", kind.name().toLowerCase(Locale.ROOT))
                .param("about", about)
                .param("now", Rows.utc(clock.instant()))
                .update();
    }
}
