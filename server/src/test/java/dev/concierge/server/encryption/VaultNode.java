package dev.concierge.server.encryption;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.rooms.MovableClock;
import dev.concierge.server.rooms.Rooms;
import dev.concierge.testing.vault.VaultStandIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rooms of a node whose data keys a Vault wraps, and what a test does with them. */
final class VaultNode implements AutoCloseable {
    static final String KEY = "concierge";

    private final Rooms rooms;

    private VaultNode(Rooms rooms) {
        this.rooms = rooms;
    }

    static Map<String, String> settings(VaultStandIn vault, String token) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("concierge.key-store", "vault");
        settings.put("concierge.encryption-key", "");
        settings.put("concierge.transit.address", vault.address().toString());
        settings.put("concierge.transit.key", KEY);
        settings.put("concierge.transit.token", token);
        settings.put("concierge.transit.patience", "0s");
        return settings;
    }

    /** @param beside a node on the same database; null for a database of its own */
    static VaultNode open(MovableClock clock, Map<String, String> settings, @Nullable VaultNode beside) {
        Rooms.Opening opening =
                Rooms.with("database", "encryption", "outbound", "keystore").clock(clock);
        settings.forEach(opening::set);
        return new VaultNode((beside == null ? opening : opening.beside(beside.rooms)).open());
    }

    Rooms rooms() {
        return rooms;
    }

    KeyRing ring() {
        return rooms.get(KeyRing.class);
    }

    RowCipher cipher() {
        return rooms.get(RowCipher.class);
    }

    RingChange store(PreparedRing prepared) {
        RingChange change = rooms.get(SystemScope.class).call(jdbc -> ring().store(jdbc, prepared));
        if (change instanceof RingChange.Changed) {
            ring().reload();
        }
        return change;
    }

    RingChange rotate() {
        return store(ring().prepareRotation());
    }

    RingChange rewrap() {
        return store(ring().prepareRewrap(rooms.get(OuterKeys.class).configured()));
    }

    WrappedBy wrappedBy() {
        return rooms.get(SystemScope.class).call(ring()::wrappedBy);
    }

    /** A start of another process on this database, which waits as it is told and lets no time pass by itself. */
    KeyRing start(OuterKeys outers, Consumer<Duration> pause) {
        return new KeyStart(rooms.get(SystemScope.class), rooms.get(java.time.Clock.class), outers, new Patience(pause))
                .open();
    }

    KeyRing start() {
        return start(rooms.get(OuterKeys.class), _ -> {
            throw new AssertionError("it waits");
        });
    }

    byte[] stored() {
        return rooms.database()
                .owner()
                .sql("select wrapped from data_keysets")
                .query(byte[].class)
                .single();
    }

    void put(byte[] wrapped) {
        rooms.database()
                .owner()
                .sql("update data_keysets set wrapped = :wrapped")
                .param("wrapped", wrapped)
                .update();
    }

    TransitFrame frame() {
        return TransitFrame.of(Ciphertext.of(stored())).orElseThrow();
    }

    static List<Duration> pauses() {
        return new ArrayList<>();
    }

    @Override
    public void close() {
        rooms.close();
    }
}
