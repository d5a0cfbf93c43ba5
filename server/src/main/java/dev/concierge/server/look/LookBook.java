package dev.concierge.server.look;

import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.NodeCache;
import dev.concierge.server.database.NodeCaches;
import dev.concierge.server.database.Notifications;
import dev.concierge.server.web.Appearance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The one row of {@code instance_look}, in this node's cache. */
@Component
class LookBook implements Appearance.Source {
    private static final Logger log = LoggerFactory.getLogger(LookBook.class);

    /** Stands for the row in notifications. */
    private static final UUID ROW = UUID.fromString("c0a8f2a4-7d0e-4b7e-9c1b-5a3c9f6f2b48");

    private final AuthScope scope;
    private final Notifications notifications;
    private final NodeCache<UUID, StoredLook> cache;
    private volatile Appearance known = Appearance.USUAL;

    LookBook(AuthScope scope, Notifications notifications, NodeCaches caches) {
        this.scope = scope;
        this.notifications = notifications;
        this.cache = caches.create(1, _ -> List.of(ROW));
    }

    @Override
    public Appearance now() {
        try {
            Appearance now = stored().look();
            known = now;
            return now;
        } catch (RuntimeException e) {
            log.debug("the look is the last one known", e);
            return known;
        }
    }

    @Override
    public Appearance known() {
        return known;
    }

    StoredLook stored() {
        return Objects.requireNonNull(cache.get(ROW, _ -> read()));
    }

    /** As the table says now. */
    StoredLook read() {
        return CurrentTransaction.isOpen() ? read(CurrentTransaction.jdbc()) : scope.call(LookBook::read);
    }

    /** Writes it in the open transaction of the system role, and tells every node. @return false when another version is stored by now */
    boolean write(StoredLook look) {
        Colours colours = look.colours();
        Logo logo = look.logo();
        boolean written = CurrentTransaction.jdbc()
                .sql(
                        "select look_write(:version, :name, cast(:colour as text), cast(:dark as text), cast(:support as text), cast(:logo as bytea), cast(:hash as text))")
                .param("version", look.version())
                .param("name", look.name())
                .param("colour", colours == null ? null : colours.light().text())
                .param("dark", colours == null ? null : colours.dark().text())
                .param("support", look.support())
                .param("logo", logo == null ? null : logo.bytes())
                .param("hash", logo == null ? null : logo.hash())
                .query(Boolean.class)
                .single();
        if (written) {
            notifications.changed(ROW);
        }
        return written;
    }

    private static StoredLook read(JdbcClient jdbc) {
        return jdbc.sql("select version, name, colour, dark_colour, support, logo, logo_hash from look_read()")
                .query((row, _) -> look(row))
                .single();
    }

    private static StoredLook look(ResultSet row) throws SQLException {
        byte[] logo = row.getBytes("logo");
        return new StoredLook(
                row.getLong("version"),
                row.getString("name"),
                colours(row.getString("colour"), row.getString("dark_colour")),
                row.getString("support"),
                logo == null ? null : Logo.stored(logo, row.getString("logo_hash")));
    }

    private static @Nullable Colours colours(@Nullable String light, @Nullable String dark) {
        return light == null || dark == null
                ? null
                : Colour.parse(light)
                        .flatMap(day -> Colour.parse(dark).map(night -> new Colours(day, night)))
                        .orElse(null);
    }
}
